"""The collection from the chat: /articles, /article, /remove, and deep links to articles."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message, Update

from bot.db.hidden import hidden
from bot.handlers.access import tail
from bot.handlers.answer_buttons import acknowledge
from bot.handlers.common import lines, say, script_for, script_of_message
from bot.handlers.reindexing import is_allowed
from bot.handlers.rewriting import rewrite
from bot.state import BotState, Context
from bot.transport.outgoing import reply
from bot.view.answers import origin_line, page_blocks, title_block
from bot.view.blocks import Block, Quote, Span, block
from bot.view.deep_links import read_article_link
from bot.view.pages import as_file
from bot.view.reasons import reason_in
from bot.view.texts import words
from retrieval.corpus.article import Article
from retrieval.errors import UnknownArticle, WenceError
from retrieval.text.fold import Script
from retrieval.text.ranges import Range

LIBRARY = "l1"
"""Prefix of the buttons: ``l1:p:<page>``, ``l1:a:<key>``, ``l1:t:<key>``,
``l1:r:<key>`` and ``l1:x``."""
A_PAGE = 8
META = ("number", "issuer", "issued", "effective", "expires", "editor")
"""What official documents say of themselves, as it is shown."""
BEGINNING = 600
"""Characters of an article that /article shows."""
AROUND = (300, 700)
"""Characters before and after the quote that a deep link shows."""


async def articles(state: BotState, update: Update, context: Context) -> None:
    """The collection, page by page."""
    message = update.message
    if message is None or not await is_allowed(state, message):
        return
    shown = await asyncio.to_thread(_page, state, 0, script_of_message(message))
    await reply(state, message, *shown)


async def article(state: BotState, update: Update, context: Context) -> None:
    """``/article 编号``: one article with what is known of it."""
    message = update.message
    if message is None:
        return
    name = tail(message)
    if not name:
        await say(state, message, "article_usage")
    else:
        await show(state, message, name)


async def show(state: BotState, message: Message, name: str, quote: Range | None = None) -> None:
    """One article: its beginning, or the place around a quote."""
    try:
        found = _find(state, message, name)
    except UnknownArticle:
        await say(state, message, "article_missing", id=name)
        return
    script = script_of_message(message)
    if quote is None:
        await reply(state, message, article_blocks(state, found, script), _whole(found, script))
    else:
        start = max(0, quote[0] - AROUND[0])
        page = (start, min(len(found.text), quote[1] + AROUND[1]))
        await reply(state, message, page_blocks(found, script, page, quote))


async def open_link(state: BotState, message: Message, payload: str) -> bool:
    """Show the article that a deep link names; False if the payload names none."""
    link = read_article_link(payload)
    if link is None:
        return False
    await show(state, message, link.key, link.quote)
    return True


def _find(state: BotState, message: Message, name: str) -> Article:
    """Admins also see what is hidden."""
    user = message.from_user
    if user is not None and state.is_admin(user.id):
        return state.live.current.store.get(name)
    return state.article(name)


def article_blocks(state: BotState, found: Article, script: Script) -> list[Block]:
    blocks = [title_block(found, script)]
    if origin := origin_line(found, script):
        blocks.append(block(origin))
    count = words("article_characters", script, count=len(found.text), key=found.key)
    if found.id in hidden(state.chats):
        count += words("article_hidden", script)
    blocks.append(block(count))
    if found.file:
        blocks.append(block(words("article_file", script, file=found.file)))
    blocks += [
        block(words(f"meta_{name}", script, value=found.meta[name]))
        for name in META
        if found.meta.get(name)
    ]
    beginning = found.text[:BEGINNING] + ("…" if len(found.text) > BEGINNING else "")
    return [*blocks, block(beginning, quote=Quote.FOLDED)]


def _whole(found: Article, script: Script) -> InlineKeyboardMarkup:
    """The button that sends all of an article."""
    data = f"{LIBRARY}:t:{found.key}"
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(words("whole", script), callback_data=data)]]
    )


async def _send_whole(state: BotState, message: Message, key: str, script: Script) -> None:
    try:
        found = state.article(key)
    except UnknownArticle:
        await reply(state, message, lines(words("article_missing", script, id=key)))
        return
    heading = [found.shown_title, origin_line(found, script), found.url or ""]
    content = as_file(found, [line for line in heading if line])
    await message.reply_document(
        InputFile(content, f"{found.key}.txt"),
        caption=found.shown_title,
        parse_mode=None,
        do_quote=True,
    )


async def remove(state: BotState, update: Update, context: Context) -> None:
    """``/remove 编号`` asks before it removes."""
    message = update.message
    if message is None or not await is_allowed(state, message):
        return
    name = tail(message)
    if not name:
        await say(state, message, "remove_usage")
        return
    try:
        found = state.live.current.store.get(name)
    except UnknownArticle:
        await say(state, message, "article_missing", id=name)
        return
    script = script_of_message(message)
    question = words("remove_ask", script, title=found.shown_title)
    await reply(state, message, [block(question)], _sure(found.key, script))


def _sure(key: str, script: Script) -> InlineKeyboardMarkup:
    yes = InlineKeyboardButton(words("remove_yes", script), callback_data=f"{LIBRARY}:r:{key}")
    no = InlineKeyboardButton(words("remove_no", script), callback_data=f"{LIBRARY}:x")
    return InlineKeyboardMarkup([[yes, no]])


async def tapped(state: BotState, update: Update, context: Context) -> None:
    """Another page, one article, or the answer to whether one is to be removed."""
    query = update.callback_query
    if query is None:
        return
    script = script_for("", query.from_user.language_code)
    _, what, *rest = (query.data or "").split(":")
    if what != "t" and not state.is_admin(query.from_user.id):
        await acknowledge(query, words("admins_only", script))
        return
    await acknowledge(query)
    if what == "t" and isinstance(query.message, Message):
        await _send_whole(state, query.message, rest[0], script)
    elif what == "p":
        await rewrite(query, *await asyncio.to_thread(_page, state, int(rest[0]), script))
    elif what == "a" and isinstance(query.message, Message):
        await _show_chosen(state, query.message, rest[0], script)
    elif what == "r":
        await rewrite(query, lines(words("removing", script)))
        await rewrite(query, [await _removed(state, rest[0], script)])
    else:
        await rewrite(query, lines(words("not_removed", script)))


async def _show_chosen(state: BotState, message: Message, key: str, script: Script) -> None:
    try:
        found = state.live.current.store.get(key)
    except UnknownArticle:
        await reply(state, message, lines(words("article_missing", script, id=key)))
        return
    await reply(state, message, article_blocks(state, found, script), _whole(found, script))


async def _removed(state: BotState, key: str, script: Script) -> Block:
    """Remove the article in a process of its own; a line that says how it went."""
    try:
        title = state.live.current.store.get(key).shown_title
        await state.reindexing.run(lambda event: None, "remove", key)
    except UnknownArticle:
        return block(words("article_missing", script, id=key))
    except WenceError as error:
        return block(words("reindex_failed", script, reason=reason_in(error.reason, script)))
    await asyncio.to_thread(state.live.refresh)
    return block(words("removed", script, title=title))


def _page(
    state: BotState, page: int, script: Script
) -> tuple[Sequence[Block], InlineKeyboardMarkup | None]:
    """So many articles, a button for each."""
    store = state.live.current.store
    count = store.count()
    if not count:
        return lines(words("articles_none", script)), None
    page = max(0, min(page, (count - 1) // A_PAGE))
    found = list(store.articles(skip=page * A_PAGE, most=A_PAGE))
    first = page * A_PAGE + 1
    title = words("articles_title", script, first=first, last=first + len(found) - 1, count=count)
    blocks = [block(Span(title, bold=True))]
    for one in found:
        origin = origin_line(one, script)
        blocks.append(
            block(Span(one.key, code=True), f" {one.shown_title}", f" · {origin}" if origin else "")
        )
    rows = [
        [
            InlineKeyboardButton(one.key, callback_data=f"{LIBRARY}:a:{one.key}")
            for one in found[at : at + 4]
        ]
        for at in range(0, len(found), 4)
    ]
    turns = [
        InlineKeyboardButton(sign, callback_data=f"{LIBRARY}:p:{to}")
        for sign, to in (("‹", page - 1), ("›", page + 1))
        if 0 <= to <= (count - 1) // A_PAGE
    ]
    return blocks, InlineKeyboardMarkup([*rows, turns] if turns else rows)
