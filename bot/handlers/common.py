"""What several handlers need."""

from __future__ import annotations

from telegram import Message

from bot.state import BotState, Context
from bot.transport.incoming import Me
from bot.transport.outgoing import reply
from bot.view.blocks import Block, block
from bot.view.texts import words
from retrieval.text.fold import Script, convert, script_of

TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def me(context: Context) -> Me:
    """Who the bot is."""
    return Me(context.bot.id, context.bot.username)


def script_for(text: str, language: str | None) -> Script:
    """The script of a text; where it could be either, that of the person's Telegram."""
    if script_of(text) == "hant":
        return "hant"
    telling = convert(text, "hant") != text
    return "hant" if not telling and is_traditional(language) else "hans"


def is_traditional(language: str | None) -> bool:
    """Whether a language code of Telegram's means traditional Chinese."""
    return (language or "").lower().startswith(TRADITIONAL)


def language_of(message: Message) -> str | None:
    return message.from_user.language_code if message.from_user else None


def script_of_message(message: Message, text: str | None = None) -> Script:
    """The script in which to answer this message."""
    return script_for(text or message.text or "", language_of(message))


def script_in(state: BotState, message: Message, text: str | None = None) -> Script:
    """The script in which to answer: what the chat has set, else as the message is written."""
    return state.preferences(message.chat.id).script_or(script_of_message(message, text))


async def say(state: BotState, message: Message, name: str, **values: object) -> Message | None:
    """Answer with one of the bot's own lines."""
    line = words(name, script_in(state, message), **values)
    return await reply(state, message, [block(line)])


def lines(*texts: str) -> list[Block]:
    return [block(text) for text in texts]
