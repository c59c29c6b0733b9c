"""The script that a chat has set holds in every answer, whatever asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Running
from bot.db.preferences import Preferences, keep_preferences
from bot.web.botapi import Person, Shown, Telegram
from retrieval.text.fold import convert
from tests.bot.serving import ADMIN, serving

NOTICE = "# 示例市充电规定\n\n电动自行车不得在楼道里充电，违反规定的处五百元以下罚款。".encode()
EVERYBODY = (
    *("/start", "/help", "/status", "/privacy", "/forget", "/watches", "/watch", "/watch 公积金"),
    *("/article", "/article nix", "/nonsense", "鹦鹉为何学舌？"),
)
ADMINS = (
    *("/stats", "/gaps", "/articles", "/reindex", "/ban", "/unban 5", "/hide", "/hide nix"),
    *("/remove", "/remove nix"),
)


async def with_traditional(bot: Running, person: Person) -> Person:
    keep_preferences(bot.state.chats, person.id, Preferences(script="hant"))
    return person


def own_words(shown: Shown) -> str:
    """The text without what is quoted in it, which is never converted."""
    return shown.text.replace("公积金", "").replace("鹦鹉为何学舌？", "")


@pytest.mark.parametrize("text", EVERYBODY)
async def test_every_answer_is_in_the_script_that_is_set(
    bot: Running, alice: Person, text: str
) -> None:
    said = own_words(await (await with_traditional(bot, alice)).says(text))
    assert said == convert(said, "hant")
    assert said != convert(said, "hans")


@pytest.mark.parametrize("text", ADMINS)
async def test_every_answer_to_an_admin_is_too(bot: Running, admin: Person, text: str) -> None:
    said = own_words(await (await with_traditional(bot, admin)).says(text))
    if text == "/articles":
        said = said.splitlines()[0]
    assert said == convert(said, "hant")


async def test_others_are_refused_in_it(bot: Running, alice: Person) -> None:
    assert "這個命令只有管理員能用" in await (await with_traditional(bot, alice)).says("/stats")


async def test_a_preview_and_its_buttons_are_in_it(bot: Running, admin: Person) -> None:
    shown = await (await with_traditional(bot, admin)).sends_file("充电.md", NOTICE)
    assert "讀到 1 篇" in shown
    assert shown.has("收錄")
    await admin.taps(shown, "放棄")
    await shown.when(lambda it: it.text == "已放棄。")


async def test_taps_under_an_old_answer_are_in_it(bot: Running, alice: Person) -> None:
    answer = await alice.says("三争行动是什么？")
    await with_traditional(bot, alice)
    assert (await alice.taps(answer, "👍")).text == "謝謝，記下了。"
    await alice.taps(answer, "⋯")
    await answer.when(lambda it: it.has("複製引用"))
    assert (await alice.taps_data(answer, "w1:7")).text == "按鈕已過期"


async def test_taps_under_the_watches_are_in_it(bot: Running, alice: Person) -> None:
    await (await with_traditional(bot, alice)).says("/watch 公积金")
    shown = await alice.says("/watches")
    assert (await alice.taps(shown, "✕ 公积金")).text == "已取消「公积金」"
    await shown.when(lambda it: "還沒有訂閱" in it.text)


async def test_taps_under_forget_are_in_it(bot: Running, alice: Person) -> None:
    shown = await (await with_traditional(bot, alice)).says("/forget")
    await alice.taps(shown, "不刪")
    await shown.when(lambda it: it.text == "沒有刪除。")


async def test_inline_and_guest_answers_are_in_it(bot: Running, alice: Person) -> None:
    await with_traditional(bot, alice)
    typed = await alice.types("鹦鹉为何学舌")
    assert typed.button is not None
    assert typed.button["text"] == "沒有找到相關內容"
    assert "沒有找到相關內容" in await alice.asks_as_guest("@wence_test_bot 鹦鹉为何学舌")


async def test_strangers_are_shown_the_way_in_it(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    async with serving(telegram, home, allow_ids=str(ADMIN)) as bot:
        await with_traditional(bot, alice)
        assert "這個機器人只對名單上的人開放" in await alice.says("你好")
