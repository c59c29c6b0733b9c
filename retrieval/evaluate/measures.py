"""How good are the answers?

Measures of ranking are those of trec_eval: hit@k (success at k), mrr@k (the reciprocal rank of
the first relevant article within k), recall@k. What cannot be measured is None.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.evaluate.questions import Question
from retrieval.text.fold import fold_question, fold_text

Measures = dict[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one question. Ranks count from 1; None where nothing right was found."""

    id: str
    verdict: Verdict
    relevant: tuple[str, ...]
    """Ids of the articles that answer; none for a question that nothing can answer."""
    has_answers: bool
    article_rank: int | None
    """Of the first result with a right article."""
    answer_rank: int | None
    """Of the first result that quotes an answer from a right article."""
    run: tuple[str, ...]
    took_ms: float
    misquoted: int
    """Quotes that are not in their source: always 0, or the program is at fault."""
    marked: bool | None = None
    """Whether the marked sentence holds the answer; None where the first quote does not."""
    path: bool | None = None
    """Whether the first result stands where the question expects; None where it expects nothing, or
    where its quote does not hold the answer."""


def judge(
    question: Question, relevant: Sequence[str], answer: Answer, run: Sequence[str]
) -> Record:
    """Compare an answer and its run with what is known. ``relevant`` and ``run`` hold ids."""
    golds = [gold for gold in map(flat, question.answers) if gold]
    article_rank = answer_rank = None
    for result in answer.results:
        if result.article.id in relevant:
            article_rank = article_rank or result.rank
            if answer_rank is None and _holds(result.quote, golds):
                answer_rank = result.rank
    return Record(
        question.id,
        answer.verdict,
        tuple(relevant),
        bool(question.answers),
        article_rank,
        answer_rank,
        tuple(run),
        answer.took_ms,
        sum(r.article.text[r.start : r.end] != r.quote for r in answer.results),
        _holds(_marked(answer.results[0]), golds) if answer_rank == 1 else None,
        _stands(answer.results[0], question.path) if answer_rank == 1 and question.path else None,
    )


def _holds(text: str, golds: Sequence[str]) -> bool:
    """Whether one of the flat answers lies in a text."""
    whole = flat(text)
    return any(gold in whole for gold in golds)


def _stands(result: Result, path: Sequence[str]) -> bool:
    """Whether the path of a result has these labels; marks behind them do not matter."""
    found = [flat(section.label or section.heading or "") for section in result.path]
    return [label.rstrip(",.、") for label in found] == [
        flat(label).rstrip(",.、") for label in path
    ]


def _marked(result: Result) -> str:
    """The sentence that is shown as the answer; empty where none is."""
    start, end = result.answer or (0, 0)
    return result.article.text[start:end]


def flat(text: str) -> str:
    """Folded, in NFKC and without white space: how answers and quotes are compared."""
    folded = fold_question(fold_text(text))
    return "".join(unicodedata.normalize("NFKC", folded).split()).lower()


def measures(records: Sequence[Record]) -> Measures:
    """All measures over a set; those of the contract first."""
    known = [record for record in records if record.relevant]
    unknown = [record for record in records if not record.relevant]
    with_answers = [record for record in known if record.has_answers]
    nones = [record for record in records if record.verdict is Verdict.NONE]
    sure = [record for record in with_answers if record.verdict is Verdict.CONFIDENT]
    right = [record for record in with_answers if record.answer_rank == 1]
    times = [record.took_ms for record in records]
    return {
        "questions": len(records),
        "hit@1": _share(_within(r.article_rank, 1) for r in known),
        "hit@3": _share(_within(r.article_rank, 3) for r in known),
        "hit@10": _share(_within(run_rank(r), 10) for r in known),
        "mrr@10": _share(_reciprocal(run_rank(r), 10) for r in known),
        "recall@100": _share(recall(r, 100) for r in known),
        "answer@1": _share(_within(r.answer_rank, 1) for r in with_answers),
        "answer@3": _share(_within(r.answer_rank, 3) for r in with_answers),
        "wrongly_none": _share(r.verdict is Verdict.NONE for r in known),
        "none_precision": _share(not r.relevant for r in nones),
        "none_recall": _share(r.verdict is Verdict.NONE for r in unknown),
        "confident": _share(r.verdict is Verdict.CONFIDENT for r in known),
        "confident_of_right": _share(r.verdict is Verdict.CONFIDENT for r in right),
        "answer@1_of_confident": _share(_within(r.answer_rank, 1) for r in sure),
        "wrongly_confident": _share(map(_wrongly_confident, records)),
        "marked@1": _share(r.marked for r in records if r.marked is not None),
        "path@1": _share(r.path for r in records if r.path is not None),
        "p50_ms": _percentile(times, 50),
        "p99_ms": _percentile(times, 99),
        "misquoted": sum(record.misquoted for record in records),
    }


def run_rank(record: Record) -> int | None:
    """The rank of the first relevant article in the run."""
    return next((at for at, id in enumerate(record.run, 1) if id in record.relevant), None)


def recall(record: Record, k: int) -> float:
    """The share of the relevant articles that are among the first ``k`` of the run."""
    return len(set(record.relevant) & set(record.run[:k])) / len(set(record.relevant))


def _wrongly_confident(record: Record) -> bool:
    """Sure of itself, and the first article is a wrong one, or every one would be."""
    return record.verdict is Verdict.CONFIDENT and not _within(record.article_rank, 1)


def _within(rank: int | None, k: int) -> bool:
    return rank is not None and rank <= k


def _reciprocal(rank: int | None, k: int) -> float:
    return 1.0 / rank if rank is not None and rank <= k else 0.0


def _share(values: Iterable[float]) -> float | None:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else None


def _percentile(values: Sequence[float], percent: float) -> float | None:
    return round(float(np.percentile(values, percent)), 3) if values else None
