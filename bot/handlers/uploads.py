"""An admin sends a file: what was understood of it, 收录 or 放弃."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from telegram import Document, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest

from bot.handlers.answer_buttons import acknowledge
from bot.handlers.common import lines, say, script_for, script_of_message
from bot.handlers.questions import private_text
from bot.handlers.rewriting import rewrite
from bot.state import BotState, Context
from bot.transport.outgoing import reply
from bot.uploads import inbox
from bot.uploads.indexing_process import Event
from bot.uploads.preview import Preview, preview
from bot.uploads.similar_articles import similar
from bot.view.answers import shown_date
from bot.view.blocks import Block, Span, block
from bot.view.reasons import reason_in, remark_in
from bot.view.texts import words
from retrieval.corpus.article import Article
from retrieval.corpus.draft import Draft
from retrieval.errors import Unreadable, WenceError
from retrieval.reasons import because
from retrieval.text.fold import Script

log = logging.getLogger(__name__)

UPLOAD = "i1"
"""Prefix of the buttons: ``i1:<file>:y`` and ``i1:<file>:n``."""
DOWNLOAD_LIMIT_MB = 20
"""Telegram gives bots no larger file."""
SHOWN = 5


async def received(state: BotState, update: Update, context: Context) -> None:
    """A document in private: an admin's is previewed; somebody else's caption is a question."""
    message = update.message
    if message is None or message.document is None:
        return
    user = message.from_user
    if user is None or not state.is_admin(user.id):
        if message.caption:
            await private_text(state, update, context)
        else:
            await say(state, message, "file_admins_only")
        return
    limit = min(state.settings.max_file_mb, DOWNLOAD_LIMIT_MB)
    content = await _download(message.document, limit * 1_000_000)
    if content is None:
        await say(state, message, "file_too_big", limit=limit)
        return
    await _preview(state, message, message.document.file_name or "file", content)


async def _download(document: Document, limit: int) -> bytes | None:
    """The file's bytes, None where it is too large."""
    if (document.file_size or 0) > limit:
        return None
    try:
        file = await document.get_file()
    except BadRequest as error:
        if "too big" in error.message.lower():
            return None
        raise
    return bytes(await file.download_as_bytearray())


async def _preview(state: BotState, message: Message, name: str, content: bytes) -> None:
    name = inbox.safe(name)
    script = script_of_message(message)
    try:
        found = await asyncio.to_thread(preview, name, content, state.settings.max_file_bytes)
    except Unreadable as error:
        why = reason_in(error.reason, script)
        await say(state, message, "file_unreadable", file=name, reason=why)
        return
    if not found.drafts:
        first = found.refused[0].reason if found.refused else because("no_text")
        await say(state, message, "file_unreadable", file=name, reason=reason_in(first, script))
        return
    known = await asyncio.to_thread(_known, state, found)
    waits = inbox.put(state.home, name, content)
    row = [
        InlineKeyboardButton(words(line, script), callback_data=f"{UPLOAD}:{waits}:{yes}")
        for line, yes in (("file_yes", "y"), ("file_no", "n"))
    ]
    await reply(state, message, preview_blocks(found, known, script), InlineKeyboardMarkup([row]))


def _known(state: BotState, found: Preview) -> list[list[Article]]:
    """For each of the first articles those of the collection that say the same."""
    searcher = state.live.current
    return [similar(searcher, draft) for draft in found.drafts[:SHOWN]]


def preview_blocks(
    found: Preview, known: Sequence[Sequence[Article]], script: Script
) -> list[Block]:
    """The first articles with what was understood of them, and what could not be read."""
    count = f"{len(found.drafts)}+" if found.more else str(len(found.drafts))
    blocks = [block(Span(words("file_read", script, count=count), bold=True))]
    for draft, same in zip(found.drafts[:SHOWN], known, strict=True):
        blocks += [block(""), *_draft_blocks(draft, script)]
        if same:
            titles = "、".join(f"《{article.shown_title}》" for article in same)
            blocks.append(block("≈ ", words("article_similar", script, titles=titles)))
    if len(found.drafts) > SHOWN:
        blocks.append(block(words("file_more", script, count=len(found.drafts) - SHOWN)))
    if found.refused:
        blocks += [block(""), block(words("file_refused", script, count=len(found.refused)))]
        blocks += [block(remark_in(remark, script)) for remark in found.refused[:SHOWN]]
    return blocks


def _draft_blocks(draft: Draft, script: Script) -> list[Block]:
    title = draft.title or draft.text[:30]
    untitled = "" if draft.title else words("untitled", script)
    blocks = [block(Span(title, bold=True), untitled)]
    parts = []
    for name, value in (("date", shown_date(draft.date, script)), ("source", draft.source)):
        if value:
            parts.append(value + (words("inferred", script) if name in draft.inferred else ""))
    parts.append(words("file_characters", script, count=len(draft.text)))
    blocks.append(block(" · ".join(parts)))
    return [*blocks, *(block(f"⚠ {reason_in(warning, script)}") for warning in draft.warnings)]


async def decided(state: BotState, update: Update, context: Context) -> None:
    """收录 or 放弃."""
    query = update.callback_query
    if query is None:
        return
    script = script_for("", query.from_user.language_code)
    if not state.is_admin(query.from_user.id):
        await acknowledge(query, words("admins_only", script))
        return
    _, waits, yes = (query.data or "").split(":")
    if yes != "y":
        await acknowledge(query)
        inbox.drop(state.home, waits)
        await rewrite(query, lines(words("file_dropped", script)))
        return
    if state.reindexing.running:
        await acknowledge(query, words("busy", script))
        return
    await acknowledge(query)
    kept = inbox.keep(state.home, waits)
    if kept is None:
        await rewrite(query, lines(words("file_gone", script)))
        return
    await rewrite(query, lines(words("file_taking", script)))
    await rewrite(query, await _taken(state, kept, script))


async def _taken(state: BotState, kept: Path, script: Script) -> list[Block]:
    """Index the file in a process of its own; what came of it."""
    try:
        event = await state.reindexing.run(lambda event: None, "index", str(kept))
    except WenceError as error:
        return lines(words("reindex_failed", script, reason=reason_in(error.reason, script)))
    await asyncio.to_thread(state.live.refresh)
    return lines(words("file_taken", script, **_counts(event)))


def _counts(event: Event) -> dict[str, int]:
    counts = {}
    for name in ("new", "changed", "unchanged", "refused"):
        value = event.get(name) or 0
        counts[name] = len(value) if isinstance(value, list | dict) else int(value)
    return counts
