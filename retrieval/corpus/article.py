"""What is an article, and what is a passage?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from retrieval.text.ranges import Range

UNTITLED_LIMIT = 40
"""At most this many characters of the first sentence stand in for a missing title."""

_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it is kept. ``text`` is the cleaned body that all offsets refer to."""

    id: str
    key: str
    text: str
    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    source: str | None = None
    author: str | None = None
    """Names, joined by one blank."""
    date: str | None = None
    """ISO 8601, perhaps partial: ``2024-01-31``, ``--07-17``."""
    url: str | None = None
    file: str | None = None
    """Relative to the folder that was given; None for a line of a ``.jsonl`` file."""
    inferred: tuple[str, ...] = ()
    """The names of the fields that were inferred rather than stated."""
    doubtful: tuple[Range, ...] = ()
    """Ranges of ``text`` that may be corrupt, ascending, not touching."""

    meta: Mapping[str, str] = field(default_factory=dict)
    """Further facts: ``editor``, ``dateline``; of official documents ``number``, ``issuer``,
    ``issued``, ``effective``, ``expires`` and ``lapsed``."""

    @property
    def shown_title(self) -> str:
        """The title, or for an untitled article the beginning of its first sentence."""
        if self.title:
            return self.title
        first = _SENTENCE_END.split(self.text.strip(), maxsplit=1)[0].strip()
        return first if len(first) <= UNTITLED_LIMIT else first[: UNTITLED_LIMIT - 1] + "…"

    def as_json(self) -> dict[str, Any]:
        """The fields of the command line's contract, without ``text``."""
        return {
            "id": self.id,
            "key": self.key,
            "file": self.file,
            "title": self.title,
            "shown_title": self.shown_title,
            "kicker": self.kicker,
            "subtitle": self.subtitle,
            "source": self.source,
            "author": self.author,
            "date": self.date,
            "inferred": list(self.inferred),
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one article: ``article.text[start:end]``."""

    start: int
    end: int
