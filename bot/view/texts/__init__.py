"""The bot's own words, written once in simplified and shown in the asker's script.

A line's name says when it is shown; ``words(name, script, …)`` fills in and converts it. What is
filled in, titles and names above all, is never converted. Each topic has a table of its own.
"""

from __future__ import annotations

from functools import lru_cache

from bot.view.texts import (
    answers,
    collection,
    guidance,
    people,
    questions,
    settings,
    statistics,
    watches,
)
from retrieval.text.fold import Script, convert

TABLES = (answers, collection, guidance, people, questions, settings, statistics, watches)
LINES = {name: text for table in TABLES for name, text in table.LINES.items()}


def words(name: str, script: Script, **values: object) -> str:
    """The line in the script, filled in."""
    return _line(name, script).format(**values)


@lru_cache(maxsize=1024)
def _line(name: str, script: Script) -> str:
    """The line in the script, not yet filled in."""
    return LINES[name] if script == "hans" else convert(LINES[name], "hant")
