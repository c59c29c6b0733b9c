"""Taps on the buttons under an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Update

from bot.conversation.answering import answer_again
from bot.conversation.articles import send_article
from bot.conversation.conversation import Tap
from bot.conversation.permissions import Right, is_asker, refusal
from bot.conversation.replies import acknowledge, expire, is_first, show, show_instead
from bot.db.query_log import questions
from bot.db.query_log.feedback import rate
from bot.db.query_log.questions import Asked
from bot.language import Language
from bot.state import BotState
from bot.transport.incoming import bare_question
from bot.transport.outgoing import delete
from bot.view.answers.keyboards import tools_keyboard
from bot.view.answers.messages import answer_message
from bot.view.answers.pages import PAGES, page_of, pages
from bot.view.article_blocks import page_blocks
from bot.view.blocks import Block, block
from bot.view.callback_data import (
    AnswerButton,
    AskAgain,
    PageNumber,
    SendResultArticle,
    ShowResult,
    ShowTools,
    TakeAway,
    ThumbsDown,
    ThumbsUp,
    TurnArticlePage,
)
from bot.view.keyboards import article_keyboard
from bot.view.texts import words
from retrieval.answer.answer import Result
from retrieval.text.ranges import Range

GOOD, BAD = 1, -1


async def tapped(state: BotState, tap: Tap) -> None:
    """Do what a button under an answer asks for."""
    if isinstance(tap.asks, AskAgain):
        await _again(state, tap)
        return
    asked = None
    if isinstance(tap.asks, AnswerButton):
        asked = questions.find(state.chats, tap.asks.question)
    if asked is None:
        await expire(state, tap.query)
        return
    match tap.asks:
        case ThumbsUp(rank=rank):
            await _rate(state, tap, asked, rank, GOOD)
        case ThumbsDown(rank=rank):
            await _rate(state, tap, asked, rank, BAD)
        case PageNumber():
            await acknowledge(tap)
        case TakeAway() if await _may_take_away(state, tap, asked):
            gone = await delete(tap.bot, tap.chat, tap.message.message_id)
            await acknowledge(tap, "taken_away" if gone else "not_taken_away")
        case TakeAway():
            await acknowledge(tap, "not_your_card")
        case _ if tap.is_private or await is_asker(state, tap, asked):
            await _show(state, tap, asked)
        case _:
            await acknowledge(tap, "not_yours")


async def old_button(state: BotState, update: Update) -> None:
    """A button that no other row knows."""
    if update.callback_query is not None:
        await expire(state, update.callback_query)


async def _again(state: BotState, tap: Tap) -> None:
    """Ask the question once more that the message answered."""
    asked = tap.message.reply_to_message
    if asked is None:
        await acknowledge(tap)
    else:
        await answer_again(state, tap, bare_question(asked, tap.me))


async def _rate(state: BotState, tap: Tap, asked: Asked, rank: int, value: int) -> None:
    now = await state.writes.do(rate, asked.id, tap.person, rank, value)
    await acknowledge(tap, "thanks" if now else "taken_back")


async def _show(state: BotState, tap: Tap, asked: Asked) -> None:
    """Show the answer otherwise, or its article."""
    shown = await asyncio.to_thread(state.restored, asked)
    language = tap.preferences.language_or(asked.script)
    match tap.asks:
        case ShowTools() as wanted if shown.answer.results:
            blocks, _ = answer_message(shown, language, wanted.view, tap.card)
            await show_instead(tap, blocks, tools_keyboard(shown, language, wanted.view))
        case ShowResult() as wanted if shown.answer.results:
            await show_instead(tap, *answer_message(shown, language, wanted.view, tap.card))
        case SendResultArticle(rank=rank) if result := shown.of_rank(rank):
            if await is_first(state, tap):
                await _send_article(state, tap, asked, result, language)
        case TurnArticlePage(rank=rank, page=page) if result := shown.of_rank(rank):
            cut = await asyncio.to_thread(pages, result.article)
            await show_instead(tap, *_page(asked, result, language, cut, min(page, len(cut) - 1)))
        case _:
            await acknowledge(tap)
            await show(state, tap, [block(words("source_gone", language))])


async def _may_take_away(state: BotState, tap: Tap, asked: Asked) -> bool:
    """Who asked, and whoever runs the group."""
    if state.chats.same(tap.person, asked.person):
        return True
    return await refusal(state, tap, Right.RUN_CHAT) is None


async def _send_article(
    state: BotState, tap: Tap, asked: Asked, result: Result, language: Language
) -> None:
    """Send the article, opened at the quote; as a file when it is long."""
    cut = await asyncio.to_thread(pages, result.article)
    if len(cut) > PAGES:
        await send_article(tap.message, result.article, language, result.start)
        return
    page = page_of(cut, result.start)
    await show(state, tap, *_page(asked, result, language, cut, page))


def _page(
    asked: Asked, result: Result, language: Language, cut: Sequence[Range], page: int
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """A page, counted from 0, of an article that was cut into pages."""
    blocks = page_blocks(result.article, language, cut[page], (result.start, result.end))
    return blocks, article_keyboard(asked.id, result.rank, page, len(cut))
