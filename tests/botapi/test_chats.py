"""Chats: where a bot may write, what it gets to see, members, menus, files."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
)
from telegram.constants import BotCommandScopeType
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
)

from bot.web.botapi import Person, Telegram
from bot.web.botapi.methods.profile import menu
from tests.botapi.tools import refused

Json = dict[str, Any]


async def test_where_a_bot_may_not_write(bot: Bot, telegram: Telegram, alice: Person) -> None:
    with refused(BadRequest, "chat not found"):
        await bot.send_message(42, "a")
    with refused(Forbidden, "can't initiate"):
        await bot.send_message(telegram.person("Bob").id, "a")
    alice.blocks()
    with refused(Forbidden, "blocked by the user"):
        await bot.send_message(alice.id, "a")
    alice.unblocks()
    await bot.send_message(alice.id, "a")
    group = telegram.group("旧群", alice, supergroup=False)
    new = group.becomes_supergroup()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "a")
    assert moved.value.new_chat_id == new.id
    new.bot_becomes("kicked", by=alice)
    with refused(Forbidden, "kicked from the supergroup"):
        await bot.send_message(new.id, "a")
    kinds = [next(k for k in u.to_dict() if k != "update_id") for u in await bot.get_updates()]
    joined, told = ["my_chat_member"], ["message", "message"]
    assert kinds == [*joined * 3, *told, *joined]


async def test_privacy_mode(bot: Bot, telegram: Telegram, alice: Person) -> None:
    group = telegram.group("住房", alice)
    for text in ("大家好", "@wence_test_bot 公积金", "/ask 公积金", "/ask@other_bot 公积金"):
        alice.posts(text, to=group)
    alice.posts("/ask@wence_test_bot 一", to=group)
    spoke = await bot.send_message(group.id, "答")
    alice.posts("/ask 二", to=group)
    alice.posts("三", to=group, reply_to=group.answers[-1])
    seen = [update.message for update in await bot.get_updates()]
    assert [one.text for one in seen if one] == ["/ask@wence_test_bot 一", "/ask 二", "三"]
    assert spoke.chat.title == "住房"
    group.bot_becomes("administrator", by=alice)
    alice.posts("大家好", to=group)
    assert len(await bot.get_updates()) == 5


async def test_what_people_type_carries_entities(bot: Bot, alice: Person) -> None:
    for text in ("/ask@wence_test_bot 😀", "/ask补贴", "😀 @wence_test_bot https://a.cn/x"):
        alice.posts(text)
    seen = [update.message for update in await bot.get_updates() if update.message]
    assert [list(one.parse_entities().values()) for one in seen] == [
        ["/ask@wence_test_bot"],
        [],
        ["@wence_test_bot", "https://a.cn/x"],
    ]


async def test_members(bot: Bot, telegram: Telegram, alice: Person) -> None:
    bob = telegram.person("Bob")
    group = telegram.group("住房", alice, admins=(bob,))
    assert (await bot.get_chat_member(group.id, alice.id)).status == "member"
    admins = await bot.get_chat_administrators(group.id)
    assert [one.user.first_name for one in admins] == ["Bob"]
    assert await bot.get_chat_member_count(group.id) == 3
    assert (await bot.get_chat(group.id)).title == "住房"
    carol = telegram.person("Carol")
    group.joins(carol)
    group.leaves(carol)
    came, went = [update.message for update in await bot.get_updates()]
    assert came is not None
    assert went is not None
    assert [user.first_name for user in came.new_chat_members] == ["Carol"]
    assert went.left_chat_member is not None
    assert (await bot.get_chat_member(group.id, carol.id)).status == "left"


async def test_commands_by_scope_and_language(bot: Bot) -> None:
    menu = [BotCommand("ask", "提问")]
    await bot.set_my_commands(menu, BotCommandScopeAllPrivateChats(), "zh")
    assert await bot.get_my_commands() == ()
    assert list(await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "zh")) == menu
    await bot.set_my_short_description("问策")
    assert (await bot.get_my_short_description()).short_description == "问策"
    for wrong in ([BotCommand("查询", "x")], [BotCommand("Ask", "x")]):
        with refused(BadRequest, "BOT_COMMAND_INVALID"):
            await bot.set_my_commands(wrong)
    with refused(BadRequest, "language code"):
        await bot.set_my_commands(menu, language_code="zh-hans")


@pytest.mark.parametrize("kind", BotCommandScopeType)
async def test_every_scope_of_telegram_has_a_menu_of_its_own(
    bot: Bot, telegram: Telegram, alice: Person, kind: str
) -> None:
    group = telegram.group("住房", alice)
    ids = {"chat_id": group.id} if kind in {"chat", "chat_administrators", "chat_member"} else {}
    ids |= {"user_id": alice.id} if kind == "chat_member" else {}
    scope = BotCommandScope.de_json({"type": kind, **ids}, bot)
    menu = [BotCommand(kind, "提问")]
    await bot.set_my_commands(menu, scope)
    assert list(await bot.get_my_commands(scope)) == menu
    assert (await bot.get_my_commands() == ()) == (kind != "default")


async def test_a_person_is_offered_the_menu_of_the_narrowest_scope(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    group = telegram.group("住房", alice)
    offered = [menu(telegram.world, where, alice.user) for where in (alice.chat, group.chat)]
    assert offered == [[], []]
    await bot.set_my_commands([BotCommand("ask", "提问")])
    await bot.set_my_commands([BotCommand("help", "帮助")], BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("help", "help")], BotCommandScopeAllPrivateChats(), "en")
    assert menu(telegram.world, group.chat, alice.user)[0]["command"] == "ask"
    assert menu(telegram.world, alice.chat, alice.user)[0]["description"] == "帮助"
    english = {**alice.user, "language_code": "en"}
    assert menu(telegram.world, alice.chat, english)[0]["description"] == "help"


async def test_files_both_ways(bot: Bot, telegram: Telegram, alice: Person) -> None:
    alice.posts_file("a.txt", "正文".encode(), "收录")
    alice.posts_file("b.txt", b"x", size=20_000_001)
    small, large = [u.message.document for u in await bot.get_updates() if u.message]
    assert small is not None
    assert large is not None
    file = await small.get_file()
    assert bytes(await file.download_as_bytearray()) == "正文".encode()
    with refused(BadRequest, "file is too big"):
        await large.get_file()
    await bot.send_document(
        alice.id, b"full text", filename="全文.txt", caption="<b>全文</b>", parse_mode="HTML"
    )
    assert alice.answers[-1].file == ("全文.txt", b"full text")
    assert alice.answers[-1].bold == ["全文"]
