"""Who is there, and where do they talk? Three people, a group and a forum with the bot in them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from bot.web.botapi import Group, Person, Telegram
from bot.web.botapi.world import INSIDE, Chat

Json = dict[str, Any]

BOT: Json = {"username": "wence_sandbox_bot", "first_name": "问策"}
RESIDENT, NEIGHBOUR, ADMIN = 7001, 7002, 7003
BORN = 1_767_225_600
"""The beginning of 2026, from which ids count."""


@dataclass(frozen=True, slots=True)
class Room:
    """A chat of the list, and who writes in it."""

    chat: Chat
    people: tuple[Person, ...]
    group: Group | None = None
    """None for the private chat of the one person."""

    @property
    def id(self) -> int:
        return self.chat.id

    def person(self, number: int) -> Person | None:
        """Who of those that write here has that id."""
        return next((one for one in self.people if one.id == number), None)

    @property
    def has_bot(self) -> bool:
        """Whether the bot is in the group, or not blocked by the person."""
        bot = self.people[0].telegram.world.bot["id"]
        return self.chat.status.get(bot) in INSIDE

    def let_bot(self, come: bool) -> None:
        """Let it come, or go: a group's admin adds and removes it, a person blocks it."""
        person, group = self.people[-1], self.group
        if come == self.has_bot:
            return
        if group:
            group.adds_bot(person) if come else group.removes_bot(person)
        else:
            person.unblocks() if come else person.blocks()

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "has_bot": self.has_bot,
            "title": self.chat.title,
            "people": [one.id for one in self.people],
            "topics": [{"id": id, "name": name} for id, name in self.chat.topics.items()],
        }


class Town:
    """The server with the people on it.

    The bot's id, and those of messages and updates, begin where no earlier sandbox of this home has
    been, because the bot remembers them.
    """

    def __init__(self) -> None:
        first = int((time.time() - BORN) * 10)
        self.telegram = Telegram(f"{first}:{secrets.token_urlsafe(27)[:35]}", BOT)
        self.people = (
            self.telegram.person("小李", id=RESIDENT),
            self.telegram.person("小王", id=NEIGHBOUR),
            self.telegram.person("管理员", id=ADMIN),
        )
        resident, neighbour, admin = self.people
        everyday = self.telegram.group("示例市办事群", resident, neighbour, admins=(admin,))
        forum = self.telegram.group("政策讨论区", resident, neighbour, admins=(admin,), forum=True)
        self.rooms = (
            Room(resident.chat, (resident,)),
            Room(admin.chat, (admin,)),
            Room(everyday.chat, self.people, everyday),
            Room(forum.chat, self.people, forum),
        )
        self.telegram.world.updates.next_id = first
        for room in self.rooms:
            room.chat.last_id = first
        for name in ("社会保障", "住房公积金"):
            forum.topic(name, by=admin)

    def room(self, number: int) -> Room | None:
        return next((room for room in self.rooms if room.id == number), None)

    @property
    def reads_everything(self) -> bool:
        """Whether privacy mode is off."""
        return bool(self.telegram.world.bot["can_read_all_group_messages"])

    @reads_everything.setter
    def reads_everything(self, value: bool) -> None:
        self.telegram.world.bot["can_read_all_group_messages"] = value
        self.telegram.world.changed()

    def speak(self, tag: str) -> None:
        """Let everybody's Telegram be in a language, by which the bot chooses its own."""
        for person in self.people:
            person.user["language_code"] = tag
        self.telegram.world.changed()
