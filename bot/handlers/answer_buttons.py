"""Taps on the buttons under an answer."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from telegram import CallbackQuery, InputFile, Message, Update
from telegram.error import BadRequest

from bot.db import questions
from bot.db.feedback import rate
from bot.db.questions import Asked
from bot.handlers.answering import answer_again, not_again, restored, shown_blocks, shown_keyboard
from bot.handlers.common import me, script_for
from bot.state import BotState, Context
from bot.transport.incoming import QUESTION_CHARS, bare_question
from bot.transport.outgoing import edit, reply
from bot.view.answers import Shown, origin_line, page_blocks
from bot.view.blocks import block
from bot.view.callback_data import Tap, read_tap
from bot.view.keyboards import again_keyboard, article_keyboard
from bot.view.pages import PAGES, as_file, page_of, pages
from bot.view.texts import words
from retrieval.answer.answer import Result
from retrieval.text.fold import Script

GOOD, BAD = 1, -1


async def tapped(state: BotState, update: Update, context: Context) -> None:
    """Do what a button of this version asks for."""
    query = update.callback_query
    if query is None:
        return
    tap = read_tap(query.data or "")
    if tap is None or not isinstance(query.message, Message):
        await expire(query)
        return
    if tap.what == "again":
        await _again(state, query, query.message, context)
        return
    asked = questions.find(state.chats, tap.question)
    if asked is None:
        await expire(query)
        return
    if tap.what in ("g", "b"):
        await _rate(state, query, asked, tap)
        return
    if query.message.chat.type != "private" and not await _may_page(state, query, asked):
        await acknowledge(query, words("not_yours", asked.script))
        return
    await acknowledge(query)
    if tap.what == "s":
        await _show(state, query.message, asked, tap, context)
    elif tap.what == "t":
        await _whole(state, query.message, asked, tap)
    elif tap.what == "p":
        await _page(state, query.message, asked, tap)


async def old_button(state: BotState, update: Update, context: Context) -> None:
    """A button that no other row knows."""
    if update.callback_query is not None:
        await expire(update.callback_query)


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Answer a tap; one that came too late to be answered is no error."""
    try:
        await query.answer(text)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


async def expire(query: CallbackQuery) -> None:
    """Say that the button is too old, and offer to ask again where the question is known."""
    script = script_for("", query.from_user.language_code)
    await acknowledge(query, words("expired", script))
    message = query.message
    if isinstance(message, Message) and message.reply_to_message is not None:
        with suppress(BadRequest):
            await message.edit_reply_markup(again_keyboard(script))


async def _again(state: BotState, query: CallbackQuery, message: Message, context: Context) -> None:
    """Ask the question once more that the message answered."""
    if message.reply_to_message is None:
        await acknowledge(query)
        return
    question, person = bare_question(message.reply_to_message, me(context)), query.from_user
    refused = await not_again(state, question, message, person.id)
    script = script_for(question, person.language_code)
    await acknowledge(query, words(refused, script, limit=QUESTION_CHARS) if refused else None)
    if refused is None:
        await answer_again(state, question, person.id, message)


async def _rate(state: BotState, query: CallbackQuery, asked: Asked, tap: Tap) -> None:
    value = GOOD if tap.what == "g" else BAD
    rank = tap.numbers[0] if tap.numbers else 1
    now = rate(state.chats, asked.id, query.from_user.id, rank, value)
    await acknowledge(query, words("thanks" if now else "taken_back", asked.script))


async def _may_page(state: BotState, query: CallbackQuery, asked: Asked) -> bool:
    """Who asked; for a question by a group's anonymous admin any admin."""
    message = query.message
    if state.chats.same(query.from_user.id, asked.person):
        return True
    if message is None or not state.chats.same(message.chat.id, asked.person):
        return False
    return await state.is_chat_admin(query.get_bot(), message.chat.id, query.from_user.id)


async def _show(
    state: BotState, message: Message, asked: Asked, tap: Tap, context: Context
) -> None:
    shown = await asyncio.to_thread(restored, state, asked)
    if not shown.answer.results:
        await reply(state, message, [block(words("source_gone", asked.script))])
        return
    view = tap.view
    blocks = shown_blocks(state, message, shown, asked.script, view)
    keyboard = shown_keyboard(message, shown, asked.script, view, context.bot.username)
    await edit(message.get_bot(), message.chat.id, message.message_id, blocks, keyboard)


async def _whole(state: BotState, message: Message, asked: Asked, tap: Tap) -> None:
    """Send the article, opened at the quote; as a file when it is long."""
    shown = await asyncio.to_thread(restored, state, asked)
    result = shown.open(tap.view.rank)
    if result is None:
        await reply(state, message, [block(words("source_gone", asked.script))])
        return
    cut = await asyncio.to_thread(pages, result.article)
    if len(cut) > PAGES:
        await _send_file(message, result, asked.script)
        return
    page = page_of(cut, result.start)
    keyboard = article_keyboard(asked.id, result.rank, page, len(cut))
    blocks = page_blocks(result.article, asked.script, cut[page], (result.start, result.end))
    await reply(state, message, blocks, keyboard)


async def _page(state: BotState, message: Message, asked: Asked, tap: Tap) -> None:
    """Another page of an article."""
    shown = await asyncio.to_thread(restored, state, asked)
    rank, page = (*tap.numbers, 1, 0)[:2]
    result = _of_rank(shown, rank)
    if result is None:
        return
    cut = await asyncio.to_thread(pages, result.article)
    page = min(page, len(cut) - 1)
    blocks = page_blocks(result.article, asked.script, cut[page], (result.start, result.end))
    keyboard = article_keyboard(asked.id, rank, page, len(cut))
    await edit(message.get_bot(), message.chat.id, message.message_id, blocks, keyboard)


async def _send_file(message: Message, result: Result, script: Script) -> None:
    article = result.article
    heading = [article.shown_title, origin_line(article, script), article.url or ""]
    content = as_file(article, [line for line in heading if line])
    place = words("at_character", script, place=result.start + 1, total=len(article.text))
    await message.reply_document(
        InputFile(content, f"{article.key}.txt"),
        caption=f"{article.shown_title}\n{place}",
        parse_mode=None,
        do_quote=True,
    )


def _of_rank(shown: Shown, rank: int) -> Result | None:
    return next((each for each in shown.answer.results if each.rank == rank), None)
