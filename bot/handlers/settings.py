"""``/settings``: every setting a button, for a person in private and for a group's admins."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.permissions import refused
from bot.conversation.replies import acknowledge, rewrite, say, show
from bot.db.preferences import Preferences, keep_preferences
from bot.language import language_for
from bot.state import BotState
from bot.view.blocks import Block
from bot.view.callback_data import ChooseSetting, ChooseSource
from bot.view.settings_menu import settings_blocks, settings_keyboard, source_number

SOURCES = 5
"""So many of the largest sources are offered to a group."""


async def settings(state: BotState, talk: Conversation) -> None:
    """Show what is set and what may be chosen."""
    if why := await refused(state, talk):
        await say(state, talk, why)
        return
    await show(state, talk, *await _menu(state, talk, talk.preferences))


async def chosen(state: BotState, tap: Tap) -> None:
    """Take one choice, and show the settings as they are then."""
    if why := await refused(state, tap):
        await acknowledge(tap, why)
        return
    fresh = await _with_choice(state, tap)
    if fresh is None:
        await acknowledge(tap, "expired")
        return
    await state.writes.do(keep_preferences, tap.chat, fresh)
    await acknowledge(tap)
    await rewrite(tap, *await _menu(state, tap, fresh))


async def _menu(
    state: BotState, talk: Conversation, now: Preferences
) -> tuple[Sequence[Block], InlineKeyboardMarkup | None]:
    """What is set, in words and buttons."""
    own = language_for("", talk.language_code, state.settings.lang)
    language, group = now.language_or(own), not talk.is_private
    everything = bool(talk.bot.bot.can_read_all_group_messages)
    sources = await _sources(state) if group else []
    return (
        settings_blocks(now, language, group=group, everything=everything),
        settings_keyboard(now, language, sources, group=group),
    )


async def _sources(state: BotState) -> list[str]:
    return await asyncio.to_thread(state.live.current.store.sources, SOURCES)


async def _with_choice(state: BotState, tap: Tap) -> Preferences | None:
    """The settings after a tap; None for a button that offers what there is no more."""
    match tap.asks:
        case ChooseSource(number):
            offered = ["", *await _sources(state), *tap.preferences.sources]
            source = {source_number(each): each for each in offered}.get(number)
            return None if source is None else tap.preferences.with_source(source)
        case ChooseSetting(name, index):
            try:
                return tap.preferences.with_choice(name, index)
            except (KeyError, IndexError):
                return None
    return None
