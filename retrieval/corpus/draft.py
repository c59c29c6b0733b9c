"""What is known of an article once it has been read, before it has an identity?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from retrieval.corpus.article import Content
from retrieval.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Content):
    """A cleaned, dated, attributed article; the collection gives it ``key`` and ``file``."""

    id: str | None = None
    """The id that the source itself states (a line of ``.jsonl``); else None."""
    warnings: tuple[Reason, ...] = ()
    """For the summary: what to look at in this article."""

    def dated_by(self, made: str | None) -> Draft:
        """The same; without a date it has the day on which its file was made, as inferred."""
        if self.date is not None or not made:
            return self
        return replace(self, date=made, inferred=(*self.inferred, "date"))

    def warned(self, *warnings: Reason) -> Draft:
        """The same with more to look at."""
        return replace(self, warnings=(*self.warnings, *warnings)) if warnings else self
