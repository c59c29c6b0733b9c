"""Texts → messages in a chat, and what to do when Telegram says no."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from telegram import Bot, CallbackQuery, ForceReply, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.db.database import Chats
from bot.db.supergroups import move
from bot.transport.incoming import topic_of
from bot.view.blocks import MessageText

log = logging.getLogger(__name__)

OUT_OF_REACH = "a chat is out of reach"
"""What the log says when the bot was blocked, removed, or may not write."""

MAY_NOT_WRITE = (
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
    "chat_write_forbidden",
    "chat_restricted",
    "topic_closed",
)
"""How Telegram says that a chat takes no message of the bot's."""


Keyboard = InlineKeyboardMarkup | ForceReply
"""Buttons under a message, or that the reader's own keyboard opens."""


async def reply(
    chats: Chats,
    message: Message,
    texts: Sequence[MessageText],
    keyboard: Keyboard | None = None,
) -> Message | None:
    """Answer a message; the last message sent, None when the chat is out of reach.

    Each text is a message of its own; the last has the buttons.
    """
    sent = None
    for text in texts:
        buttons = keyboard if text is texts[-1] else None
        try:
            sent = await _reply_once(message, text, buttons)
        except (Forbidden, BadRequest) as error:
            if not is_out_of_reach(error):
                raise
            log.info(OUT_OF_REACH)
            return None
        except ChatMigrated as moved:
            move(chats, message.chat.id, moved.new_chat_id)
            sent = await send(chats, message.get_bot(), moved.new_chat_id, text, buttons)
    return sent


async def send(
    chats: Chats,
    bot: Bot,
    chat: int,
    text: MessageText,
    keyboard: Keyboard | None = None,
) -> Message | None:
    """Write one message to a chat; None when the chat is out of reach."""
    try:
        try:
            return await bot.send_message(chat, text.html, reply_markup=keyboard)
        except BadRequest as error:
            _only_bad_markup(error)
            return await bot.send_message(chat, text.plain, None, reply_markup=keyboard)
    except (Forbidden, BadRequest) as error:
        if not is_out_of_reach(error):
            raise
        log.info(OUT_OF_REACH)
        return None


def is_out_of_reach(error: Exception | None) -> bool:
    """Whether the bot was blocked or removed, or may not write in the chat."""
    if isinstance(error, Forbidden):
        return True
    said = str(error).lower()
    return isinstance(error, BadRequest) and any(sign in said for sign in MAY_NOT_WRITE)


async def edit(
    bot: Bot,
    chat: int,
    message_id: int,
    text: MessageText,
    keyboard: InlineKeyboardMarkup | None = None,
) -> None:
    """Put other text into a message of the bot's.

    The same text again, and a message that is gone, are no errors.
    """
    try:
        try:
            await bot.edit_message_text(text.html, chat, message_id, reply_markup=keyboard)
        except BadRequest as error:
            if _harmless(error):
                return
            _only_bad_markup(error)
            await bot.edit_message_text(
                text.plain, chat, message_id, parse_mode=None, reply_markup=keyboard
            )
    except BadRequest as error:
        if not _harmless(error):
            raise


async def delete(bot: Bot, chat: int, message_id: int) -> bool:
    """Take a message of the bot's away; False where Telegram lets nobody, after two days."""
    try:
        return await bot.delete_message(chat, message_id)
    except BadRequest as error:
        if "message to delete not found" in error.message.lower():
            return True
        if "can't be deleted" in error.message.lower():
            return False
        raise


async def answer_tap(query: CallbackQuery, text: str | None = None) -> None:
    """Answer a tap, perhaps with a toast; one that came too late to be answered is no error."""
    try:
        await query.answer(text)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


async def _reply_once(message: Message, text: MessageText, keyboard: Keyboard | None) -> Message:
    topic = topic_of(message)
    how = partial(message.reply_html, text.html, do_quote=True, reply_markup=keyboard)
    try:
        return await how(message_thread_id=topic)
    except BadRequest as error:
        if topic is not None and is_lost_topic(error):
            return await how(message_thread_id=None)
        _only_bad_markup(error)
        return await message.reply_text(
            text.plain,
            parse_mode=None,
            do_quote=True,
            reply_markup=keyboard,
            message_thread_id=topic,
        )


def is_lost_topic(error: BadRequest) -> bool:
    """Whether somebody has deleted the topic that a message was for."""
    return "message thread not found" in error.message.lower()


def _only_bad_markup(error: BadRequest) -> None:
    """Go on when Telegram could not read the markup; raise anything else again."""
    if "can't parse entities" not in error.message.lower():
        raise error
    log.warning("Telegram refused the markup; sent as plain text: %s", error.message)


def _harmless(error: BadRequest) -> bool:
    """A second tap on a button, or a message that somebody deleted meanwhile."""
    said = error.message.lower()
    return "message is not modified" in said or "message to edit not found" in said
