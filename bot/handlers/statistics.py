"""For those who keep the collection: /stats, with a chart, and /gaps."""

from __future__ import annotations

import asyncio

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import acknowledge, rewrite, show
from bot.db.query_log.gaps import Gap, State, close, gaps
from bot.db.query_log.statistics import usage
from bot.state import BotState
from bot.view import charts
from bot.view.callback_data import GapAdded, GapIgnored, ShowGap
from bot.view.statistics import gap_message, stats_blocks
from bot.view.usage import PERIODS

GAP_DAYS = 30


async def stats(state: BotState, talk: Conversation) -> None:
    """How much was asked and how it went; with the extra ``charts`` a picture of the month."""
    counted = {days: usage(state.chats, days) for _, days in PERIODS}
    shown = stats_blocks(counted, state.quotas.refused, talk.language)
    await show(state, talk, shown)
    if charts.available():
        picture = await asyncio.to_thread(charts.by_day, counted[30])
        await talk.message.reply_photo(picture, do_quote=True, message_thread_id=talk.topic)


async def show_gaps(state: BotState, talk: Conversation) -> None:
    """The first gap; buttons lead on."""
    shown = gap_message(await _gaps(state), 0, GAP_DAYS, talk.language)
    await show(state, talk, *shown)


async def gap_button(state: BotState, tap: Tap) -> None:
    """Page through the gaps, or close the one that is shown."""
    match tap.asks:
        case GapAdded(place, gap):
            await acknowledge(tap, await _close(state, gap, State.ADDED, "gap_added"))
        case GapIgnored(place, gap):
            await acknowledge(tap, await _close(state, gap, State.IGNORED, "gap_ignored"))
        case ShowGap(place):
            await acknowledge(tap)
        case _:
            return
    await rewrite(tap, *gap_message(await _gaps(state), place, GAP_DAYS, tap.language))


async def _close(state: BotState, key: str, how: State, said: str) -> str:
    """Close a gap; the name of the line that says what came of it."""
    gap = next((one for one in await _gaps(state) if one.key == key), None)
    if gap is None:
        return "gap_gone"
    close(state.chats, gap, how)
    return said


async def _gaps(state: BotState) -> list[Gap]:
    return await asyncio.to_thread(gaps, state.chats, GAP_DAYS)
