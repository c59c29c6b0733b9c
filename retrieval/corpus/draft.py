"""What is known of an article once it has been read, before it has an identity?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from retrieval.text.ranges import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A cleaned, dated, attributed article; the collection gives it ``key`` and ``file``."""

    text: str
    id: str | None = None
    """The id that the source itself states (a line of ``.jsonl``); else None."""
    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    source: str | None = None
    author: str | None = None
    """Names, joined by one blank."""
    date: str | None = None
    """ISO 8601, perhaps partial: ``2024-01-31``, ``--07-17``."""
    url: str | None = None
    inferred: tuple[str, ...] = ()
    """The names of the fields that were inferred rather than stated."""
    doubtful: tuple[Range, ...] = ()
    """Ranges of ``text`` that may be corrupt, ascending, not touching."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """Further facts as text: ``editor``, ``dateline``; of official documents ``number``,
    ``issuer``, ``issued``, ``effective`` and ``lapsed``."""
    warnings: tuple[str, ...] = ()
    """Sentences for the summary: what to look at in this article."""

    def warned(self, *warnings: str) -> Draft:
        """The same with more to look at."""
        return replace(self, warnings=(*self.warnings, *warnings)) if warnings else self
