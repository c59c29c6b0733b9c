"""The settings of a chat in words and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.db.preferences import CHOICES, OF_A_GROUP, OF_A_PERSON, Preferences
from bot.language import Language
from bot.view.blocks import Block, Span, block
from bot.view.callback_data import ButtonData, ChooseSetting, ChooseSource
from bot.view.keyboards import button, keyboard
from bot.view.texts import is_line, joined, labelled, words

SOURCE_CHARS = 20
"""Characters of a source on its button."""


def settings_blocks(
    preferences: Preferences, language: Language, *, group: bool, everything: bool
) -> list[Block]:
    """What is set, a line each; a group that wants every message learns what that takes."""
    shown = [block(Span(words("settings_title", language), bold=True))]
    for name in OF_A_GROUP if group else OF_A_PERSON:
        value = getattr(preferences, name)
        heading = "quiet_alerts" if name == "quiet" and not group else name
        shown.append(
            block(
                labelled(words(f"set_{heading}", language), _label(name, value, language), language)
            )
        )
    if group and not everything:
        shown += [block(""), block(words("status_privacy_on", language))]
    return shown


def settings_keyboard(
    preferences: Preferences, language: Language, sources: Sequence[str], *, group: bool
) -> InlineKeyboardMarkup | None:
    """A row of choices for each setting, the chosen one ticked."""
    rows = []
    for name in OF_A_GROUP if group else OF_A_PERSON:
        now = getattr(preferences, name)
        if name == "sources":
            rows += _source_rows(now, language, sources)
            continue
        row = [
            _choice(_label(name, value, language), value == now, ChooseSetting(name, index))
            for index, value in enumerate(CHOICES[name])
        ]
        rows.append(row)
    return keyboard(*rows)


def source_number(source: str) -> int:
    """A number for a source that a button can carry, 0 for all of them."""
    return crc32(source.encode("utf-8")) if source else 0


def _label(name: str, value: object, language: Language) -> str:
    """A choice as people read it; sources are shown as they are written."""
    if isinstance(value, tuple):
        return joined(value, language) or words("set_sources_all", language)
    own = f"set_{name}_{value}"
    return words(own, language) if is_line(own) else words(f"set_{name}_n", language, n=value)


def _source_rows(
    now: Sequence[str], language: Language, sources: Sequence[str]
) -> list[list[InlineKeyboardButton]]:
    """All sources, or any of the largest; two a row. A tap on a chosen one takes it back."""
    offered = list(dict.fromkeys([*sources, *now]))
    if len(offered) < 2:
        return []
    everything = _choice(words("set_sources_all", language), not now, ChooseSource(0))
    buttons = [
        _choice(each[:SOURCE_CHARS], each in now, ChooseSource(source_number(each)))
        for each in offered
    ]
    rows = [everything, *buttons]
    return [rows[start : start + 2] for start in range(0, len(rows), 2)]


def _choice(text: str, ticked: bool, asks: ButtonData) -> InlineKeyboardButton:
    return button(("✓ " if ticked else "") + text, asks)
