"""Do dated questions keep to their time, and are they told where nothing of it answers?

The questions are put to ``policy``. Half of them say the time in words (去年, 近三年), which count
from ``TODAY``. Each names an article that answers, and whether it is of the asked time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.quality.rows import Row
from benchmarks.quality.sets import EvaluationSet
from retrieval.answer.answer import Answer, Verdict

TODAY = date(2022, 12, 20)
QUESTIONS = Path(__file__).with_name("dated_questions.jsonl")


@dataclass(frozen=True, slots=True)
class DatedQuestion:
    question: str
    article: str
    """The id of one that answers."""
    satisfied: bool
    """Whether it is of the asked time."""


def dated_questions() -> list[DatedQuestion]:
    lines = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return [
        DatedQuestion(line["question"], line["article_ids"][0], line["satisfied"]) for line in lines
    ]


def dated(one: EvaluationSet) -> list[Row]:
    """The rows of those that something of the time answers, and of those that nothing does."""
    asked = dated_questions()
    with one.searcher() as searcher:
        told = [searcher.ask(question.question, today=TODAY) for question in asked]
    pairs = list(zip(asked, told, strict=True))
    within = [_is_of_the_time(answer, q.article) for q, answer in pairs if q.satisfied]
    without = [_says_so(answer) for q, answer in pairs if not q.satisfied]
    return [
        Row(f"dated → {one.name}", "answered from the time", _share(within), None, 0.95),
        Row(f"dated → {one.name}", "said that nothing is of it", _share(without), None, 1.0),
    ]


def _is_of_the_time(answer: Answer, article: str) -> bool:
    """Whether the right article is shown as one of the asked time."""
    satisfied = [each.satisfied for each in answer.filters if each.kind == "date"]
    return satisfied == [True] and article in {result.article.id for result in answer.results}


def _says_so(answer: Answer) -> bool:
    satisfied = [each.satisfied for each in answer.filters if each.kind == "date"]
    return satisfied == [False] and answer.verdict is not Verdict.CONFIDENT


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4)
