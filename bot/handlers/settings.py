"""``/settings``: every choice a button, for a person in private and for a group's admins."""

from __future__ import annotations

import asyncio

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import acknowledge, rewrite, show, show_instead
from bot.db.preferences import TOPIC, Preferences, keep_preferences
from bot.follow.state import ONCE, sources_of
from bot.language import language_for
from bot.state import BotState
from bot.transport.incoming import GENERAL
from bot.view.callback_data import ChooseSetting, ChooseSource, ShowSetting
from bot.view.settings_menu import GroupMenu, Message, person_message, source_number

SOURCES = 5
"""So many of the largest sources are offered to a group."""
SITES = 20
"""So many followed sites are offered beside them."""


async def settings(state: BotState, talk: Conversation) -> None:
    """Show what is set and what may be chosen."""
    await show(state, talk, *await _menu(state, talk, talk.preferences))


async def chosen(state: BotState, tap: Tap) -> None:
    """Turn to a page, or take one choice and show the settings as they are then."""
    if isinstance(tap.asks, ShowSetting):
        await show_instead(tap, *await _menu(state, tap, tap.preferences, tap.asks.name))
        return
    fresh = await _with_choice(state, tap)
    if fresh is None:
        await acknowledge(tap, "expired")
        return
    await state.writes.do(keep_preferences, tap.chat, fresh)
    await acknowledge(tap)
    page = tap.asks.name if isinstance(tap.asks, ChooseSetting) else "sources"
    await rewrite(tap, *await _menu(state, tap, fresh, page))


async def _menu(
    state: BotState, talk: Conversation, now: Preferences, page: str = ShowSetting.LIST
) -> Message:
    """What is set, in words and buttons; in a group a page of it."""
    own = language_for("", talk.language_code, state.settings.lang)
    language = now.language_or(own)
    if talk.is_private:
        return person_message(now, language)
    menu = GroupMenu(
        now=now,
        language=language,
        sources=await _sources(state),
        topic=(talk.topic or GENERAL) if talk.message.chat.is_forum else None,
        everything=bool(talk.bot.bot.can_read_all_group_messages),
    )
    return menu.message(page)


async def _sources(state: BotState) -> list[str]:
    return await asyncio.to_thread(_offered, state)


def _offered(state: BotState) -> list[str]:
    """The sites that are followed, by name, then the largest sources that articles state."""
    sites = [each.name for each in sources_of(state.home) if each.every_s != ONCE]
    largest = state.live.current.articles.sources(SOURCES)
    return list(dict.fromkeys([*sites[:SITES], *largest]))


async def _with_choice(state: BotState, tap: Tap) -> Preferences | None:
    """The settings after a tap; None for a button that offers what there is no more."""
    match tap.asks:
        case ChooseSource(number):
            offered = ["", *await _sources(state), *tap.preferences.sources]
            source = {source_number(each): each for each in offered}.get(number)
            return None if source is None else tap.preferences.with_source(source)
        case ChooseSetting(name, index):
            try:
                if name == TOPIC:
                    return tap.preferences.with_topic(tap.topic or GENERAL, index)
                return tap.preferences.with_choice(name, index)
            except (KeyError, IndexError):
                return None
    return None
