"""Measures over records that were made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.corpus.article import Article
from retrieval.errors import WenceError
from retrieval.evaluate.comparison import compare, randomisation
from retrieval.evaluate.measures import Record, judge, measures
from retrieval.evaluate.questions import Question, read_questions
from retrieval.evaluate.runs import load_run, save_run
from retrieval.text.ranges import Range

ARTICLE = Article(id="a1", key="a1b2", text="会议定于 ５月９日 召開。地点待定。")


def result(rank: int, start: int, end: int, *, marked: Range | None = None) -> Result:
    quote = ARTICLE.text[start:end]
    return Result(
        rank=rank, score=1.0, article=ARTICLE, quote=quote, start=start, end=end, answer=marked
    )


def record(
    id: str,
    rank: int | None = 1,
    *,
    verdict: Verdict = Verdict.CONFIDENT,
    relevant: tuple[str, ...] = ("a1",),
    run: tuple[str, ...] = ("a1",),
) -> Record:
    return Record(id, verdict, relevant, True, rank, rank, run, 2.0, 0)


def test_an_answer_is_found_whatever_the_script_width_and_spaces() -> None:
    question = Question("q", "哪天", ("a1",), ("5月9日召开",))
    answer = Answer(question="哪天", verdict=Verdict.WEAK, results=(result(1, 0, 14),))
    judged = judge(question, ["a1"], answer, ["a1"])
    assert (judged.article_rank, judged.answer_rank, judged.misquoted) == (1, 1, 0)


def test_where_a_right_answer_stands_is_compared_without_marks_and_script() -> None:
    article = replace(ARTICLE, text="一、總則\n（一）甲。\n（二）乙。\n二、附則\n丙。")
    start = article.text.index("乙")
    found = Result(rank=1, score=1.0, article=article, quote="乙。", start=start, end=start + 2)
    answer = Answer(question="？", verdict=Verdict.WEAK, results=(found,))

    def stands(*path: str, gold: str = "乙") -> bool | None:
        question = Question("q", "？", ("a1",), (gold,), path)
        return judge(question, ["a1"], answer, ["a1"]).path

    assert stands("一", "(二)") is True
    assert stands("一、") is False
    assert stands() is None
    assert stands("一", "（二）", gold="丁") is None


def test_an_answer_in_another_article_does_not_count() -> None:
    question = Question("q", "哪天", ("other",), ("5月9日召开",))
    answer = Answer(question="哪天", verdict=Verdict.WEAK, results=(result(1, 0, 14),))
    judged = judge(question, ["other"], answer, ["a1"])
    assert (judged.article_rank, judged.answer_rank) == (None, None)


def test_the_measures_of_the_contract() -> None:
    records = [
        record("1"),
        record("2", 2, run=("b", "a1")),
        record("3", None, verdict=Verdict.NONE, run=()),
        record("4", None, verdict=Verdict.NONE, relevant=(), run=()),
    ]
    found = measures(records)
    assert found["hit@1"] == found["answer@1"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["hit@3"] == found["recall@100"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["mrr@10"] == 0.5
    assert found["wrongly_none"] == pytest.approx(1 / 3, abs=1e-4)
    assert (found["none_precision"], found["none_recall"]) == (0.5, 1.0)
    assert (found["questions"], found["p50_ms"], found["misquoted"]) == (4, 2.0, 0)


def test_confident_is_wrong_where_the_first_article_is_or_where_nothing_answers() -> None:
    sure = [record("right"), record("second", 2), record("nowhere", None, relevant=())]
    records = [*sure, record("humble", 2, verdict=Verdict.WEAK)]
    assert measures(records)["wrongly_confident"] == 0.5


@pytest.mark.parametrize(("marked", "share"), [((0, 14), 1.0), ((14, 19), 0.0), (None, 0.0)])
def test_the_marked_sentence_is_judged_apart_from_the_quote(
    marked: Range | None, share: float
) -> None:
    question = Question("q", "哪天", ("a1",), ("5月9日召开",))
    found = Answer(
        question="哪天", verdict=Verdict.WEAK, results=(result(1, 0, 19, marked=marked),)
    )
    nothing = Answer(question="哪天", verdict=Verdict.NONE)
    records = [judge(question, ["a1"], answer, ["a1"]) for answer in (found, nothing)]
    assert measures(records)["marked@1"] == share


def test_what_cannot_be_measured_is_none() -> None:
    assert measures([])["hit@1"] is None


def test_a_run_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    records = [record("q 1"), record("2", None, run=("x", "a1"))]
    save_run(tmp_path / "run", records)
    assert load_run(tmp_path / "run") == records
    assert (tmp_path / "run" / "run.trec").read_text().splitlines()[:2] == [
        "q_1 Q0 a1 1 1.000000 wence",
        "2 Q0 x 1 1.000000 wence",
    ]
    assert (tmp_path / "run" / "qrels.trec").read_text() == "q_1 0 a1 1\n2 0 a1 1\n"


def test_a_directory_without_a_run_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WenceError, match="holds no run"):
        load_run(tmp_path)


def test_a_difference_that_is_everywhere_is_no_luck() -> None:
    a = [record(str(i), None) for i in range(20)]
    b = [record(str(i), 1) for i in range(20)]
    found = {one.measure: one for one in compare(a, b)}
    assert (found["hit@1"].a, found["hit@1"].b) == (0.0, 1.0)
    assert found["hit@1"].p < 0.001
    assert found["recall@100"].p == 1.0


def test_one_question_in_twenty_may_be_luck() -> None:
    a, b = np.zeros(20), np.zeros(20)
    b[0] = 1
    assert randomisation(a, b) == pytest.approx(1.0)


def test_runs_without_a_common_question_cannot_be_compared() -> None:
    with pytest.raises(WenceError, match="in common"):
        compare([record("1")], [record("2")])


def test_questions_are_read_and_bad_lines_named(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "1", "question": "甲", "article_ids": ["a"]}\n\n', encoding="utf-8")
    assert read_questions(path) == [Question("1", "甲", ("a",), ())]
    path.write_text("[]\n", encoding="utf-8")
    with pytest.raises(WenceError, match="line 1"):
        read_questions(path)
    with pytest.raises(WenceError, match="cannot be read"):
        read_questions(tmp_path / "absent.jsonl")
