"""How often stretches of texts hold terms, and what they are worth together."""

from __future__ import annotations

import numpy as np

from retrieval.answer.question.question_type import QuestionType
from retrieval.answer.ranking.term_weights import Evidence, added_up


def test_each_stretch_of_a_text_has_its_own_count() -> None:
    others = {"医保": (("医疗保险", 0.5),)}
    evidence = Evidence({"医保": 1.0}, QuestionType.OTHER, others=others, characters={"险": 1.0})
    texts = [("医保，医疗保险。", np.array([0, 3])), ("险", np.array([0]))]
    assert evidence.counted(texts).tolist() == [[1.0, 0.0], [0.5, 1.0], [0.0, 1.0]]


def test_rows_that_are_alike_tie_wherever_they_stand() -> None:
    row, values = np.random.default_rng(7).random((2, 37))
    for rows in range(2, 40):
        sums = added_up(np.tile(row, (rows, 1)), values)
        assert len(set(sums.tolist())) == 1
