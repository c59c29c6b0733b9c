"""The program's own words, for Telegram and the terminal, a table a topic and language.

A line's name says when it is shown; ``words(name, language, …)`` fills it in. Chinese is written in
simplified characters and converted to the reader's script, but for a few lines; what is filled in,
titles and names above all, never is. ``{count:article|articles}`` is a number with the word for one
or for more.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from string import Formatter

from bot.language import Language
from bot.view.texts import (
    answers,
    collection,
    desk,
    doctor,
    following,
    guidance,
    people,
    questions,
    reader,
    sandbox,
    settings,
    statistics,
    terminal,
    troubles,
    watches,
)
from retrieval.text.fold import convert

TABLES = (
    *(answers, collection, desk, doctor, following, guidance, people),
    *(questions, reader, sandbox, settings, statistics, terminal),
    *(troubles, watches),
)
CHINESE: dict[str, str] = {name: text for table in TABLES for name, text in table.CHINESE.items()}
TRADITIONAL: dict[str, str] = {**guidance.TRADITIONAL, **people.TRADITIONAL}
ENGLISH: dict[str, str] = {name: text for table in TABLES for name, text in table.ENGLISH.items()}


class _Counting(Formatter):
    """Fills in; ``{n:one|more}`` shows the number and the word that goes with it."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, several, more = format_spec.partition("|")
        if not several:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if value in (1, '1') else more}"


def words(name: str, language: Language, /, **values: object) -> str:
    """The line in the language, filled in."""
    return str(_Counting().vformat(_line(name, language), (), values))


def joined(names: Iterable[str], language: Language) -> str:
    """Several names one after the other."""
    return words("comma", language).join(names)


def labelled(name: str, value: object, language: Language) -> str:
    """``name: value``."""
    return words("labelled", language, name=name, value=value)


def is_line(name: str) -> bool:
    """Whether there is a line of that name."""
    return name in CHINESE


@lru_cache(maxsize=2048)
def _line(name: str, language: Language) -> str:
    """The line in the language, not yet filled in."""
    if language == "en":
        return ENGLISH[name]
    if language == "hans":
        return CHINESE[name]
    return TRADITIONAL.get(name) or convert(CHINESE[name], "hant")
