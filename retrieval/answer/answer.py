"""What is an answer? Data only: text and ranges, no markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from retrieval.corpus.article import Article
from retrieval.index.explanation import Explanation
from retrieval.text.ranges import Range


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
            "article": {**self.article.as_json(), "reposts": self.reposts},
        }
        if self.explanation is not None:
            shown["explanation"] = self.explanation.as_json()
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one question finds. With the verdict ``none`` there are no results."""

    question: str
    verdict: Verdict
    results: tuple[Result, ...] = ()
    took_ms: float = 0.0
    run: tuple[str, ...] = ()
    """Ids of the articles behind the answer, best first; filled where it is asked for."""
    suggestion: str | None = None
    """The question as it may have been meant, where this finds nothing and that finds something."""

    def as_json(self, id: str | None = None) -> dict[str, Any]:
        """One line of ``wence ask --json``; ``suggestion`` only where there is one."""
        shown = {
            "id": id,
            "question": self.question,
            "verdict": str(self.verdict),
            "took_ms": round(self.took_ms, 2),
            "results": [result.as_json() for result in self.results],
        }
        if self.suggestion is not None:
            shown["suggestion"] = self.suggestion
        return shown
