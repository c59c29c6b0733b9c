"""What follows a command, however it is written."""

from __future__ import annotations

import pytest

from bot.app import Running
from bot.transport.commands import Command, read_command
from bot.web.botapi import Person, Telegram

TYPED = (
    *("/watch 公积金", "/watch　公积金", "/watch\n公积金", "/watch\t公积金", "／watch　公积金"),
    *(
        "/WATCH 公积金",
        "/watch@wence_test_bot\n公积金",
        " /watch公积金",
        "／watch＠wence_test_bot 公积金",
    ),
)


@pytest.mark.parametrize("text", TYPED)
async def test_what_follows_a_command_is_found(bot: Running, alice: Person, text: str) -> None:
    assert "已订阅「公积金」" in await alice.says(text)


@pytest.mark.parametrize("space", ["　", "\n", " \n "])
async def test_so_it_is_for_every_command(
    bot: Running, alice: Person, admin: Person, space: str
) -> None:
    key = bot.state.live.current.store.get("action").key
    assert f"编号 {key}" in await alice.says(f"/article{space}{key}")
    assert "三争行动是指" in await alice.says(f"/ask{space}三争行动是什么？")
    assert "已拉黑 77" in await admin.says(f"/ban{space}77")
    assert "已解除 77" in await admin.says(f"/unban{space}77")
    assert "已隐藏" in await admin.says(f"/hide{space}{key}")
    assert "要移除" in await admin.says(f"/remove{space}{key}")


async def test_a_command_for_another_bot_is_not_ours(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    group = telegram.group("群", alice)
    await alice.hears_nothing("/help@other_bot", to=group)
    assert "三争行动是指" in await alice.says("/ask@WENCE_TEST_BOT　三争行动？", to=group)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/查 补贴", Command("查", None, "补贴")),
        ("／查詢補貼", Command("查詢", None, "補貼")),
        ("/Ask@x_bot 补贴", Command("ask", "x_bot", "补贴")),
        ("/ask", Command("ask", None, "")),
        ("/asking", Command("asking", None, "")),
        ("/ 补贴", None),
        ("1/2 是多少", None),
        ("", None),
    ],
)
def test_commands_are_read(text: str, command: Command | None) -> None:
    assert read_command(text) == command
