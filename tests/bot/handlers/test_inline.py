"""Inline mode and guest queries: the same quotes in any chat."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bot.app import Running
from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from tests.bot.serving import ADMIN, serving


def grown_old(home: Path, seconds: float) -> None:
    """Make the index as old as that."""
    then = time.time() - seconds
    os.utime(Home(home).current, (then, then))


@pytest.mark.handler("inline", "start")
@pytest.mark.both_ways
async def test_a_query_shows_cards_that_stand_by_themselves(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    found = await alice.types("三争行动")
    assert found.titles[0] == "示例省部署“三争行动”"
    assert "示例日报 · 2024-01-31" in found.results[0]["description"]
    card = alice.picks(found.results[0], to=telegram.group("群", alice))
    assert "三争行动是指深学争优" in card.quotes[0]
    assert card.links == {"示例省部署“三争行动”": "https://news.example.com/a?x=1&y=2"}
    assert found.is_personal
    link = card.button("更多").url
    assert link is not None
    assert any("三争行动是指" in bold for bold in (await alice.opens(link)).bold)


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("inline")
async def test_a_card_says_that_it_is_not_of_the_asked_time(
    telegram: Telegram, alice: Person
) -> None:
    found = await alice.types("2025年以後的三爭行動是什麼？")
    card = alice.picks(found.results[0], to=telegram.group("群", alice))
    assert card.text.startswith("❔ 沒有找到2025年以後的；以下是較早的：")


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("inline")
async def test_an_empty_query_says_what_to_type_and_nothing_found_says_so(alice: Person) -> None:
    empty = await alice.types("")
    assert empty.results == []
    assert empty.button
    assert empty.button["text"].startswith("输入问题")
    assert empty.button["start_parameter"] == "help"
    nothing = await alice.types("火星移民局")
    assert (nothing.results, nothing.button and nothing.button["text"]) == (
        [],
        "没有找到相关内容",
    )


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("inline")
async def test_the_bots_words_follow_the_script_of_the_query(alice: Person) -> None:
    nothing = await alice.types("鸚鵡學舌蝴蝶飛舞")
    assert nothing.button
    assert nothing.button["text"] == "沒有找到相關內容"


@pytest.mark.handler("inline")
async def test_answers_are_cached_no_longer_than_a_tenth_of_the_indexs_age(
    bot: Running, home: Path, alice: Person
) -> None:
    grown_old(home, 0)
    assert (await alice.types("三争行动")).cache_time == 0
    grown_old(home, 600)
    assert (await alice.types("三争行动是")).cache_time == 60
    grown_old(home, 86_400)
    assert (await alice.types("三争行动是什么")).cache_time == 300


@pytest.mark.handler("inline", "reindex")
async def test_answers_are_not_cached_while_the_collection_is_indexed(
    bot: Running, home: Path, alice: Person, admin: Person
) -> None:
    grown_old(home, 600)
    note = await admin.says("/reindex")
    assert (await alice.types("三争行动")).cache_time == 0
    await note.when(lambda it: "索引已更新" in it.text)
    assert (await alice.types("三争行动是")).cache_time >= 60


@pytest.mark.usefixtures("bot")
@pytest.mark.handler("guest")
@pytest.mark.both_ways
async def test_a_guest_query_is_answered_at_once_with_one_card(alice: Person) -> None:
    answer = await alice.asks_as_guest("@wence_test_bot 三争行动是什么？")
    assert "三争行动是指深学争优" in answer.quotes[0]
    nothing = await alice.asks_as_guest("@wence_test_bot 火星移民局")
    assert nothing.text.startswith("没有找到相关内容。")
    assert nothing.quotes == []


@pytest.mark.handler("guest", "inline")
async def test_who_may_not_ask_learns_how_to_ask_for_access(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    async with serving(telegram, home, allow_ids=str(ADMIN)):
        found = await alice.types("三争行动")
        assert (found.results, found.cache_time) == ([], 0)
        assert found.button == {"text": "如何申请使用", "start_parameter": "access"}
        refused = await alice.asks_as_guest("@wence_test_bot 三争行动")
        assert refused.quotes == []
        assert "不能使用" in refused.text
