"""The server with people on it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bot.web.botapi.errors import Unmet
from bot.web.botapi.groups import Group, join
from bot.web.botapi.people import Person
from bot.web.botapi.server import BotApi
from bot.web.botapi.world import WAIT, Chat

Json = dict[str, Any]


class Telegram(BotApi):
    """The server with people on it; see the package's docstring for what a test looks like."""

    quiet: float = 0.25
    """Seconds without a call after which a bot is taken to have done what it was asked."""
    is_at_work: Callable[[], bool] = staticmethod(lambda: False)
    """Whether the bot is known to be dealing with an update."""

    def person(self, name: str, *, id: int | None = None, language: str | None = None) -> Person:
        """Somebody with a private chat, which the bot knows once they have written to it."""
        number = id or 1000 + self.world.serial()
        user: Json = {"id": number, "is_bot": False, "first_name": name}
        if language:
            user["language_code"] = language
        self.world.users[number] = user
        return Person(self, user)

    def group(
        self,
        title: str,
        *members: Person,
        admins: tuple[Person, ...] = (),
        forum: bool = False,
        supergroup: bool = True,
    ) -> Group:
        """A group with the bot in it; it tells the bot nothing of its making."""
        number = -(1_000_000_000_000 if supergroup else 0) - 5000 - self.world.serial()
        chat = Chat(number, "supergroup" if supergroup else "group", title, is_forum=forum)
        chat.last_id = int(forum)  # 1 is the topic General
        self.world.chats[number] = chat
        join(chat, self.world.bot, "member")
        for person in members:
            join(chat, person.user, "member")
        for person in admins:
            join(chat, person.user, "administrator")
        return Group(self, chat)

    def push(self, update: Json) -> Json:
        """Queue a raw update."""
        queued = self.world.updates.push(update)
        self.world.changed()
        return queued

    @property
    def calls(self) -> list[Json]:
        """What the bot called, with the parameters, but for the polling."""
        return [
            {"method": call.method, "ok": call.ok, **call.parameters}
            for call in self.world.calls
            if call.method != "getUpdates"
        ]

    def called(self, method: str, *, ok: bool | None = None) -> list[Json]:
        """The parameters of all calls of one method, in order; ``ok`` picks by their success."""
        return [
            call.parameters
            for call in self.world.calls
            if call.method == method and ok in (None, call.ok)
        ]

    async def settled(self, quiet: float | None = None, timeout: float = WAIT) -> None:
        """Wait until the bot has taken every update and then calls nothing for ``quiet`` s."""
        quiet = self.quiet if quiet is None else quiet
        end, seen, since = time.monotonic() + timeout, -1, time.monotonic()
        while time.monotonic() < end:
            count = len(self.calls)
            if count != seen or not self.world.updates.confirmed or self.is_at_work():
                seen, since = count, time.monotonic()
            elif time.monotonic() - since >= quiet:
                return
            await self.world.until(lambda seen=seen: len(self.calls) != seen, quiet / 5)  # type: ignore[misc]
        raise Unmet(f"not quiet within {timeout} s")
