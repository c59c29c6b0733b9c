"""The collection from the chat: /articles, /article, /remove."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.articles import find_article, send_article, show_article
from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import acknowledge, is_first, rewrite, say, show
from bot.language import Language
from bot.state import BotState
from bot.view.blocks import Block, paragraphs
from bot.view.callback_data import (
    DecideRepeal,
    DoNotRemove,
    ListArticles,
    RemoveArticle,
    SendArticle,
    ShowArticle,
)
from bot.view.collection import A_PAGE, last_page, list_message, removal_message
from bot.view.reasons import reason_in
from bot.view.texts import words
from retrieval.errors import UnknownArticle, WenceError


async def articles(state: BotState, talk: Conversation) -> None:
    """The collection, page by page."""
    shown = await asyncio.to_thread(_page, state, 0, talk.language)
    await show(state, talk, *shown)


async def article(state: BotState, talk: Conversation) -> None:
    """``/article 编号``: one article with what is known of it."""
    if talk.tail:
        await show_article(state, talk, talk.tail)
    else:
        await say(state, talk, "article_usage")


async def remove(state: BotState, talk: Conversation) -> None:
    """``/remove 编号`` asks before it removes."""
    if not talk.tail:
        await say(state, talk, "remove_usage")
    elif found := find_article(state, talk, talk.tail):
        await show(state, talk, *removal_message(found, talk.language))
    else:
        await say(state, talk, "article_missing", id=talk.tail)


async def tapped(state: BotState, tap: Tap) -> None:
    """Another page, or one article."""
    await acknowledge(tap)
    match tap.asks:
        case ShowArticle(key):
            await show_article(state, tap, key)
        case ListArticles(page):
            await rewrite(tap, *await asyncio.to_thread(_page, state, page, tap.language))


async def decided(state: BotState, tap: Tap) -> None:
    """The answer to whether an article is to be removed."""
    await acknowledge(tap)
    match tap.asks:
        case RemoveArticle(key):
            await rewrite(tap, paragraphs(words("removing", tap.language)))
            await rewrite(tap, paragraphs(await _removed(state, key, tap.language)))
        case DoNotRemove():
            await rewrite(tap, paragraphs(words("not_removed", tap.language)))


async def repeal_decided(state: BotState, tap: Tap) -> None:
    """Whether an article is the one that another repeals."""
    await acknowledge(tap)
    if not isinstance(tap.asks, DecideRepeal):
        return
    verb = "--confirm" if tap.asks.holds else "--reject"
    found = find_article(state, tap, tap.asks.key)
    title = found.shown_title if found else tap.asks.key
    try:
        await state.reindexing.run(lambda event: None, "repeals", verb, tap.asks.by, tap.asks.key)
    except WenceError as error:
        await say(state, tap, "reindex_failed", reason=reason_in(error.reason, tap.language))
    else:
        await say(state, tap, "repeal_holds" if tap.asks.holds else "repeal_rejected", title=title)


async def send_whole(state: BotState, tap: Tap) -> None:
    """All of an article, once a message."""
    if not isinstance(tap.asks, SendArticle) or not await is_first(state, tap):
        return
    found = find_article(state, tap, tap.asks.key)
    if found is None:
        await say(state, tap, "article_missing", id=tap.asks.key)
    else:
        await send_article(tap.message, found, tap.language)


async def _removed(state: BotState, key: str, language: Language) -> str:
    """Remove the article in a process of its own; a line that says how it went."""
    try:
        title = state.live.current.articles.get(key).shown_title
        await state.reindexing.run(lambda event: None, "remove", key)
    except UnknownArticle:
        return words("article_missing", language, id=key)
    except WenceError as error:
        return words("reindex_failed", language, reason=reason_in(error.reason, language))
    await asyncio.to_thread(state.live.refresh)
    return words("removed", language, title=title)


def _page(
    state: BotState, page: int, language: Language
) -> tuple[Sequence[Block], InlineKeyboardMarkup | None]:
    """So many articles, a button for each. Reads the store."""
    articles = state.live.current.articles
    count = articles.count()
    page = min(page, last_page(count))
    found = list(articles.articles(skip=page * A_PAGE, most=A_PAGE))
    return list_message(found, page, count, language)
