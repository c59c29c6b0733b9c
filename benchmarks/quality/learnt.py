"""What does a table bring that was learnt from the other questions of a set?"""

from __future__ import annotations

from benchmarks.quality.rows import Row
from benchmarks.quality.sets import EvaluationSet
from retrieval.learn.known_questions import known_questions
from retrieval.learn.trial import FOLDS, tried

GOALS = {"hit@10": 0.64, "recall@100": 0.73}


def learnt(one: EvaluationSet, most: int | None) -> list[Row]:
    """The rows of a set, each question asked with what the other four fifths have taught."""
    with one.searcher() as searcher:
        known = known_questions(one.questions(), searcher.articles, searcher.tokenizer)
        found = tried(known, searcher, most=most or len(known))
    values = {each.measure: each.b for each in found}
    name = f"{one.name}, learnt from {FOLDS - 1} of {FOLDS} parts"
    return [Row(name, measure, values[measure], None, goal) for measure, goal in GOALS.items()]
