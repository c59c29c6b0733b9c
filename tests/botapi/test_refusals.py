"""What Telegram refuses is refused in its words, at its limits and not before them."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.web.botapi import Person, Telegram
from tests.botapi.tools import plain

URL = "https://a.example"
NO_ROW = "can't parse inline keyboard: a row must be an Array"
NO_TEXT = "can't parse inline keyboard button: Text buttons must be non-empty"
NO_ACTION = "can't parse inline keyboard button: exactly one action is needed"
NO_LINK = "inline keyboard button URL 'ftp://a.example' is invalid: Wrong HTTP URL"
NO_SECRET = "secret token must be 1-256 characters"
NO_HTTPS = "bad webhook: An HTTPS URL must be provided for webhook"


def button(**fields: Any) -> dict[str, Any]:
    return {"reply_markup": {"inline_keyboard": [[{"text": "按", **fields}]]}}


def result(**fields: Any) -> dict[str, Any]:
    content = {"message_text": "文"}
    return {"type": "article", "id": "1", "title": "题", "input_message_content": content} | fields


def commands(name: str = "ask", description: str = "问", count: int = 1) -> dict[str, Any]:
    return {"commands": [{"command": name, "description": description}] * count}


SENDING: list[tuple[dict[str, Any], str | None]] = [
    ({"text": "字" * 4096}, None),
    ({"text": "字" * 4097}, "message is too long"),
    ({"text": ""}, "message text is empty"),
    ({"parse_mode": "Latex"}, "unsupported parse_mode"),
    ({"message_thread_id": 5}, "message thread not found"),
    ({"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ({"reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}}, None),
    ({"reply_markup": {}}, "can't parse reply keyboard markup JSON object"),
    ({"reply_markup": {"inline_keyboard": [{}]}}, NO_ROW),
    (button(text="", url=URL), NO_TEXT),
    (button(), NO_ACTION),
    (button(url=URL, callback_data="x"), NO_ACTION),
    (button(callback_data="字" * 21 + "x"), None),
    (button(callback_data="字" * 22), "BUTTON_DATA_INVALID"),
    (button(callback_data=""), "BUTTON_DATA_INVALID"),
    (button(url="ftp://a.example"), NO_LINK),
    (button(url="tg://user?id=1"), None),
    (button(copy_text={"text": "字" * 256}), None),
    (button(copy_text={"text": "字" * 257}), "BUTTON_COPY_TEXT_INVALID"),
    (button(copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
    *((button(url=URL, style=style), None) for style in ("danger", "success", "primary")),
    (button(url=URL, style="pink"), "BUTTON_STYLE_INVALID"),
]
"""Beside the text, what a message is sent with."""
OTHERS: list[tuple[str, dict[str, Any], str | None]] = [
    ("setMyCommands", commands(count=100), None),
    ("setMyCommands", commands(count=101), "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [{"command": "ask"}]}, "can't parse BotCommand"),
    ("setMyCommands", commands(name="a" * 32), None),
    ("setMyCommands", commands(name="a" * 33), "BOT_COMMAND_INVALID"),
    ("setMyCommands", commands(description="问" * 256), None),
    ("setMyCommands", commands(description="问" * 257), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", commands(description=""), "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", commands() | {"scope": {"type": "chat"}}, "can't parse BotCommandScope"),
    ("setMyCommands", commands() | {"scope": {"type": "all"}}, "can't parse BotCommandScope"),
    ("setMyCommands", commands() | {"language_code": "zh-hans"}, "invalid language code specified"),
    ("setMyDescription", {"description": "字" * 512}, None),
    ("setMyDescription", {"description": "字" * 513}, "description is too long"),
    ("setMyShortDescription", {"short_description": "字" * 120}, None),
    ("setMyShortDescription", {"short_description": "字" * 121}, "short_description is too long"),
    ("setWebhook", {"url": "http://a.example"}, NO_HTTPS),
    (
        "setWebhook",
        {"url": URL, "secret_token": "a" * 257},
        NO_SECRET,
    ),
    ("setWebhook", {"url": URL, "secret_token": ""}, NO_SECRET),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
]
IN_PRIVATE: list[tuple[str, dict[str, Any], str | None]] = [
    ("sendChatAction", {"action": "typing"}, None),
    ("sendChatAction", {"action": "sleeping"}, "wrong parameter action in request"),
    ("sendDocument", {"document": "x"}, "wrong remote file identifier specified"),
    ("editMessageText", {"text": "b"}, "message identifier is not specified"),
    ("editMessageText", {"text": "b", "message_id": 99}, "message to edit not found"),
    ("deleteMessage", {"message_id": 99}, "message to delete not found"),
    ("editMessageText", {"text": "b", "inline_message_id": "x"}, "MESSAGE_ID_INVALID"),
    ("setMessageReaction", {"message_id": 99}, "message to react not found"),
    ("getChatMember", {"user_id": 99}, "PARTICIPANT_ID_INVALID"),
    ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    ("leaveChat", {}, "chat member status can't be changed in private chats"),
    ("createForumTopic", {"name": "题"}, "the chat is not a forum"),
]
RESULTS: list[tuple[dict[str, Any], str | None]] = [
    ({"results": [result(id=str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
    ({"results": ["x"]}, "can't parse inline query result: must be an Object"),
    ({"results": [result(type="photo")]}, "unsupported inline query result type"),
    ({"results": [result(id="")]}, "RESULT_ID_INVALID"),
    ({"results": [result(id="a" * 65)]}, "RESULT_ID_INVALID"),
    ({"results": [result(title="")]}, "ARTICLE_TITLE_EMPTY"),
    ({"results": [result(), result()]}, "RESULT_ID_DUPLICATE"),
    ({"results": [], "next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
    ({"results": [], "button": {"text": "开", "start_parameter": ""}}, "SWITCH_PM_TEXT_EMPTY"),
    ({"results": [], "button": {"text": "开", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ({"results": [result(id="a" * 64)], "next_offset": "a" * 64}, None),
]
"""Answers to one inline query, of which the last is taken."""


async def told(telegram: Telegram, method: str, given: dict[str, Any]) -> str | None:
    """Why a request is refused, None where it is not."""
    answer = await plain(telegram, method, **given)
    return None if answer["ok"] else answer["description"].removeprefix("Bad Request: ")


async def test_messages(telegram: Telegram, alice: Person) -> None:
    for given, why in SENDING:
        message = {"chat_id": alice.id, "text": "a", **given}
        assert (given, await told(telegram, "sendMessage", message)) == (given, why)


async def test_requests_beside_messages(telegram: Telegram, alice: Person) -> None:
    for method, given, why in OTHERS:
        assert (given, await told(telegram, method, given)) == (given, why)
    for method, given, why in IN_PRIVATE:
        chat = {} if "inline_message_id" in given else {"chat_id": alice.id}
        assert (given, await told(telegram, method, chat | given)) == (given, why)


async def test_answers_to_queries(telegram: Telegram, alice: Person) -> None:
    tapped = {"callback_query_id": alice.tap(alice.posts("a"), "x")}
    long = tapped | {"text": "字" * 201}
    assert await told(telegram, "answerCallbackQuery", long) == "MESSAGE_TOO_LONG"
    assert await told(telegram, "answerCallbackQuery", tapped | {"text": "字" * 200}) is None
    typing = asyncio.create_task(alice.types("问"))
    (update,) = (await plain(telegram, "getUpdates", timeout=5, offset=-1))["result"]
    name = {"inline_query_id": update["inline_query"]["id"]}
    for given, why in RESULTS:
        assert (given, await told(telegram, "answerInlineQuery", name | given)) == (given, why)
    assert len((await typing).results) == 1
