"""How is an article read from a text file?"""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.readers.front_matter import Stated, split_front_matter
from retrieval.corpus.readers.hard_wrap import unwrapped
from retrieval.corpus.readers.markdown import lines_of
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because


def read_text(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.txt`` file; its front matter, if any, wins over what the text says.

    Raises:
        Unreadable: it is empty or not text.
    """
    text, warnings = _decoded(data)
    try:
        stated, text = split_front_matter(text)
    except Unreadable:
        stated = Stated({})
        warnings += (because("front_matter_kept"),)
    yield compose(unwrapped(text), stated.fields).warned(*warnings, *stated.warnings)


def read_markdown(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.md`` file; its front matter wins over what the text says.

    Raises:
        Unreadable: it is empty or not text, or its front matter is no YAML.
    """
    text, warnings = _decoded(data)
    stated, text = split_front_matter(text)
    fields, lines = stated.fields, lines_of(text)
    first = next((line for line in lines if line.text.strip()), None)
    if first is not None and first.level == 1:
        fields = {"title": first.text, **fields}
    yield compose(lines, fields).warned(*warnings, *stated.warnings)


def _decoded(data: bytes) -> tuple[str, tuple[Reason, ...]]:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("file_empty")
    decoded = decode(data)
    return decoded.text, decoded.warnings
