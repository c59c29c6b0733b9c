"""Whoever uses Telegram in English gets English words around Chinese quotes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.app import Running
from bot.db.preferences import Preferences, keep_preferences
from bot.web.botapi import Person, Shown, Telegram
from tests.bot.handlers.test_script import ADMINS, EVERYBODY, NOTICE
from tests.bot.serving import ADMIN, serving

EXAMPLES = re.compile("三争行动是什么？|公积金 提取|公积金|鹦鹉为何学舌？|查 …|《[^》]*》")


@pytest.fixture
def mary(telegram: Telegram) -> Person:
    return telegram.person("Mary", language="en-GB")


@pytest.fixture
def boss(telegram: Telegram) -> Person:
    return telegram.person("Boss", id=ADMIN, language="en")


def chinese_in(shown: Shown) -> str:
    """The Chinese in the bot's own words, but for examples of questions and titles."""
    return "".join(re.findall("[\u3000-\u9fff]", EXAMPLES.sub("", shown.text)))


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", EVERYBODY)
async def test_every_answer_is_in_english(mary: Person, text: str) -> None:
    assert chinese_in(await mary.says(text)) == ""


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("text", [text for text in ADMINS if text != "/articles"])
async def test_every_answer_to_an_admin_is_too(boss: Person, text: str) -> None:
    assert chinese_in(await boss.says(text)) == ""


@pytest.mark.usefixtures("bot")
async def test_quotes_stay_chinese_between_english_words(mary: Person) -> None:
    answer = await mary.says("补贴标准由谁负责解释？")
    assert "(year unknown)" in answer.text
    assert "由𠮷田😀负责解释" in answer.quotes[0]
    assert answer.has("Article")
    assert (await mary.taps(answer, "👍")).text == "Thank you, noted."


@pytest.mark.usefixtures("bot")
async def test_a_preview_and_its_buttons_are_in_english(boss: Person) -> None:
    shown = await boss.sends_file("充电.md", NOTICE)
    assert "It holds 1 article:" in shown
    await boss.taps(shown, "Discard")
    await shown.when(lambda it: it.text == "Discarded.")


async def test_a_chat_that_has_chosen_a_language_keeps_it(bot: Running, mary: Person) -> None:
    keep_preferences(bot.state.chats, mary.id, Preferences(script="hans"))
    assert (await mary.says("鹦鹉为何学舌？")).text.startswith("没有找到相关内容。")
    shown = await mary.says("/settings")
    await mary.taps(shown, "English")
    await shown.when(lambda it: it.text.startswith("Settings\nLanguage: English"))
    assert (await mary.says("鹦鹉为何学舌？")).text.startswith("Nothing was found.")


async def test_the_language_of_the_settings_wins(
    telegram: Telegram, home: Path, mary: Person, alice: Person
) -> None:
    async with serving(telegram, home, lang="zh-Hant", menus=True):
        assert (await mary.says("鹦鹉为何学舌？")).text.startswith("沒有找到相關內容。")
        assert (await alice.says("鹦鹉为何学舌？")).text.startswith("沒有找到相關內容。")
        await telegram.settled()
        menus = telegram.called("setMyCommands", ok=True)
    help = {each["description"] for menu in menus for each in menu["commands"]}
    assert "使用說明" in help
    assert "how to use it" not in help
