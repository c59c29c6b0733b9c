"""What may be on a keyboard, and in the other small objects that requests carry."""

from __future__ import annotations

from typing import Any

from bot.web.botapi.errors import bad
from bot.web.botapi.parameters import Schema, array, boolean, integer, mapping, read, text

Json = dict[str, Any]

ACTIONS: Schema = {
    "url": text,
    "callback_data": text,
    "web_app": mapping,
    "login_url": mapping,
    "switch_inline_query": text,
    "switch_inline_query_current_chat": text,
    "switch_inline_query_chosen_chat": mapping,
    "copy_text": mapping,
    "pay": boolean,
}
BUTTON: Schema = {"text": text, "style": text, "icon_custom_emoji_id": text, **ACTIONS}
MARKUPS: dict[str, Schema] = {
    "inline_keyboard": {"inline_keyboard": array},
    "keyboard": {
        "keyboard": array,
        "is_persistent": boolean,
        "resize_keyboard": boolean,
        "one_time_keyboard": boolean,
        "input_field_placeholder": text,
        "selective": boolean,
    },
    "remove_keyboard": {"remove_keyboard": boolean, "selective": boolean},
    "force_reply": {
        "force_reply": boolean,
        "input_field_placeholder": text,
        "selective": boolean,
    },
}
REPLY: Schema = {
    "message_id": integer,
    "chat_id": integer,
    "allow_sending_without_reply": boolean,
    "quote": text,
    "quote_parse_mode": text,
    "quote_entities": array,
    "quote_position": integer,
    "checklist_task_id": integer,
    "poll_option_id": text,
}
PREVIEW: Schema = {
    "is_disabled": boolean,
    "url": text,
    "prefer_small_media": boolean,
    "prefer_large_media": boolean,
    "show_above_text": boolean,
}
STYLES = {"danger", "success", "primary"}


def check_markup(markup: Json | None, *, private: bool = False) -> Json | None:
    """The markup as it is, if Telegram would take it; Mini Apps only in a private chat.

    Raises:
        ApiError: an unknown markup, a button without exactly one action, data over 64 bytes, …
    """
    if markup is None:
        return None
    kind = next((name for name in MARKUPS if name in markup), None)
    if kind is None:
        raise bad("can't parse reply keyboard markup JSON object")
    read(markup, MARKUPS[kind])
    for row in markup.get("inline_keyboard", []):
        if not isinstance(row, list):
            raise bad("can't parse inline keyboard: a row must be an Array")
        for button in row:
            check_button(button)
            if "web_app" in button and not private:
                raise bad("BUTTON_TYPE_INVALID")
    return markup


def check_button(button: Json) -> None:
    read(button, BUTTON)
    if not button.get("text"):
        raise bad("can't parse inline keyboard button: Text buttons must be non-empty")
    actions = [name for name in ACTIONS if name in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: exactly one action is needed")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not button["url"].startswith(("http://", "https://", "tg://")):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "web_app" in button and not button["web_app"].get("url", "").startswith("https://"):
        raise bad(
            f"inline keyboard button Web App URL '{button['web_app'].get('url')}' is invalid: "
            "Only HTTPS links are allowed"
        )
    if "copy_text" in button and not 1 <= len(button["copy_text"].get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if "style" in button and button["style"] not in STYLES:
        raise bad("BUTTON_STYLE_INVALID")


def check_preview(options: Json | None) -> None:
    if options is not None:
        read(options, PREVIEW)


def check_reply(reply: Json | None) -> None:
    if reply is not None:
        read(reply, REPLY)
        if "message_id" not in reply:
            raise bad("parameter message_id is required in reply_parameters")
