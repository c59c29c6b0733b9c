"""``/settings``: every setting a button, for a person in private and for a group's admins."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from zlib import crc32

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.db.preferences import CHOICES, OF_A_GROUP, OF_A_PERSON, Preferences, keep_preferences
from bot.handlers.answer_buttons import acknowledge
from bot.handlers.answering import is_private
from bot.handlers.common import language_of, say, script_for
from bot.state import BotState, Context
from bot.transport.outgoing import edit, reply
from bot.view.blocks import Block, Span, block
from bot.view.texts import LINES, words
from retrieval.text.fold import Script

PREFIX = "set1"
SOURCES = 5
"""So many of the largest sources are offered to a group."""
SHOWN = 20
"""Characters of a source on its button."""


async def settings(state: BotState, update: Update, context: Context) -> None:
    """Show what is set and what may be chosen."""
    message = update.message
    if message is None:
        return
    if not await may_set(state, message):
        await say(state, message, "chat_admins_only")
        return
    menu = await _menu(state, message, script_for("", language_of(message)), context)
    await reply(state, message, *menu)


async def chosen(state: BotState, update: Update, context: Context) -> None:
    """Take one choice, and show the settings as they are then."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    message, script = query.message, script_for("", query.from_user.language_code)
    if not is_private(message) and not await state.is_chat_admin(
        context.bot, message.chat.id, query.from_user.id
    ):
        await acknowledge(query, words("chat_admins_only", script))
        return
    fresh = await _with_choice(state, state.preferences(message.chat.id), query.data or "")
    if fresh is None:
        await acknowledge(query, words("expired", script))
        return
    await acknowledge(query)
    keep_preferences(state.chats, message.chat.id, fresh)
    menu = await _menu(state, message, script, context)
    await edit(context.bot, message.chat.id, message.message_id, *menu)


async def _menu(
    state: BotState, message: Message, script: Script, context: Context
) -> tuple[list[Block], InlineKeyboardMarkup]:
    """The settings of the message's chat in words and buttons."""
    now, group = state.preferences(message.chat.id), not is_private(message)
    shown = now.script_or(script)
    everything = bool(context.bot.bot.can_read_all_group_messages)
    blocks = settings_blocks(now, shown, group=group, everything=everything)
    sources = await _sources(state) if group else []
    return blocks, settings_keyboard(now, shown, sources, group=group)


async def may_set(state: BotState, message: Message) -> bool:
    """Anybody in private; in a group its admins, also those who speak as the group."""
    if is_private(message):
        return True
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    user = message.from_user
    return user is not None and await state.is_chat_admin(
        message.get_bot(), message.chat.id, user.id
    )


def settings_blocks(
    preferences: Preferences, script: Script, *, group: bool, everything: bool
) -> list[Block]:
    """What is set, a line each; a group that wants every message learns what that takes."""
    shown = [block(Span(words("settings_title", script), bold=True))]
    for name in OF_A_GROUP if group else OF_A_PERSON:
        value = getattr(preferences, name)
        heading = "quiet_alerts" if name == "quiet" and not group else name
        shown.append(block(f"{words(f'set_{heading}', script)}：", label(name, value, script)))
    if group and not everything:
        shown += [block(""), block(words("status_privacy_on", script))]
    return shown


def settings_keyboard(
    preferences: Preferences, script: Script, sources: Sequence[str], *, group: bool
) -> InlineKeyboardMarkup:
    """A row of choices for each setting, the chosen one ticked."""
    rows = []
    for name in OF_A_GROUP if group else OF_A_PERSON:
        now = getattr(preferences, name)
        if name == "sources":
            rows += _source_rows(now, script, sources)
            continue
        row = [
            _choice(label(name, value, script), value == now, f"{name}:{index}")
            for index, value in enumerate(CHOICES[name])
        ]
        rows.append(row)
    return InlineKeyboardMarkup(rows)


def label(name: str, value: object, script: Script) -> str:
    """A choice as people read it; sources are shown as they are written."""
    if isinstance(value, tuple):
        return "、".join(value) or words("set_sources_all", script)
    own = f"set_{name}_{value}"
    return words(own, script) if own in LINES else words(f"set_{name}_n", script, n=value)


def _source_rows(
    now: Sequence[str], script: Script, sources: Sequence[str]
) -> list[list[InlineKeyboardButton]]:
    """All sources, or any of the largest; two a row. A tap on a chosen one takes it back."""
    offered = list(dict.fromkeys([*sources, *now]))
    if len(offered) < 2:
        return []
    buttons = [
        _choice(words("set_sources_all", script), not now, "source:0"),
        *(_choice(each[:SHOWN], each in now, f"source:{_number(each)}") for each in offered),
    ]
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]


def _choice(text: str, ticked: bool, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(("✓ " if ticked else "") + text, callback_data=f"{PREFIX}:{data}")


def _number(source: str) -> int:
    """A number for a source that a button can carry, 0 for all of them."""
    return crc32(source.encode("utf-8")) if source else 0


async def _sources(state: BotState) -> list[str]:
    return await asyncio.to_thread(state.live.current.store.sources, SOURCES)


async def _with_choice(state: BotState, preferences: Preferences, data: str) -> Preferences | None:
    """The settings after a tap; None for a button that offers what there is no more."""
    _, _, rest = data.partition(":")
    name, _, index = rest.partition(":")
    if not index.isascii() or not index.isdigit():
        return None
    if name == "source":
        known = {_number(each): each for each in ["", *await _sources(state), *preferences.sources]}
        source = known.get(int(index))
        return None if source is None else preferences.with_source(source)
    try:
        return preferences.with_choice(name, int(index))
    except (KeyError, IndexError):
        return None
