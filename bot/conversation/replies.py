"""What is said in a conversation, and what a tap is answered with."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.conversation.conversation import Conversation, Tap, language_of_user
from bot.state import BotState
from bot.transport.commands import ASK, read_command
from bot.transport.incoming import text_of
from bot.transport.outgoing import answer_tap, edit, reply
from bot.view.blocks import Block, MessageText, block, message_texts
from bot.view.keyboards import again_keyboard
from bot.view.texts import words

ALBUM_S = 1.0
"""So long the rest of an album may take to arrive."""


async def show(
    state: BotState,
    talk: Conversation,
    blocks: Sequence[Block],
    keyboard: InlineKeyboardMarkup | None = None,
) -> Message | None:
    """Answer with blocks and buttons; the last message sent, None when nobody can be reached."""
    return await reply(state.chats, talk.message, message_texts(blocks), keyboard)


async def say(state: BotState, talk: Conversation, name: str, **values: object) -> None:
    """Answer with one of the bot's own lines."""
    await show(state, talk, [block(words(name, talk.language, **values))])


async def refuse(state: BotState, talk: Conversation, why: str) -> None:
    """Say why not: above the chat to whoever taps, else as an answer."""
    if isinstance(talk, Tap):
        await acknowledge(talk, why)
    else:
        await say(state, talk, why)


async def say_once(state: BotState, talk: Conversation, name: str) -> None:
    """Answer with a line, but an album only once, and not at all where its caption is a question.

    The pictures of an album come one by one, and any of them may have the caption.
    """
    album = talk.message.media_group_id
    if album is None:
        await say(state, talk, name)
        return

    async def say_later() -> None:
        await state.timer.sleep(ALBUM_S)
        if not state.albums.again(album):
            await say(state, talk, name)

    state.later(say_later())


async def rewrite(
    tap: Tap, blocks: Sequence[Block], keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Put other text and buttons into the message that was tapped."""
    await edit(tap.bot, tap.chat, tap.message.message_id, MessageText.of(blocks), keyboard)


async def show_instead(
    tap: Tap, blocks: Sequence[Block], keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Answer a tap by putting other text and buttons into its message."""
    text = MessageText.of(blocks)
    await answer_tap(tap.query)
    await edit(tap.bot, tap.chat, tap.message.message_id, text, keyboard)


async def is_first(state: BotState, tap: Tap) -> bool:
    """Acknowledge a tap on a button that sends something, and say whether it is to be sent now.

    It is sent once a message; a second tap is told where it is.
    """
    again = state.sent_whole.again((tap.chat, tap.message.message_id, tap.asks.written()))
    await acknowledge(tap, "sent_before" if again else None)
    return not again


async def acknowledge(tap: Tap, name: str | None = None, **values: object) -> None:
    """Answer a tap, perhaps with one of the bot's own lines."""
    await answer_tap(tap.query, words(name, tap.language, **values) if name else None)


async def expire(state: BotState, query: CallbackQuery) -> None:
    """Say that the button is too old; offer to ask again where it stands under a question."""
    message = query.message
    language = language_of_user(state, query.from_user, chat=message.chat.id if message else None)
    await answer_tap(query, words("expired", language))
    if isinstance(message, Message) and _answers_question(message):
        with suppress(BadRequest):
            await message.edit_reply_markup(again_keyboard(language))


def _answers_question(message: Message) -> bool:
    """Whether this is a reply to what may be a question, and not to some other command."""
    asked = message.reply_to_message
    command = read_command(text_of(asked)) if asked else None
    return asked is not None and (command is None or command.name in ASK)
