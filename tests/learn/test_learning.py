"""``wence learn``: from 👍 to a table of words, through the front door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.learn.learning import NEEDED
from tests.conftest import Wence
from tests.learn.lessons import in_official_words, in_peoples_words, like, write_questions

NEW = "苹果找谁登"
"""A question that nobody has asked; 苹果 stands for 机床, of which article a0 tells."""


def learnt(wence: Wence, *arguments: str | Path) -> dict[str, Any]:
    run = wence("learn", *arguments, "--json")
    assert run.code == 0, run.err
    *progress, done = run.lines
    assert done.pop("event") == "done"
    assert {line["event"] for line in progress} <= {"progress"}
    return done


def first(wence: Wence, question: str = NEW) -> str | None:
    (answer,) = wence("ask", question, "--json").lines
    return answer["results"][0]["article"]["id"] if answer["results"] else None


def table(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "learnt.json").read_text(encoding="utf-8"))
    return found


def test_a_home_without_thumbs_is_told_how_many_it_takes(wence: Wence, home: Path) -> None:
    run = wence("learn")
    assert run.code == 0
    assert run.out == f"这批文章里知道答案的问题有 0 个（共 0 个），满 {NEEDED} 个才学。\n"
    assert not (home / "learnt.json").exists()


def test_one_too_few_teaches_nothing(wence: Wence, home: Path) -> None:
    like(home, in_peoples_words()[: NEEDED - 1])
    done = learnt(wence)
    assert (done["pairs"], done["needed"], done["used"]) == (NEEDED - 1, NEEDED, False)
    assert not (home / "learnt.json").exists()


def test_what_was_liked_teaches_words_that_new_questions_are_answered_by(
    wence: Wence, home: Path
) -> None:
    like(home, in_peoples_words())
    assert first(wence) is None
    done = learnt(wence)
    assert (done["questions"], done["pairs"], done["used"]) == (NEEDED, NEEDED, True)
    assert first(wence) == "a0"
    assert "苹果 → 机床" in wence("ask", NEW, "--explain").out


def test_people_are_told_what_the_trial_showed(wence: Wence, home: Path) -> None:
    like(home, in_peoples_words())
    said = wence("learn").out
    assert f"从 {NEEDED} 个问题" in said
    assert "hit@10 0.000 → 1.000" in said
    assert said.endswith("；在用。\n")


def test_the_same_again_changes_nothing(wence: Wence, home: Path) -> None:
    like(home, in_peoples_words())
    learnt(wence)
    before = (home / "learnt.json").stat().st_mtime_ns
    again = learnt(wence)
    assert (again["unchanged"], again["used"]) == (True, True)
    assert (home / "learnt.json").stat().st_mtime_ns == before
    like(home, [("紫红苹果归谁管", 0)])
    assert learnt(wence)["unchanged"] is False


def test_what_gains_nothing_is_not_used(wence: Wence, home: Path) -> None:
    like(home, in_official_words())
    before = wence("ask", "机床由谁登记", "--explain").out
    done = learnt(wence)
    assert (done["pairs"], done["used"]) == (NEEDED, False)
    assert wence("ask", "机床由谁登记", "--explain").out == before
    assert "帮助太小，没有用" in wence("learn").out


def test_an_operator_teaches_from_a_file(wence: Wence, home: Path, tmp_path: Path) -> None:
    file = write_questions(tmp_path / "known.jsonl", in_peoples_words())
    assert learnt(wence, file)["used"] is True
    assert first(wence) == "a0"
    assert table(home)["origin"] == "file"


@pytest.mark.parametrize("content", [None, "no question\n"])
def test_a_file_that_holds_no_questions_is_one_sentence(
    wence: Wence, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "known.jsonl"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    run = wence("learn", file)
    assert run.code == 1
    assert (run.out, run.err.count("\n")) == ("", 1)


def test_the_table_tells_of_no_single_question_and_only_to_its_owner(
    wence: Wence, home: Path
) -> None:
    named = [(f"欧阳{text}", n) for text, n in in_peoples_words()[:2]]
    like(home, [*in_peoples_words(), *named])
    assert learnt(wence)["pairs"] == NEEDED + 2
    kept = table(home)
    assert "苹果" in kept["words"]
    assert "欧阳" not in json.dumps(kept, ensure_ascii=False)
    assert (home / "learnt.json").stat().st_mode & 0o077 == 0


def test_under_another_lexicon_it_is_not_used_and_that_is_said(wence: Wence, home: Path) -> None:
    like(home, in_peoples_words())
    learnt(wence)
    (home / "lexicon").mkdir()
    (home / "lexicon" / "words.txt").write_text("示例大厅 100\n", encoding="utf-8")
    assert wence("reindex", "--stored").code == 0
    assert first(wence) is None
    (told,) = (line for line in wence("doctor", "--json").lines if line["check"] == "learnt")
    assert (told["state"], told["fix"]) == ("note", "wence learn")
    assert learnt(wence)["used"] is True
    assert first(wence) == "a0"


def test_a_damaged_table_keeps_nobody_from_an_answer(wence: Wence, home: Path) -> None:
    (home / "learnt.json").write_text('{"words": 1, "n', encoding="utf-8")
    assert first(wence, "机床由谁登记") == "a0"
    (told,) = (line for line in wence("doctor", "--json").lines if line["check"] == "learnt")
    assert told["state"] == "wrong"
    assert told["fix"].endswith("请删掉这个文件，再运行 wence learn。")
    like(home, in_peoples_words())
    assert learnt(wence)["used"] is True
