"""Tells the chats that watch for something what has come in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from telegram import Bot, InlineKeyboardMarkup
from telegram.ext import ExtBot

from bot.db.hidden import hidden
from bot.db.watches import Alert, due, sent
from bot.jobs.matching import look, result_of
from bot.jobs.notices import notify
from bot.state import BotState
from bot.view.answers.answer_blocks import result_blocks
from bot.view.blocks import Block, Span, block, length
from bot.view.callback_data import SendArticle, View
from bot.view.keyboards import button, keyboard
from bot.view.texts import joined, words

log = logging.getLogger(__name__)

EVERY_S = 2.0
"""So often it is looked whether something is to be told."""
BUTTON_CHARS = 30
"""So much of a title is on a button."""
ALERT_UNITS = 3_000
"""An alert grows to about so many UTF-16 units; what is beyond is counted."""


async def keep_telling(state: BotState, bot: ExtBot[Any]) -> None:
    """Look at what has come in whenever the index changes, and tell the chats when it is due."""
    looked: str | None = None
    while True:
        try:
            searcher = state.live.current
            if searcher.generation != looked:
                await asyncio.to_thread(look, state.chats, searcher.articles)
                looked = searcher.generation
            for chat, alerts in due(state.chats).items():
                await tell(state, bot, chat, alerts)
        except Exception:
            log.exception("telling of new articles failed")
        await state.timer.sleep(EVERY_S)


async def tell(state: BotState, bot: Bot, chat: int, alerts: Sequence[Alert]) -> None:
    """One message with everything that waits; its topics each get their own."""
    if state.is_quiet(chat):
        return
    for thread in dict.fromkeys(alert.watch.thread for alert in alerts):
        own = [alert for alert in alerts if alert.watch.thread == thread]
        blocks, buttons = alert_message(state, own)
        if blocks and not await notify(state, bot, chat, blocks, buttons, thread=thread):
            return
    sent(state.chats, chat, alerts)


def alert_message(
    state: BotState, alerts: Sequence[Alert]
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """The articles with their quotes, each once; what does not fit is counted.

    An article without an address can be had by a button.
    """
    language, shown, left = alerts[0].watch.script, [], 0
    buttons = []
    out_of_sight, seen = hidden(state.chats), set()
    size = 0
    for alert in alerts:
        if alert.article in seen or alert.article in out_of_sight:
            continue
        seen.add(alert.article)
        result = result_of(alert, state.live.current.articles, 1)
        if result is None:
            continue
        update = [block(words("alert_update", language))] if alert.is_update else []
        found = result_blocks(result, language, View(), links=state.reader_links)
        blocks = [block(""), *update, *found]
        if size and size + length(blocks) > ALERT_UNITS:
            left += 1
            continue
        if not result.article.url:
            name = result.article.shown_title[:BUTTON_CHARS]
            buttons.append([button(f"📄 {name}", SendArticle(result.article.key))])
        shown += blocks
        size += length(blocks)
    if not shown:
        return [], None
    phrases = joined(dict.fromkeys(alert.watch.phrase for alert in alerts), language)
    name = "alert_title_updates" if all(each.is_update for each in alerts) else "alert_title"
    title = block(Span(words(name, language, phrases=phrases), bold=True))
    more = [block(""), block(words("alert_more", language, count=left))] if left else []
    return [title, *shown, *more], keyboard(*buttons)
