"""Are questions with a place answered from there or above, and never surely from elsewhere?

The questions are put to ``policy``. Each names the articles that hold there or above and answer it;
half of them name none: their place is not in the collection, only others that rule the same.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.quality.rows import Row
from benchmarks.quality.sets import EvaluationSet
from retrieval.answer.answer import Answer, Verdict
from retrieval.evaluate.questions import read_questions

QUESTIONS = Path(__file__).with_name("place_questions.jsonl")


def places(one: EvaluationSet) -> list[Row]:
    """The rows of those that have an answer, and of those that have none."""
    asked = read_questions(QUESTIONS)
    with one.searcher() as searcher:
        told = [(searcher.ask(question.question), question.article_ids) for question in asked]
    there = [_first(answer) in right for answer, right in told if right]
    unsure = [answer.verdict is not Verdict.CONFIDENT for answer, right in told if not right]
    passed_off = [
        answer.verdict is Verdict.CONFIDENT and _is_stranger(answer) for answer, _ in told
    ]
    return [
        Row(f"places → {one.name}", "from the place or above", _share(there), None, 0.90),
        Row(f"places → {one.name}", "weak or none where nothing holds", _share(unsure), None, 1.0),
        Row(f"places → {one.name}", "surely from a stranger", _share(passed_off), None, 0.02),
    ]


def _first(answer: Answer) -> str | None:
    return answer.results[0].article.id if answer.results else None


def _is_stranger(answer: Answer) -> bool:
    return any(each.kind == "place" and not each.satisfied for each in answer.filters)


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4)
