"""An editor sends a file: what was understood of it, 收录 or 放弃."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from telegram import Document, PhotoSize
from telegram.error import BadRequest

from bot.conversation.answering import answer
from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import acknowledge, rewrite, say, say_once, show, show_instead
from bot.language import Language
from bot.state import BotState
from bot.transport.incoming import is_person, look_up_tail
from bot.uploads import inbox
from bot.uploads.preview import preview
from bot.uploads.preview_blocks import likenesses, preview_blocks, taken_blocks
from bot.view.blocks import Block, block, paragraphs
from bot.view.callback_data import DropFile, ReplaceFile, TakeFile
from bot.view.keyboards import button, keyboard
from bot.view.reasons import reason_in
from bot.view.texts import words
from retrieval.corpus.article import Article
from retrieval.errors import Unreadable, WenceError
from retrieval.reasons import Reason, because

DOWNLOAD_LIMIT_MB = 20
"""Telegram gives bots no larger file."""


async def received(state: BotState, talk: Conversation) -> None:
    """A document or photo of an editor's in private: what is understood of it is shown."""
    photos, document = talk.message.photo, talk.message.document
    found = document or (photos[-1] if photos else None)
    if found is None:
        return
    limit = min(state.settings.max_file_mb, DOWNLOAD_LIMIT_MB)
    content = await _download(found, limit * 1_000_000)
    if content is None:
        await say(state, talk, "file_too_big", limit=limit)
        return
    name = (document.file_name if document else f"{found.file_unique_id}.jpg") or "file"
    await _preview(state, talk, inbox.safe(name), content)


async def only_caption(state: BotState, talk: Conversation) -> None:
    """A file of anybody else's is not taken; its caption is a question."""
    if not talk.text:
        await say_once(state, talk, "file_editors_only")
    elif is_person(talk.message, talk.me):
        await answer(state, talk, look_up_tail(talk.text) or talk.text)


async def _download(document: Document | PhotoSize, limit: int) -> bytes | None:
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


async def _preview(state: BotState, talk: Conversation, name: str, content: bytes) -> None:
    """Show what was understood of the file, with 收录 / 放弃, or why it cannot be read."""
    try:
        found = await asyncio.to_thread(preview, name, content, state.settings.max_file_bytes)
    except Unreadable as error:
        await _say_unreadable(state, talk, name, error.reason)
        return
    if not found.drafts:
        why = found.refused[0].reason if found.refused else because("no_text")
        await _say_unreadable(state, talk, name, why)
        return
    known = await asyncio.to_thread(likenesses, state.live.current, found)
    blocks = preview_blocks(found, known, talk.language)
    waits = inbox.put(state.home, name, content)
    same_name = await asyncio.to_thread(_of_same_name, state, name)
    choices = [button(words("file_yes", talk.language), TakeFile(waits))]
    if same_name:
        blocks += [block(""), _replaces(name, same_name, talk.language)]
        choices.append(button(words("file_replace", talk.language), ReplaceFile(waits)))
    choices.append(button(words("file_no", talk.language), DropFile(waits)))
    await show(state, talk, blocks, keyboard(choices))


def _of_same_name(state: BotState, name: str) -> list[Article]:
    """The articles that came from a file of that name."""
    return state.live.current.store.of_file(inbox.kept_as(state.home, name))


def _replaces(name: str, articles: Sequence[Article], language: Language) -> Block:
    title, count = articles[0].shown_title, len(articles)
    return block(words("file_replace_ask", language, file=name, title=title, count=count))


async def _say_unreadable(state: BotState, talk: Conversation, name: str, why: Reason) -> None:
    await say(state, talk, "file_unreadable", file=name, reason=reason_in(why, talk.language))


async def decided(state: BotState, tap: Tap) -> None:
    """收录, 替换 or 放弃."""
    match tap.asks:
        case DropFile(waits):
            inbox.drop(state.home, waits)
            await show_instead(tap, paragraphs(words("file_dropped", tap.language)))
        case TakeFile(waits) | ReplaceFile(waits) if inbox.was_taken(state.home, waits):
            await acknowledge(tap, "file_taken_before")
        case TakeFile() | ReplaceFile() if state.reindexing.running:
            await acknowledge(tap, "indexing_now")
        case TakeFile(waits):
            await acknowledge(tap)
            await _take(state, tap, inbox.keep(state.home, waits))
        case ReplaceFile(waits):
            await acknowledge(tap)
            await _take(state, tap, inbox.keep(state.home, waits, replace=True))


async def _take(state: BotState, tap: Tap, kept: Path | None) -> None:
    if kept is None:
        await rewrite(tap, paragraphs(words("file_gone", tap.language)))
        return
    await rewrite(tap, paragraphs(words("file_taking", tap.language)))
    await rewrite(tap, await _taken(state, kept, tap.language))


async def _taken(state: BotState, kept: Path, language: Language) -> list[Block]:
    """Index the file in a process of its own; what came of it."""
    try:
        event = await state.reindexing.run(lambda event: None, "index", str(kept))
    except WenceError as error:
        return paragraphs(
            words("reindex_failed", language, reason=reason_in(error.reason, language))
        )
    await asyncio.to_thread(state.live.refresh)
    return taken_blocks(event, language)
