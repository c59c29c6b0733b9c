"""For those who keep the collection: /stats, with a chart, and /gaps."""

from __future__ import annotations

import asyncio
import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.db.gaps import Gap, State, close, gaps
from bot.db.statistics import Usage, usage
from bot.handlers.answer_buttons import acknowledge
from bot.handlers.common import script_for, script_of_message
from bot.handlers.reindexing import is_allowed
from bot.handlers.rewriting import rewrite
from bot.state import BotState, Context
from bot.transport.outgoing import reply
from bot.view import charts
from bot.view.blocks import Block, Span, block
from bot.view.texts import words
from retrieval.text.fold import Script

log = logging.getLogger(__name__)

PERIODS = (("stats_today", 1), ("stats_week", 7), ("stats_month", 30))
GAP = "g1"
"""Prefix of the buttons: ``g1:<place>`` pages, ``g1:<place>:<key>:a`` and ``…:i`` close a gap."""
GAP_DAYS = 30


async def stats(state: BotState, update: Update, context: Context) -> None:
    """How much was asked and how it went; with the extra ``charts`` a picture of the month."""
    message = update.message
    if message is None or not await is_allowed(state, message):
        return
    counted = {days: usage(state.chats, days) for _, days in PERIODS}
    await reply(state, message, stats_blocks(state, counted, script_of_message(message)))
    if charts.available():
        picture = await asyncio.to_thread(charts.by_day, counted[30])
        await message.reply_photo(picture, do_quote=True)


def stats_blocks(state: BotState, counted: dict[int, Usage], script: Script) -> list[Block]:
    shown = [block(Span(words("stats_title", script), bold=True))]
    for name, days in PERIODS:
        shown.append(block(_counts(counted[days], words(name, script), script)))
    month = counted[30]
    if month.most:
        shown += [block(""), block(Span(words("usage_most", script), bold=True))]
        shown += [block(f"{times} × {text}") for text, times in month.most]
    if month.slowest:
        text, ms = month.slowest[0]
        shown.append(block(words("usage_slowest", script, text=text, ms=round(ms))))
    return [*shown, block(words("stats_refused", script, count=state.quotas.refused))]


def _counts(one: Usage, days: str, script: Script) -> str:
    return words(
        "usage_line",
        script,
        days=days,
        questions=one.questions,
        people=one.people,
        groups=one.groups,
        none=one.none,
        none_share=one.share(one.none),
        weak=one.weak,
        weak_share=one.share(one.weak),
        up=one.up,
        down=one.down,
    )


async def show_gaps(state: BotState, update: Update, context: Context) -> None:
    """The first gap; buttons lead on."""
    message = update.message
    if message is None or not await is_allowed(state, message):
        return
    found = await asyncio.to_thread(gaps, state.chats, GAP_DAYS)
    await reply(state, message, *_page(found, 0, script_of_message(message)))


async def gap_button(state: BotState, update: Update, context: Context) -> None:
    """Page through the gaps, or close the one that is shown."""
    query = update.callback_query
    if query is None:
        return
    script = script_for("", query.from_user.language_code)
    if not state.is_admin(query.from_user.id):
        await acknowledge(query, words("admins_only", script))
        return
    _, place, *rest = (query.data or "").split(":")
    found = await asyncio.to_thread(gaps, state.chats, GAP_DAYS)
    said = None
    if rest:
        said = _close(state, found, rest[0], rest[1], script)
        found = await asyncio.to_thread(gaps, state.chats, GAP_DAYS)
    await acknowledge(query, said)
    await rewrite(query, *_page(found, int(place), script))


def _close(state: BotState, found: list[Gap], key: str, how: str, script: Script) -> str:
    gap = next((one for one in found if one.key == key), None)
    if gap is None:
        return words("gap_gone", script)
    close(state.chats, gap, State.ADDED if how == "a" else State.IGNORED)
    return words("gap_added" if how == "a" else "gap_ignored", script)


def _page(
    found: list[Gap], place: int, script: Script
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """One gap with its buttons."""
    if not found:
        return [block(words("gaps_none", script, days=GAP_DAYS))], None
    place = min(place, len(found) - 1)
    gap = found[place]
    title = words("gaps_title", script, days=GAP_DAYS, at=place + 1, count=len(found))
    counts = words(
        "gap_counts", script, times=gap.times, people=gap.people, none=gap.none, down=gap.down
    )
    rows = [
        [
            InlineKeyboardButton(
                words(name, script), callback_data=f"{GAP}:{place}:{gap.key}:{how}"
            )
            for name, how in (("gap_added", "a"), ("gap_ignored", "i"))
        ]
    ]
    steps = [("‹", place - 1), ("›", place + 1)]
    turns = [
        InlineKeyboardButton(sign, callback_data=f"{GAP}:{to}")
        for sign, to in steps
        if 0 <= to < len(found)
    ]
    blocks = [block(Span(title, bold=True)), block(gap.text), block(Span(counts, italic=True))]
    return blocks, InlineKeyboardMarkup([*rows, turns] if turns else rows)
