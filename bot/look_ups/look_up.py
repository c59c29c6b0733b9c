"""What is looked up, and in what: the same in a thread and in another process."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.visible import ask_visible
from retrieval.answer.answer import Answer
from retrieval.answer.searcher import Searcher


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """A question with all that its answer depends on, but for the index."""

    question: str
    results: int
    quote_chars: int
    within: Collection[str] = ()
    """Ids of the articles that are looked at first."""
    hidden: AbstractSet[str] = frozenset()

    def carry_out(self, searcher: Searcher) -> Answer:
        return ask_visible(
            searcher,
            self.hidden,
            self.question,
            results=self.results,
            quote_chars=self.quote_chars,
            within=self.within,
        )
