"""Messages of the bot: sent, edited, copied, deleted."""

from __future__ import annotations

from typing import Any

from bot.web.botapi.errors import bad
from bot.web.botapi.keyboards import check_markup, check_preview, check_reply
from bot.web.botapi.markup import parse, units
from bot.web.botapi.methods.method import ABOVE, CAPTION, SENDING, Json, Method, Scene
from bot.web.botapi.parameters import (
    Need,
    Reader,
    Schema,
    Upload,
    array,
    boolean,
    chat,
    file,
    integer,
    mapping,
    text,
)
from bot.web.botapi.world import Chat

TEXT_LIMIT, CAPTION_LIMIT, UPLOAD_LIMIT = 4096, 1024, 50_000_000
CHAT_ACTIONS = {"typing", "upload_document", "upload_photo", "find_location", "choose_sticker"}


def words(source: str, parse_mode: str | None, limit: int = TEXT_LIMIT) -> Json:
    """The ``text`` and ``entities`` of a message."""
    shown, entities = parse(source, parse_mode)
    if not shown:
        raise bad("message text is empty")
    if units(shown) > limit:
        raise bad("message is too long" if limit == TEXT_LIMIT else "message caption is too long")
    return {"text": shown, **({"entities": entities} if entities else {})}


def said(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def caption(given: Json) -> Json:
    if not given.get("caption"):
        return {}
    found = words(given["caption"], given.get("parse_mode"), CAPTION_LIMIT)
    return {"caption" if k == "text" else "caption_entities": v for k, v in found.items()}


def place(scene: Scene, where: Chat, given: Json) -> Json:
    """The topic and the message that a new message belongs to."""
    content: Json = {}
    reply = given.get("reply_parameters")
    check_reply(reply)
    if reply is not None:
        content |= _reply(scene, where, reply)
    thread = given.get("message_thread_id")
    if thread is not None:
        if not where.is_forum or thread not in where.topics:
            raise bad("message thread not found")
    elif where.is_forum and "reply_to_message" in content:
        thread = content["reply_to_message"].get("message_thread_id")
    if thread is not None:
        content |= {"message_thread_id": thread, "is_topic_message": True}
    return content


def _reply(scene: Scene, where: Chat, reply: Json) -> Json:
    there = scene.world.look_up(reply.get("chat_id", where.id))
    target = there.messages.get(reply["message_id"])
    if target is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    if quote := reply.get("quote"):
        shown, _ = parse(quote, reply.get("quote_parse_mode"))
        if shown not in said(target):
            raise bad("QUOTE_TEXT_INVALID")
    return {"reply_to_message": {k: v for k, v in target.items() if k != "reply_to_message"}}


def send(scene: Scene, given: Json, content: Json) -> Json:
    """Put a message of the bot into its chat."""
    where = scene.world.chat(given["chat_id"])
    if where.silenced and where.status.get(scene.world.bot["id"]) == "member":
        raise bad("not enough rights to send text messages to the chat")
    content = {**place(scene, where, given), **content}
    markup = check_markup(given.get("reply_markup"), private=where.type == "private")
    if markup and "inline_keyboard" in markup:  # other keyboards are no part of a message
        content["reply_markup"] = markup
    scene.gauge.admit(where)
    message = scene.world.add(where, scene.world.bot, content)
    where.sources[message["message_id"]] = said(given)
    return message


async def send_message(scene: Scene, given: Json) -> Json:
    check_preview(given.get("link_preview_options"))
    content = words(given["text"], given.get("parse_mode"))
    if options := given.get("link_preview_options"):
        content["link_preview_options"] = options
    return send(scene, given, content)


def _file(scene: Scene, value: Upload | str) -> Json:
    if isinstance(value, Upload):
        if len(value.content) > UPLOAD_LIMIT:
            raise bad("file is too big")
        if not value.content:
            raise bad("file must be non-empty")
        stored = scene.world.keep(value.name, value.content)
    elif value in scene.world.files:
        stored = scene.world.files[value]
    else:
        raise bad("wrong remote file identifier specified")
    return {"file_id": stored.id, "file_unique_id": f"u{stored.id}", "file_size": stored.size}


async def send_document(scene: Scene, given: Json) -> Json:
    document = _file(scene, given["document"])
    document["file_name"] = scene.world.files[document["file_id"]].name
    return send(scene, given, {"document": document, **caption(given)})


async def send_photo(scene: Scene, given: Json) -> Json:
    photo = _file(scene, given["photo"]) | {"width": 800, "height": 600}
    return send(scene, given, {"photo": [photo], **caption(given)})


async def send_chat_action(scene: Scene, given: Json) -> bool:
    where = scene.world.chat(given["chat_id"])
    place(scene, where, given)
    if given["action"] not in CHAT_ACTIONS:
        raise bad("wrong parameter action in request")
    where.actions.append(given["action"])
    return True


def own(scene: Scene, given: Json, verb: str = "edit") -> tuple[Chat, Json]:
    """The message of the bot that a request names, by chat and id or by inline id."""
    if inline := given.get("inline_message_id"):
        if inline not in scene.world.inline_messages:
            raise bad("MESSAGE_ID_INVALID")
        number, message_id = scene.world.inline_messages[inline]
        where = scene.world.chats[number]
        return where, where.messages[message_id]
    if "chat_id" not in given or "message_id" not in given:
        raise bad("message identifier is not specified")
    where = scene.world.chat(given["chat_id"])
    message = where.messages.get(given["message_id"])
    if message is None:
        raise bad(f"message to {verb} not found")
    if verb == "edit" and message.get("from", {}).get("id") != scene.world.bot["id"]:
        raise bad("message can't be edited")
    return where, message


def change(scene: Scene, given: Json, content: Json, gone: set[str]) -> Any:
    """Edit one message; ``gone`` names what the edit replaces even where it gives nothing."""
    where, message = own(scene, given)
    if markup := check_markup(given.get("reply_markup"), private=where.type == "private"):
        content["reply_markup"] = markup
    kept = {k: v for k, v in message.items() if k not in gone | {"reply_markup"}}
    before = {k: v for k, v in message.items() if k != "edit_date"}
    after = {**kept, **content}
    if before == {k: v for k, v in after.items() if k != "edit_date"}:
        raise bad(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    scene.gauge.admit(where, edits=True)
    after["edit_date"] = int(scene.world.now())
    where.messages[message["message_id"]] = after
    if "text" in given:
        where.sources[message["message_id"]] = given["text"]
    scene.world.changed()
    return True if "inline_message_id" in given else after


async def edit_message_text(scene: Scene, given: Json) -> Any:
    _, message = own(scene, given)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    check_preview(given.get("link_preview_options"))
    content = words(given["text"], given.get("parse_mode"))
    if options := given.get("link_preview_options"):
        content["link_preview_options"] = options
    return change(scene, given, content, {"text", "entities", "link_preview_options"})


async def edit_message_caption(scene: Scene, given: Json) -> Any:
    _, message = own(scene, given)
    if "text" in message:
        raise bad("there is no caption in the message to edit")
    return change(scene, given, caption(given), {"caption", "caption_entities"})


async def edit_message_reply_markup(scene: Scene, given: Json) -> Any:
    return change(scene, given, {}, set())


async def delete_message(scene: Scene, given: Json) -> bool:
    where, message = own(scene, given, "delete")
    if where.is_group and message.get("from", {}).get("id") != scene.world.bot["id"]:
        raise bad("message can't be deleted")
    del where.messages[message["message_id"]]
    scene.world.changed()
    return True


async def copy_message(scene: Scene, given: Json) -> Json:
    there = scene.world.chat(given["from_chat_id"])
    message = there.messages.get(given["message_id"])
    if message is None:
        raise bad("message to copy not found")
    kept = {"text", "entities", "caption", "caption_entities", "document", "photo"}
    sent = send(scene, given, {k: v for k, v in message.items() if k in kept})
    return {"message_id": sent["message_id"]}


async def set_message_reaction(scene: Scene, given: Json) -> bool:
    where, message = own(scene, given, "react")
    reactions = given.get("reaction", [])
    if any(one.get("type") != "emoji" or "emoji" not in one for one in reactions):
        raise bad("REACTION_INVALID")
    where.reactions[message["message_id"]] = reactions
    scene.world.changed()
    return True


_EDIT: dict[str, Reader] = {"business_connection_id": text, "chat_id": chat, "message_id": integer}
_EDIT |= {"inline_message_id": text, "reply_markup": mapping}
_WORDS: Schema = {"parse_mode": text, "entities": array, "link_preview_options": mapping}
_AT = {"chat_id": Need(chat), "message_id": Need(integer)}
_COPYING = {name: kind for name, kind in SENDING.items() if name != "business_connection_id"}
METHODS = [
    Method(
        "sendMessage",
        {"chat_id": Need(chat), "text": Need(text), **_WORDS, **SENDING},
        send_message,
    ),
    Method(
        "sendDocument",
        {
            "chat_id": Need(chat),
            "document": Need(file),
            "thumbnail": file,
            "disable_content_type_detection": boolean,
            **CAPTION,
            **SENDING,
        },
        send_document,
    ),
    Method(
        "sendPhoto",
        {
            "chat_id": Need(chat),
            "photo": Need(file),
            "has_spoiler": boolean,
            **CAPTION,
            **ABOVE,
            **SENDING,
        },
        send_photo,
    ),
    Method(
        "sendChatAction",
        {
            "chat_id": Need(chat),
            "action": Need(text),
            "business_connection_id": text,
            "message_thread_id": integer,
        },
        send_chat_action,
    ),
    Method("editMessageText", {"text": Need(text), **_EDIT, **_WORDS}, edit_message_text),
    Method("editMessageCaption", {**_EDIT, **CAPTION, **ABOVE}, edit_message_caption),
    # PTB sends a default parse mode with every edit, and Telegram overlooks it here.
    Method("editMessageReplyMarkup", {**_EDIT, "parse_mode": text}, edit_message_reply_markup),
    Method("deleteMessage", _AT, delete_message),
    Method(
        "copyMessage",
        {
            **_AT,
            "from_chat_id": Need(chat),
            "video_start_timestamp": integer,
            **CAPTION,
            **ABOVE,
            **_COPYING,
        },
        copy_message,
    ),
    Method(
        "setMessageReaction", {**_AT, "reaction": array, "is_big": boolean}, set_message_reaction
    ),
]
