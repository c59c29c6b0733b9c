"""The settings of a chat in words and buttons: a person's on one page, a group's on one each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.db.preferences import CHOICES, OF_A_GROUP, OF_A_PERSON, TOPIC, Preferences
from bot.language import Language
from bot.view.blocks import Block, Span, block, paragraphs
from bot.view.callback_data import ButtonData, ChooseSetting, ChooseSource, ShowSetting
from bot.view.keyboards import button, keyboard
from bot.view.texts import is_line, joined, labelled, words

SOURCE_CHARS = 20
"""Characters of a source on its button."""
A_ROW = 2
"""Names of settings, or sources, in a row."""

Message = tuple[list[Block], InlineKeyboardMarkup | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMenu:
    """What a group can set: the sources that there are, and the topic where the menu stands."""

    now: Preferences
    language: Language
    sources: Sequence[str]
    topic: int | None
    """None where the group is no forum."""
    everything: bool
    """Whether Telegram passes on every message of groups."""

    @property
    def offered(self) -> list[str]:
        """The sources that can be chosen; one alone is no choice."""
        every = list(dict.fromkeys([*self.sources, *self.now.sources]))
        return every if len(every) > 1 else []

    @property
    def names(self) -> list[str]:
        """The settings that have a page."""
        left_out = [
            name for name, has in (("sources", self.offered), (TOPIC, self.topic)) if not has
        ]
        return [name for name in OF_A_GROUP if name not in left_out]

    def value(self, name: str) -> object:
        if name == TOPIC:
            return self.now.of_topic(self.topic or 0)
        return getattr(self.now, name)

    def message(self, page: str) -> Message:
        """The page of one setting, or where there is none the list of all."""
        return self._page(page) if page in self.names else self._list()

    def _list(self) -> Message:
        blocks = [block(Span(words("settings_title", self.language), bold=True))]
        blocks += [block(_line(name, self.value(name), self.language)) for name in self.names]
        if not self.everything:
            blocks += [block(""), block(words("status_privacy_on", self.language))]
        names = [
            button(words(f"set_{name}", self.language), ShowSetting(name)) for name in self.names
        ]
        return blocks, keyboard(*_rows(names))

    def _page(self, name: str) -> Message:
        title = block(Span(words(f"set_{name}", self.language), bold=True))
        back = button("‹ " + words("back", self.language), ShowSetting(ShowSetting.LIST))
        rows = (
            self._sources() if name == "sources" else _column(name, self.value(name), self.language)
        )
        about = words(f"about_{name}", self.language)
        return [title, *paragraphs(about)], keyboard(*rows, [back])

    def _sources(self) -> list[list[InlineKeyboardButton]]:
        """All sources, or any of the largest. A tap on a chosen one takes it back."""
        now = self.now.sources
        everything = _choice(words("set_sources_all", self.language), not now, ChooseSource(0))
        named = [
            _choice(each[:SOURCE_CHARS], each in now, ChooseSource(source_number(each)))
            for each in self.offered
        ]
        return _rows([everything, *named])


def person_message(now: Preferences, language: Language) -> Message:
    """What a person has set, a line each, and a row of choices for each."""
    blocks = [block(Span(words("settings_title", language), bold=True))]
    for name in OF_A_PERSON:
        heading = "quiet_alerts" if name == "quiet" else name
        blocks.append(block(_line(name, getattr(now, name), language, heading)))
    rows = [_choices(name, getattr(now, name), language) for name in OF_A_PERSON]
    return blocks, keyboard(*rows)


def source_number(source: str) -> int:
    """A number for a source that a button can carry, 0 for all of them."""
    return crc32(source.encode("utf-8")) if source else 0


def _line(name: str, value: object, language: Language, heading: str | None = None) -> str:
    return labelled(
        words(f"set_{heading or name}", language), _label(name, value, language), language
    )


def _label(name: str, value: object, language: Language) -> str:
    """A choice as people read it; sources are shown as they are written."""
    if isinstance(value, tuple):
        return joined(value, language) or words("set_sources_all", language)
    own = f"set_{name}_{value}"
    return words(own, language) if is_line(own) else words(f"set_{name}_n", language, n=value)


def _choices(name: str, now: object, language: Language) -> list[InlineKeyboardButton]:
    """The choices of a setting, the chosen one ticked."""
    return [
        _choice(_label(name, value, language), value == now, ChooseSetting(name, index))
        for index, value in enumerate(CHOICES[name])
    ]


def _column(name: str, now: object, language: Language) -> list[list[InlineKeyboardButton]]:
    return [[each] for each in _choices(name, now, language)]


def _rows(buttons: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [list(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW)]


def _choice(text: str, ticked: bool, asks: ButtonData) -> InlineKeyboardButton:
    return button(("✓ " if ticked else "") + text, asks)
