"""What does the page ask for? Who speaks in which chat, of which message; or why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.web.botapi import Person, Shown
from bot.web.sandbox.town import Room, Town

Json = dict[str, Any]

TEXT_CHARS = 4096
FILE_BYTES = 50_000_000


class Refused(Exception):
    """What is asked for cannot be; ``why`` names the line of ``bot.view.texts`` that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def body_of(request: Request) -> Json:
    """The JSON object of a request.

    Other sites can only send what is said to be no JSON, so that is refused.

    Raises:
        Refused: it is no JSON object.
    """
    if request.headers.get("Content-Type") != "application/json":
        raise Refused("failed")
    try:
        body = await request.json()
    except ValueError:
        raise Refused("failed") from None
    if not isinstance(body, dict):
        raise Refused("failed")
    return body


def number_of(given: Mapping[str, Any], name: str) -> int | None:
    """A number that may be left out.

    Raises:
        Refused: it is something else.
    """
    value = given.get(name)
    if value in (None, ""):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise Refused("failed") from None


def text_of(given: Mapping[str, Any], name: str = "text") -> str:
    """A text that fits into a message, perhaps empty.

    Raises:
        Refused: it is too long, or none.
    """
    value = given.get(name, "")
    if not isinstance(value, str):
        raise Refused("failed")
    if len(value.encode("utf-16-le")) // 2 > TEXT_CHARS:
        raise Refused("too_long")
    return value.strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """One who speaks in a chat, as a request says."""

    room: Room
    person: Person
    given: Mapping[str, Any]

    @classmethod
    def of(cls, town: Town, given: Mapping[str, Any]) -> Asked:
        """Raises:
        Refused: there is no such chat, or that person is not in it.
        """
        room = town.room(number_of(given, "chat") or 0)
        person = room.person(number_of(given, "person") or 0) if room else None
        if room is None or person is None:
            raise Refused("failed")
        return cls(room, person, given)

    @property
    def topic(self) -> int | None:
        """The topic of a forum, None for its general one."""
        found = number_of(self.given, "topic")
        if found is not None and found not in self.room.chat.topics:
            raise Refused("gone")
        return found

    def message(self, name: str = "message") -> Shown | None:
        """The message that is named, if one is.

        Raises:
            Refused: it is there no longer.
        """
        found = number_of(self.given, name)
        if found is None:
            return None
        if found not in self.room.chat.messages:
            raise Refused("gone")
        return Shown(self.person.telegram.world, self.room.chat, found)
