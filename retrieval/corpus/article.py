"""What is an article, what is known about it, and what is a passage?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import lru_cache
from typing import Any

from retrieval.corpus.outline.packing import unpack
from retrieval.corpus.outline.reading import outline
from retrieval.corpus.outline.sections import Outline
from retrieval.corpus.repeals import Repeal, is_repealed
from retrieval.text.divisions import Division
from retrieval.text.ranges import Range

UNTITLED_LIMIT = 40
"""At most this many characters of the first sentence stand in for a missing title."""

_DRAFT = re.compile(
    "[征徵]求意[见見]稿|送[审審]稿|[(（]草案|公[开開][征徵]求"
    "|[征徵]求.{0,60}意[见見]的?(?:通知|公告|函|启事)"
)
_SENTENCE_END = re.compile(r"[。！？!?\n]")


def headlines_of(kicker: str | None, title: str | None, subtitle: str | None) -> str:
    """What stands above a text, a line each."""
    return "\n".join(filter(None, (kicker, title, subtitle)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What stands above and beside a text, each in one line; None where it is unknown."""

    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    source: str | None = None
    author: str | None = None
    """Names, joined by one space."""
    date: str | None = None
    """ISO 8601, perhaps partial: ``2024-01-31``, ``--07-17``."""
    url: str | None = None

    @property
    def headlines(self) -> str:
        """Kicker, title and subtitle, a line each."""
        return headlines_of(self.kicker, self.title, self.subtitle)


METADATA = tuple(each.name for each in fields(Metadata))
"""The names of the fields of ``Metadata``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Metadata):
    """What an article says, whatever it is called: all but its identity."""

    text: str
    """The cleaned body that all offsets refer to."""
    inferred: tuple[str, ...] = ()
    """The names of the fields that were inferred rather than stated."""
    doubtful: tuple[Range, ...] = ()
    """Ranges of ``text`` that may be corrupt, ascending, not touching."""
    levels: tuple[tuple[int, int], ...] = ()
    """(start, level) of the lines that are headings in the format of the source, 1 the highest."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """Further facts: ``editor``, ``dateline``; of official documents ``number``, ``issuer``,
    ``issued``, ``effective``, ``expires`` and ``lapsed``; the ``place`` that the source states;
    of pages of followed sites ``attached_to``, ``withdrawn`` and, by its name, the ``site``."""

    @property
    def origins(self) -> str:
        """Its source and the followed site that it is from, by which articles are chosen."""
        return "\n".join(filter(None, (self.source, self.meta.get("site"))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Content):
    """One article as it is kept."""

    id: str
    key: str
    version: int = 1
    """1, 2, …: which of the texts that it ever had."""
    file: str | None = None
    """Relative to the folder that was given; None for a line of a ``.jsonl`` file."""
    place: Division | None = None
    """Where it holds, as the collection keeps it; None where that is not known."""
    repealed_by: tuple[Repeal, ...] = ()
    """By what it is repealed, as other articles of the collection state."""
    repeals: tuple[str, ...] = ()
    """The titles of what it repeals."""
    packed_outline: bytes | None = None
    """As the collection keeps it; None where it does not."""

    def repealed(self, by: tuple[Repeal, ...]) -> Article:
        """The same, repealed by these; it has lapsed where one of them holds today."""
        lapsed = {"lapsed": "yes"} if is_repealed(by) else {}
        return replace(self, repealed_by=by, meta={**self.meta, **lapsed})

    @property
    def outline(self) -> Outline:
        """The sections of the text."""
        if self.packed_outline is None:
            return _read(self.text, self.title, self.levels)
        return unpack(self.text, self.packed_outline)

    @property
    def is_draft(self) -> bool:
        """Is it put up for comments, and not in force?"""
        return bool(_DRAFT.search(self.title or ""))

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
            **{name: getattr(self, name) for name in METADATA},
            "shown_title": self.shown_title,
            "inferred": list(self.inferred),
            "place": asdict(self.place) if self.place else None,
            "recognised": "recognised" in self.meta,
            "repealed_by": [asdict(each) for each in self.repealed_by if each.certain],
            "repeals": list(self.repeals),
            "draft": self.is_draft,
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one article: ``article.text[start:end]``."""

    start: int
    end: int


@lru_cache(maxsize=4)
def _read(text: str, title: str | None, levels: tuple[tuple[int, int], ...]) -> Outline:
    """The outline of a text that is not kept with one; all that asks for it is asked at once."""
    return outline(text, title, levels)
