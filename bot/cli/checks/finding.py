"""What did a check look at, what did it find, and what is to be done?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.settings import Settings
from retrieval.home import Home


class State(StrEnum):
    """Is it as it should be, worth knowing, or to be fixed?"""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found, as names of lines in ``bot.view.texts`` with what fills them in."""

    state: State
    said: str
    fix: str | None
    """What to do, where something is to be done."""
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """What the checks look at."""

    home: Home
    settings: Settings


Check = Callable[[Place], Finding]


def ok(said: str, **values: object) -> Finding:
    return Finding(State.OK, said, None, values)


def note(said: str, fix: str | None = None, **values: object) -> Finding:
    return Finding(State.NOTE, said, fix, values)


def wrong(said: str, fix: str, **values: object) -> Finding:
    return Finding(State.WRONG, said, fix, values)
