"""What may be shown of what is found: an answer without the hidden articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.answer.ranking.rerank import adding
from retrieval.answer.searcher import Searcher

SPARE = 10
"""So many more results are looked up where something is hidden, to fill the gaps."""


def ask_visible(
    searcher: Searcher,
    hidden: AbstractSet[str],
    question: str,
    *,
    results: int = 3,
    quote_chars: int = 200,
    explain: bool = False,
    within: Collection[str] = (),
) -> Answer:
    """The searcher's answer, without the hidden articles."""
    found = searcher.ask(
        question,
        results=results + (SPARE if hidden else 0),
        quote_chars=quote_chars,
        explain=explain,
        within=[id for id in within if id not in hidden],
        every=bool(hidden),
    )
    if not hidden:
        return found
    if found.suggestion and not _is_answered(searcher, hidden, found.suggestion):
        found = replace(found, suggestion=None)
    return _without(found, hidden, results)


def verdict_of_rest(verdict: Verdict, left: Sequence[Result]) -> Verdict:
    """The verdict of an answer of which these results are left, still with their ranks.

    Where the best result has gone, what is left is no more than possibly related.
    """
    if not left:
        return Verdict.NONE
    return verdict if left[0].rank == 1 else Verdict.WEAK


def _is_answered(searcher: Searcher, hidden: AbstractSet[str], question: str) -> bool:
    """Whether a question is confidently answered without the hidden articles."""
    found = searcher.ask(question, results=1 + SPARE, every=True)
    return _without(found, hidden, 1).verdict is Verdict.CONFIDENT


def _without(answer: Answer, hidden: AbstractSet[str], results: int) -> Answer:
    """The answer without these articles, at most ``results`` results, ranked anew."""
    left = [result for result in answer.results if result.article.id not in hidden]
    kept = adding(left[:results])
    return replace(
        answer,
        verdict=verdict_of_rest(answer.verdict, kept),
        results=tuple(replace(result, rank=rank) for rank, result in enumerate(kept, start=1)),
    )
