"""What has changed since a page looked last? Events, as JSON objects with a ``type``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any

from bot.web.botapi.methods.profile import description, menu
from bot.web.botapi.parameters import Upload
from bot.web.botapi.world import Call, Chat
from bot.web.sandbox.town import Town

Json = dict[str, Any]

LATEST = 300
"""So many messages of a chat are shown."""


class Feed:
    """What one page has been told."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._told: dict[str, str] = {}
        """What a thing is called → how it was told last."""
        self._messages: set[tuple[int, int]] = set()
        self._actions: dict[int, int] = {room.id: len(room.chat.actions) for room in town.rooms}
        self._last_update: Json | None = None
        self._last_call: Call | None = None

    def news(self) -> Iterator[Json]:
        """Everything that the page does not know yet; all of it the first time."""
        yield from self._new("town", self._town_event())
        for room in self._town.rooms:
            for person in room.people:
                menu_of = self._menu_event(room.chat, person.user)
                yield from self._new(f"menu {room.id} {person.id}", menu_of)
            yield from self._messages_of(room.chat)
            yield from self._typing_in(room.chat)
        yield from self._updates()
        yield from self._calls()

    def _new(self, name: str, event: Json) -> Iterator[Json]:
        """The event, where it was not told like this before."""
        told = json.dumps(event, ensure_ascii=False)
        if self._told.get(name) != told:
            self._told[name] = told
            yield event

    def _town_event(self) -> Json:
        bot = self._town.telegram.world.bot
        return {
            "type": "town",
            "bot": {"id": bot["id"], "name": bot["first_name"], "username": bot["username"]},
            "people": {one.id: one.user["first_name"] for one in self._town.people},
            "rooms": [room.as_json() for room in self._town.rooms],
            "privacy": not self._town.reads_everything,
        }

    def _menu_event(self, chat: Chat, user: Json) -> Json:
        world = self._town.telegram.world
        return {
            "type": "menu",
            "chat": chat.id,
            "person": user["id"],
            "commands": menu(world, chat, user),
            "about": description(world, user),
        }

    def _messages_of(self, chat: Chat) -> Iterator[Json]:
        latest = sorted(chat.messages)[-LATEST:]
        for number in latest:
            message, reactions = chat.messages[number], self._reactions(chat, number)
            event = {"type": "message", "message": message, "reactions": reactions}
            self._messages.add((chat.id, number))
            yield from self._new(f"message {chat.id} {number}", event)
        told = {number for where, number in self._messages if where == chat.id}
        for number in sorted(told.difference(latest)):
            self._messages.discard((chat.id, number))
            self._told.pop(f"message {chat.id} {number}", None)
            yield {"type": "gone", "chat": chat.id, "id": number}

    def _reactions(self, chat: Chat, number: int) -> list[Json]:
        """Each emoji under a message, with the ids of those who put it there."""
        by: dict[str, list[int]] = {}
        for one in chat.reactions.get(number, []):
            by.setdefault(one["emoji"], []).append(self._town.telegram.world.bot["id"])
        for person, emoji in chat.reacted.get(number, {}).items():
            by.setdefault(emoji, []).append(person)
        return [{"emoji": emoji, "people": people} for emoji, people in by.items()]

    def _typing_in(self, chat: Chat) -> Iterator[Json]:
        before, now = self._actions[chat.id], len(chat.actions)
        self._actions[chat.id] = now
        if now > before:
            yield {"type": "typing", "chat": chat.id}

    def _updates(self) -> Iterator[Json]:
        recent = self._town.telegram.world.updates.recent
        fresh = list(takewhile(lambda one: one is not self._last_update, reversed(recent)))
        for update in reversed(fresh):
            self._last_update = update
            yield {"type": "update", "update": update}

    def _calls(self) -> Iterator[Json]:
        calls = self._town.telegram.world.calls
        fresh = list(
            takewhile(lambda one: one is not self._last_call, islice(reversed(calls), LATEST))
        )
        for call in reversed(fresh):
            self._last_call = call
            if call.method != "getUpdates":
                yield _call_event(call)


def _call_event(call: Call) -> Json:
    return {
        "type": "call",
        "method": call.method,
        "parameters": {name: _plain(value) for name, value in call.parameters.items()},
        "error": call.error.as_json() if call.error else None,
    }


def _plain(value: Any) -> Any:
    """A parameter as JSON; of a file only what can be read."""
    if isinstance(value, Upload):
        return {"file": value.name, "bytes": len(value.content)}
    return value
