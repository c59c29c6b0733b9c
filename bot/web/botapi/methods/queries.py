"""Answers to buttons, to inline queries and to guest queries."""

from __future__ import annotations

from typing import Any

from bot.web.botapi.errors import bad
from bot.web.botapi.keyboards import check_markup, check_preview
from bot.web.botapi.methods.messages import words
from bot.web.botapi.methods.method import Json, Method, Scene
from bot.web.botapi.parameters import Need, Schema, array, boolean, integer, mapping, read, text

RESULTS_LIMIT = 50
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ARTICLE: Schema = {
    "type": Need(text),
    "id": Need(text),
    "title": Need(text),
    "input_message_content": Need(mapping),
    "reply_markup": mapping,
    "url": text,
    "description": text,
    "thumbnail_url": text,
    "thumbnail_width": integer,
    "thumbnail_height": integer,
}
CONTENT: Schema = {
    "message_text": Need(text),
    "parse_mode": text,
    "entities": array,
    "link_preview_options": mapping,
}


def _open(waiting: dict[str, Json | None], name: str) -> None:
    if name not in waiting or waiting[name] is not None:
        raise bad(TOO_OLD)


def check_result(result: Any) -> Json:
    """One inline result of the type article, with the message it stands for."""
    if not isinstance(result, dict):
        raise bad("can't parse inline query result: must be an Object")
    if result.get("type") != "article":
        raise bad("unsupported inline query result type")
    read(result, ARTICLE)
    if not 1 <= len(result["id"].encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if not result["title"]:
        raise bad("ARTICLE_TITLE_EMPTY")
    content = result["input_message_content"]
    read(content, CONTENT)
    check_preview(content.get("link_preview_options"))
    check_markup(result.get("reply_markup"))
    return {**result, "message": words(content["message_text"], content.get("parse_mode"))}


async def answer_callback_query(scene: Scene, given: Json) -> bool:
    _open(scene.world.callbacks, given["callback_query_id"])
    if len(given.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    scene.world.callbacks[given["callback_query_id"]] = given
    scene.world.changed()
    return True


async def answer_inline_query(scene: Scene, given: Json) -> bool:
    _open(scene.world.inline, given["inline_query_id"])
    if len(given["results"]) > RESULTS_LIMIT:
        raise bad("RESULTS_TOO_MUCH")
    results = [check_result(result) for result in given["results"]]
    if len({result["id"] for result in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    if len(given.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    _check_button(given.get("button"))
    scene.world.inline[given["inline_query_id"]] = {**given, "results": results}
    scene.world.changed()
    return True


def _check_button(button: Json | None) -> None:
    if button is None:
        return
    read(button, {"text": Need(text), "web_app": mapping, "start_parameter": text})
    start = button.get("start_parameter", "")
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    if "web_app" not in button and (not 1 <= len(start) <= 64 or set(start) - allowed):
        raise bad("SWITCH_PM_TEXT_EMPTY" if not start else "START_PARAM_INVALID")


async def answer_guest_query(scene: Scene, given: Json) -> Json:
    name = given["guest_query_id"]
    _open(scene.world.guests, name)
    result = check_result(given["result"])
    number, asked = scene.world.guest_chats[name]
    chat = scene.world.chats[number]
    content = {**result["message"], "reply_to_message": chat.messages[asked]}
    if "reply_markup" in result:
        content["reply_markup"] = result["reply_markup"]
    message = scene.world.add(chat, scene.world.bot, content)
    inline = f"guest{scene.world.serial()}"
    scene.world.inline_messages[inline] = (number, message["message_id"])
    scene.world.guests[name] = {**given, "message": message}
    scene.world.changed()
    return {"inline_message_id": inline}


METHODS = [
    Method(
        "answerCallbackQuery",
        {
            "callback_query_id": Need(text),
            "text": text,
            "show_alert": boolean,
            "url": text,
            "cache_time": integer,
        },
        answer_callback_query,
    ),
    Method(
        "answerInlineQuery",
        {
            "inline_query_id": Need(text),
            "results": Need(array),
            "cache_time": integer,
            "is_personal": boolean,
            "next_offset": text,
            "button": mapping,
        },
        answer_inline_query,
    ),
    Method(
        "answerGuestQuery",
        {"guest_query_id": Need(text), "result": Need(mapping)},
        answer_guest_query,
    ),
]
