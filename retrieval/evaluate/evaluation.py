"""Put a set of questions to a collection, and judge the answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.answer.searcher import Searcher
from retrieval.evaluate.measures import Record, judge
from retrieval.evaluate.questions import Question

DEPTH = 100
"""Articles of a run."""


def evaluate(
    searcher: Searcher,
    questions: Sequence[Question],
    *,
    quote_chars: int = 200,
    on_progress: Callable[[str, int, int | None], None] = lambda stage, done, total: None,
) -> list[Record]:
    """Ask every question twice, for its answer and for its run; only the first is timed."""
    records = []
    if questions:
        searcher.ask(questions[0].question)  # the dictionary is read, the index is in memory
    for done, question in enumerate(questions):
        on_progress("questions", done, len(questions))
        relevant = [searcher.articles.resolve(name) or name for name in question.article_ids]
        answer = searcher.ask(question.question, quote_chars=quote_chars)
        run = searcher.ask(question.question, depth=DEPTH, suggests=False).run
        records.append(judge(question, relevant, answer, run))
    on_progress("questions", len(questions), len(questions))
    return records
