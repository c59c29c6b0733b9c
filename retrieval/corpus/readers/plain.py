"""How is an article read from a text file?"""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.corpus.draft import Draft
from retrieval.errors import Unreadable


def read_text(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.txt`` file.

    Raises:
        Unreadable: it is empty or holds no text.
    """
    if not data.strip():
        raise Unreadable("The file is empty.")
    yield Draft(text=data.decode("utf-8-sig", "replace"))


def read_markdown(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.md`` file; its front matter wins over what the text says."""
    yield from read_text(name, data)
