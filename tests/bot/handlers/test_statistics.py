"""``wence stats``, ``gaps`` and ``qrels export``: what is asked, what finds nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.main import wence
from bot.db.database import Chats, now
from bot.db.query_log.feedback import rate
from bot.db.query_log.gaps import State, close, gaps
from bot.db.query_log.qrels import export, harvest
from bot.db.query_log.questions import Asked, forget_older, keep, new_id
from retrieval.home import Home

ALICE, BOB, GROUP = 4711, 4712, -1001234567890
RESULT = {"article": "a1", "quote": "前文。三争行动是指深学争优。", "start": 10, "answer": [13, 24]}


@pytest.fixture
def chats(tmp_path: Path) -> Chats:
    return Chats.open(Home(tmp_path))


def ask(
    chats: Chats,
    text: str,
    verdict: str = "confident",
    *,
    by: int = ALICE,
    group: bool = False,
    age_days: float = 0,
    ms: float = 1.5,
) -> str:
    id = new_id()
    keep(
        chats,
        Asked(
            id=id,
            asked_at=now() - int(age_days * 86_400),
            person=chats.hashed(by),
            chat=chats.hashed(GROUP if group else by),
            kind="group" if group else "private",
            script="hans",
            text=text,
            verdict=verdict,
            took_ms=ms,
            generation="g1",
            results=[RESULT] if verdict != "none" else [],
            message_id=7,
        ),
    )
    return id


def run(home: Path, *arguments: str) -> list[dict[str, Any]]:
    outcome = CliRunner().invoke(wence, [*arguments, "--home", str(home), "--json"])
    assert outcome.exit_code == 0, outcome.output
    return [json.loads(line) for line in outcome.stdout.splitlines()]


def test_stats_count_questions_people_groups_and_feedback(tmp_path: Path, chats: Chats) -> None:
    liked = ask(chats, "三争行动是什么？", ms=30)
    rate(chats, liked, BOB, 1, 1)
    rate(chats, liked, ALICE, 1, -1)
    ask(chats, "「三爭行動」是什麼", by=BOB, group=True)
    ask(chats, "火星移民", "none")
    ask(chats, "公积金", "weak", age_days=3)
    today, week, month = run(tmp_path, "stats")
    assert [today["questions"], week["questions"], month["questions"]] == [3, 4, 4]
    assert [today[name] for name in ("people", "groups", "none", "weak")] == [2, 1, 1, 0]
    assert (week["weak"], today["up"], today["down"]) == (1, 1, 1)
    assert [entry["times"] for entry in today["most"]] == [2]
    assert today["slowest"][0] == {"question": "三争行动是什么？", "ms": 30.0}
    assert sum(week["by_day"].values()) == 4
    assert len(week["by_day"]) == 7


def test_stats_of_an_empty_home(tmp_path: Path) -> None:
    assert [row["questions"] for row in run(tmp_path / "new", "stats")] == [0, 0, 0]


def test_gaps_are_grouped_by_likeness(tmp_path: Path, chats: Chats) -> None:
    ask(chats, "火星移民怎么办理？", "none", by=BOB)
    ask(chats, "請問火星移民如何辦理", "none")
    ask(chats, "月球补贴", "none")
    down = ask(chats, "三争行动是什么？")
    rate(chats, down, BOB, 1, -1)
    ask(chats, "公积金提取")
    found = run(tmp_path, "gaps")
    assert [(gap["times"], gap["people"]) for gap in found] == [(2, 2), (1, 1), (1, 1)]
    assert {gap["text"] for gap in found[1:]} == {"月球补贴", "三争行动是什么？"}


def test_a_closed_gap_stays_closed_as_it_was_closed(chats: Chats) -> None:
    ask(chats, "火星移民", "none", age_days=1)
    ask(chats, "月球补贴", "none", age_days=1)
    by_text = {gap.text: gap for gap in gaps(chats)}
    close(chats, by_text["火星移民"], State.ADDED)
    close(chats, by_text["月球补贴"], State.IGNORED)
    assert gaps(chats) == []
    ask(chats, "火星移民？", "none", age_days=-1)
    ask(chats, "月球补贴？", "none", age_days=-1)
    assert [gap.text for gap in gaps(chats)] == ["火星移民？"]


def test_thumbs_up_become_questions_with_known_answers(tmp_path: Path, chats: Chats) -> None:
    for text, by in (("三争行动是什么？", ALICE), ("三爭行動是什麼", BOB)):
        rate(chats, ask(chats, text, by=by), by, 1, 1)
    rate(chats, ask(chats, "公积金"), BOB, 1, -1)
    (question,) = run(tmp_path, "qrels", "export")
    assert question["article_ids"] == ["a1"]
    assert question["answers"] == ["三争行动是指深学争优。"]
    assert set(question) == {"id", "question", "article_ids", "answers"}
    assert chats.hashed(ALICE) not in json.dumps(question)
    file = tmp_path / "questions.jsonl"
    assert run(tmp_path, "qrels", "export", str(file))[0]["questions"] == 1
    assert json.loads(file.read_text(encoding="utf-8")) == question


def test_what_was_liked_outlives_the_question(chats: Chats) -> None:
    rate(chats, ask(chats, "三争行动是什么？", age_days=91), BOB, 1, 1)
    before = export(chats)
    assert harvest(chats, 90) == 1
    assert forget_older(chats, 90) == 1
    assert export(chats) == before
    assert len(before) == 1
