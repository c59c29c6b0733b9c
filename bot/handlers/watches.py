"""/watch and /watches: what a chat wants to hear of."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import acknowledge, rewrite, say, show
from bot.db.watches import (
    MOST,
    PHRASE_CHARS,
    Watch,
    add,
    end,
    of_chat,
    phrase_words,
)
from bot.language import Language
from bot.state import BotState
from bot.view.blocks import Block, paragraphs
from bot.view.callback_data import EndWatch
from bot.view.keyboards import button, keyboard
from bot.view.texts import words
from retrieval.errors import WenceError


async def watch(state: BotState, talk: Conversation) -> None:
    """``/watch 关键词``."""
    phrase = talk.tail
    if not phrase_words(phrase):
        await say(state, talk, "watch_usage")
    elif len(phrase) > PHRASE_CHARS:
        await say(state, talk, "watch_long", limit=PHRASE_CHARS)
    else:
        await _add(state, talk, phrase)


async def _add(state: BotState, talk: Conversation, phrase: str) -> None:
    language = talk.language_for(state, phrase)
    try:
        add(state.chats, phrase, language, chat=talk.chat, thread=talk.topic)
    except WenceError:
        await say(state, talk, "watch_full", limit=MOST)
        return
    await say(state, talk, "watching", phrase=phrase)


async def watches(state: BotState, talk: Conversation) -> None:
    """The watches of the chat, a tap ends one."""
    await show(state, talk, *_list(of_chat(state.chats, talk.chat), talk.language))


async def end_button(state: BotState, tap: Tap) -> None:
    """A tap on a watch ends it."""
    watches = of_chat(state.chats, tap.chat)
    ended = next((one for one in watches if tap.asks == EndWatch(one.id)), None)
    if ended is None or not end(state.chats, tap.chat, ended.id):
        await acknowledge(tap, "expired")
        return
    await acknowledge(tap, "watch_ended", phrase=ended.phrase)
    await rewrite(tap, *_list(of_chat(state.chats, tap.chat), tap.language))


def _list(
    watches: Sequence[Watch], language: Language
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    if not watches:
        return paragraphs(words("watches_none", language)), None
    rows = [[button(f"✕ {one.phrase}", EndWatch(one.id))] for one in watches]
    return paragraphs(words("watches_title", language)), keyboard(*rows)
