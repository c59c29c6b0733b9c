"""One session in which people do all that they can, and a bot calls most of what it may.

``python -m tests.botapi.session`` writes ``session.json``: what the bot was told and answered, key
for key. Read what has changed there against Telegram's documentation.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.web.botapi import Person, Telegram
from tests.botapi.tools import plain

Json = dict[str, Any]

KEPT = Path(__file__).with_name("session.json")
KINDS = ["message", "edited_message", "callback_query", "inline_query", "chosen_inline_result",
         "my_chat_member", "message_reaction", "guest_message"]  # fmt: skip
MARKUP = (
    "<b>粗<i>斜</i></b> <u>线</u> <s>删</s> <tg-spoiler>藏</tg-spoiler> "
    '<a href="https://a.cn/">链</a> '
    '<code>码</code> <pre><code class="language-python">x</code></pre> '
    "<blockquote expandable>引 /ask @alice https://b.cn/</blockquote> "
    '<tg-emoji emoji-id="5">👍</tg-emoji>'
)
KEYBOARD: Json = {"inline_keyboard": [[{"text": "按", "callback_data": "x", "style": "danger"},
                                       {"text": "看", "url": "tg://resolve"}]]}  # fmt: skip
CARD = {"message_text": "<b>卡</b>", "parse_mode": "HTML"}
ARTICLE: Json = {"type": "article", "id": "1", "title": "题", "reply_markup": KEYBOARD,
                 "input_message_content": CARD}  # fmt: skip


class Session:
    """What has been told so far."""

    def __init__(self, telegram: Telegram) -> None:
        self.told: list[Json] = []
        self._telegram = telegram
        self._began, self._offset = time.time(), 0

    async def calls(self, method: str, **parameters: Any) -> Any:
        """What the bot is answered."""
        answer = await plain(self._telegram, method, **parameters)
        self._note(method, answer.get("result", answer))
        return answer.get("result")

    async def heard(self, did: str) -> Json:
        """What the bot is told of what somebody did; the last of it."""
        updates = (await plain(self._telegram, "getUpdates", offset=self._offset))["result"]
        self._offset = updates[-1]["update_id"] + 1 if updates else self._offset
        self._note(did, updates)
        return updates[-1] if updates else {}

    def _note(self, what: str, came: Any) -> None:
        self.told.append({what: self._dateless(json.loads(json.dumps(came)))})

    def _dateless(self, told: Any) -> Any:
        """Dates as hundreds of seconds since the session began."""
        if isinstance(told, list):
            return [self._dateless(each) for each in told]
        if not isinstance(told, dict):
            return told
        return {
            name: round((value - self._began) / 100)
            if name in {"date", "edit_date"}
            else self._dateless(value)
            for name, value in told.items()
        }


async def recorded() -> list[Json]:
    """All that was told."""
    async with Telegram() as telegram:
        session = Session(telegram)
        await plain(telegram, "getUpdates", allowed_updates=KINDS)
        alice, bob = telegram.person("Alice", language="zh"), telegram.person("Bob")
        for part in (in_private, in_groups, of_queries, of_itself):
            await part(session, telegram, alice, bob)
        return session.told


async def in_private(session: Session, telegram: Telegram, alice: Person, bob: Person) -> None:
    asked = alice.posts("/start@wence_test_bot 看 https://a.cn/")
    await session.heard("a message")
    alice.edits(asked, "改", age=600)
    await session.heard("an edit")
    sent = await session.calls(
        "sendMessage", chat_id=alice.id, text=MARKUP, parse_mode="HTML", reply_markup=KEYBOARD,
        reply_parameters={"message_id": asked.id, "quote": "改"},
    )  # fmt: skip
    (answer,) = alice.answers
    name = alice.tap(answer, "x")
    await session.heard("a tap")
    await session.calls("answerCallbackQuery", callback_query_id=name, text="好", show_alert=True)
    alice.reacts(answer, "👍")
    alice.reacts(answer, "👎")
    await session.heard("reactions")
    alice.posts("又", reply_to=answer)
    await session.heard("a reply")
    file = {"chat_id": alice.id, "message_id": sent["message_id"]}
    await session.calls("editMessageText", **file, text="<i>改</i>", parse_mode="HTML")
    await session.calls("editMessageReplyMarkup", **file, reply_markup=KEYBOARD)
    await session.calls("setMessageReaction", **file, reaction=[{"type": "emoji", "emoji": "👍"}])
    alice.posts_file("附件.txt", "字".encode(), "说明 /ask")
    told = await session.heard("a file")
    await session.calls("getFile", file_id=told["message"]["document"]["file_id"])
    alice.posts_photo(b"jpeg")
    await session.heard("a picture")
    await session.calls("deleteMessage", **file)
    alice.blocks()
    await session.calls("sendMessage", chat_id=alice.id, text="在吗")
    alice.unblocks()
    await session.heard("blocking and unblocking")


async def in_groups(session: Session, telegram: Telegram, alice: Person, bob: Person) -> None:
    forum = telegram.group("论坛", bob, admins=(alice,), forum=True)
    topic = forum.topic("住房", alice)
    alice.posts("/ask 甲", forum, topic=topic)
    alice.posts("/ask@wence_test_bot 乙", forum, anonymous=True)
    forum.joins(bob)
    forum.leaves(bob)
    await session.heard("a forum")
    for method in ("getChat", "getChatAdministrators", "getChatMemberCount"):
        await session.calls(method, chat_id=forum.id)
    await session.calls("getChatMember", chat_id=forum.id, user_id=bob.id)
    await session.calls("createForumTopic", chat_id=forum.id, name="公积金")
    group = telegram.group("小组", alice, bob, supergroup=False)
    group.removes_bot(alice)
    await session.calls("getChat", chat_id=group.id)
    group.adds_bot(alice)
    group.bot_becomes("administrator", alice)
    alice.posts("大家好", group)
    group.becomes_supergroup()
    await session.heard("a group that moves")
    await session.calls("sendMessage", chat_id=group.id, text="在吗")


async def of_queries(session: Session, telegram: Telegram, alice: Person, bob: Person) -> None:
    typing = asyncio.ensure_future(alice.types("公积金" * 100, offset="10"))
    await asyncio.sleep(0)
    name = (await session.heard("typing"))["inline_query"]["id"]
    await session.calls(
        "answerInlineQuery", inline_query_id=name, results=[ARTICLE], next_offset="20",
        is_personal=True, button={"text": "钮", "start_parameter": "x"},
    )  # fmt: skip
    shown, again = await typing, await alice.types("公积金" * 100, offset="10")
    session.told.append({"is shown": [asdict(shown), asdict(again)]})
    alice.picks(shown.results[0], tell=True)
    await session.heard("a pick")
    mention = asyncio.ensure_future(alice.asks_as_guest("@wence_test_bot 甲"))
    await asyncio.sleep(0)
    name = (await session.heard("a mention"))["guest_message"]["guest_query_id"]
    await session.calls("answerGuestQuery", guest_query_id=name, result=ARTICLE)
    session.told.append({"is shown": [(await mention).html, (await mention).text]})


async def of_itself(session: Session, telegram: Telegram, alice: Person, bob: Person) -> None:
    await session.calls("getMe")
    await session.calls("getWebhookInfo")
    commands = [{"command": "ask", "description": "问"}]
    await session.calls("setMyCommands", commands=commands, scope={"type": "all_private_chats"})
    await session.calls("getMyCommands", scope={"type": "all_private_chats"})
    for what in ("Name", "Description", "ShortDescription"):
        await session.calls(f"getMy{what}", language_code="zh")


if __name__ == "__main__":
    lines = (json.dumps(each, ensure_ascii=False) for each in asyncio.run(recorded()))
    KEPT.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
