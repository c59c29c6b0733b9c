"""Is this message for us, who sent it, and what does it ask?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram import Message, MessageEntity

from bot.transport.commands import ASK, read_command

LOOK_UP = re.compile(r"\s*(?:查询|查|搜索|搜)[\s:：]+(?P<tail>.*)", re.DOTALL)
"""``查 补贴``, without a slash."""

ANONYMOUS_ADMIN = 1_087_968_824

GENERAL = 1
"""The topic that every forum has; Telegram takes no message that names it."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    username: str


def text_of(message: Message) -> str:
    """The text of a message, or the caption of a picture or file."""
    return message.text or message.caption or ""


def ask_tail(text: str, me: Me) -> str | None:
    """What follows ``/ask``, None where this is no ``/ask`` or one for another bot."""
    command = read_command(text)
    if command is None or command.name not in ASK or not command.is_for(me.username):
        return None
    return command.tail


def look_up_tail(text: str) -> str | None:
    """What follows ``查`` at the start of a text, None where it does not start so."""
    found = LOOK_UP.match(text)
    return found["tail"].strip() if found else None


def bare_question(message: Message, me: Me) -> str:
    """What a message asks that is known to be a question, without how it was addressed."""
    text = text_of(message).strip()
    for tail in (ask_tail(text, me), look_up_tail(text), without_mention(message, me)):
        if tail is not None:
            return tail
    return text


def without_mention(message: Message, me: Me) -> str | None:
    """The text with the mentions of the bot cut out, None where it is not mentioned."""
    text = text_of(message)
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    parse = message.parse_entities if message.text else message.parse_caption_entities
    entities = parse(kinds) if text else {}
    ours = [entity for entity, shown in entities.items() if _is_us(entity, shown, me)]
    if not ours:
        return None
    encoded = text.encode("utf-16-le")
    for entity in sorted(ours, key=lambda each: -each.offset):
        end = entity.offset + entity.length
        encoded = encoded[: 2 * entity.offset] + encoded[2 * end :]
    return encoded.decode("utf-16-le").strip()


def _is_us(entity: MessageEntity, shown: str, me: Me) -> bool:
    if entity.user is not None:
        return entity.user.id == me.id
    return shown.lower() == f"@{me.username}".lower()


def replies_to_us(message: Message, me: Me) -> bool:
    """Whether this is a reply to a message of the bot's own.

    In a topic that the bot opened every message looks like a reply to its opening.
    """
    to = message.reply_to_message
    if to is None or to.from_user is None or to.from_user.id != me.id:
        return False
    return to.forum_topic_created is None and to.message_id != message.message_thread_id


def replied_to(message: Message) -> str:
    """What somebody said to which this is a reply; nothing where it replies to no person's text."""
    to = message.reply_to_message
    if to is None or to.from_user is None or to.from_user.is_bot:
        return ""
    return text_of(to).strip()


def topic_of(message: Message) -> int | None:
    """The topic of a forum in which a message stands; none is named for General."""
    topic = message.message_thread_id if message.is_topic_message else None
    return None if topic == GENERAL else topic


def sender(message: Message) -> int:
    """Who counts as the person: the user, or the channel or group that speaks."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else message.chat.id


def is_person(message: Message, me: Me) -> bool:
    """Not another bot, not a channel's automatic copy, not a card that we made inline."""
    if message.is_automatic_forward or (message.via_bot and message.via_bot.id == me.id):
        return False
    user = message.from_user
    return user is None or not user.is_bot or user.id == ANONYMOUS_ADMIN


def is_addressed(message: Message, me: Me) -> bool:
    """Whether a person wrote this, and expects the bot to answer."""
    return is_person(message, me) and (
        message.chat.type == message.chat.PRIVATE
        or ask_tail(text_of(message), me) is not None
        or without_mention(message, me) is not None
        or replies_to_us(message, me)
    )
