"""What is an answer? Data only: text and ranges, no markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from retrieval.answer.article_dates import days_of_article
from retrieval.corpus.article import Article
from retrieval.corpus.outline.citation import citation, pinpoint, trail
from retrieval.corpus.outline.sections import Section
from retrieval.index.explanation import Explanation
from retrieval.text.divisions import Division
from retrieval.text.fold import fold_question
from retrieval.text.ranges import Range

SHORT_NAME = 2
"""Characters that a division is known by: 济南 of 济南市, 大理 of 大理白族自治州."""


class Verdict(StrEnum):
    """How sure the answer is; users see three different kinds of message."""

    CONFIDENT = "confident"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One quote with its article. Always ``article.text[start:end] == quote``."""

    rank: int
    score: float
    article: Article
    quote: str
    start: int
    end: int
    highlights: tuple[Range, ...] = ()
    """Matched words, counted from the quote's start, ascending, not overlapping."""
    answer: Range | None = None
    """The sentence that answers, in the text's offsets."""
    doubtful: tuple[Range, ...] = ()
    """Ranges of the quote that may be corrupt, in the text's offsets."""
    reposts: int = 0
    explanation: Explanation | None = None

    @property
    def cited(self) -> Range:
        """What is cited: the sentences that answer, else the quote."""
        return self.answer or (self.start, self.end)

    @property
    def path(self) -> tuple[Section, ...]:
        """The sections in which it stands, the outermost first."""
        return self.article.outline.around(*self.cited)

    @property
    def pinpoint(self) -> str:
        """Where the answer stands in its article: 第十四条第（二）项, 三、（六）; or ""."""
        return pinpoint(self.article.text, self.article.outline, self.cited)

    @property
    def trail(self) -> str:
        """The same with the headings of the sections above."""
        return trail(self.article.text, self.article.outline, self.cited)

    @property
    def told_place(self) -> Division | None:
        """Where its article holds, if that is a part of the country that no headline names."""
        place = self.article.place
        heads = fold_question(f"{self.article.shown_title} {self.article.source or ''}")
        return place if place and place.level and place.name[:SHORT_NAME] not in heads else None

    @property
    def citation(self) -> str | None:
        """Title and pinpoint, as lawyers and officials cite; None where there is neither."""
        return citation(self.article.title, self.pinpoint)

    def as_json(self) -> dict[str, Any]:
        """One result of the command line's contract."""
        shown = {
            "rank": self.rank,
            "score": round(self.score, 4),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "highlights": [list(pair) for pair in self.highlights],
            "answer": list(self.answer) if self.answer else None,
            "doubtful": [list(pair) for pair in self.doubtful],
            "citation": self.citation,
            "path": [{"label": each.label, "heading": each.heading} for each in self.path],
            "article": {**self.article.as_json(), "reposts": self.reposts},
        }
        if self.explanation is not None:
            shown["explanation"] = self.explanation.as_json()
        return shown


FilterKind = Literal["date", "place", "source", "title", "number"]


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """What a question asks of its articles, and whether those of the answer are so."""

    kind: FilterKind
    text: str
    """The asker's words."""
    satisfied: bool = True
    first: str | None = None
    last: str | None = None
    """The days of a date, both included; None where it is open at that end."""

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "text": self.text,
            "from": self.first,
            "to": self.last,
            "satisfied": self.satisfied,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one question finds. With the verdict ``none`` there are no results."""

    question: str
    verdict: Verdict
    results: tuple[Result, ...] = ()
    took_ms: float = 0.0
    run: tuple[str, ...] = ()
    """Ids of the articles behind the answer, best first; filled where it is asked for."""
    behind: tuple[int, ...] = ()
    """Versions of the articles among which it was found, best first, at most a hundred."""
    suggestion: str | None = None
    """The question as it may have been meant, where this finds nothing and that finds something."""
    filters: tuple[AppliedFilter, ...] = ()

    @property
    def missed_time(self) -> AppliedFilter | None:
        """The time that is asked for, where nothing of it answers and other articles are shown."""
        dates = (each for each in self.filters if each.kind == "date" and not each.satisfied)
        return next(dates, None) if self.results else None

    @property
    def missed_places(self) -> tuple[str, ...]:
        """The asker's words for the places that are asked for, where other articles are shown."""
        if self.verdict is not Verdict.WEAK:
            return ()
        places = (each for each in self.filters if each.kind == "place" and not each.satisfied)
        return tuple(each.text for each in places)

    @property
    def is_earlier(self) -> bool:
        """Whether all that is shown is known to be older than the time that is asked for."""
        first = self.missed_time.first if self.missed_time else None
        days = [days_of_article(result.article) for result in self.results]
        return first is not None and all(known and known[1] < first for known in days)

    def as_json(self, id: str | None = None) -> dict[str, Any]:
        """One line of ``wence ask --json``; ``suggestion`` only where there is one."""
        shown = {
            "id": id,
            "question": self.question,
            "verdict": str(self.verdict),
            "took_ms": round(self.took_ms, 2),
            "filters": [each.as_json() for each in self.filters],
            "results": [result.as_json() for result in self.results],
        }
        if self.suggestion is not None:
            shown["suggestion"] = self.suggestion
        return shown
