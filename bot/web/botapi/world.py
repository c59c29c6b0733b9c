"""What the server knows: people, chats, messages, files, and what was called when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.web.botapi.errors import ApiError, bad, forbidden
from bot.web.botapi.updates import Updates

Json = dict[str, Any]

TOKEN = "123456789:AAtestTESTtestTESTtestTESTtestTESTte"
BOT: Json = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "问策",
    "username": "wence_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "supports_guest_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
ANONYMOUS: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
WAIT = 60.0
"""Seconds that a person waits for the bot before it counts as silent: long on a busy machine."""
LOOK_S = 0.1
INSIDE = {"creator", "administrator", "member"}


def who(user: Json) -> Json:
    """A user as messages show them."""
    return {
        name: user[name]
        for name in ("id", "is_bot", "first_name", "username", "language_code")
        if name in user
    }


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot: what it said, and what the server answered."""

    method: str
    parameters: Json
    at: float
    """Seconds of a monotonic clock."""
    error: ApiError | None = None

    @property
    def ok(self) -> bool:
        return self.error is None


@dataclass(slots=True)
class Chat:
    """A private chat, group, supergroup or channel."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    people: dict[int, Json] = field(default_factory=dict)
    status: dict[int, str] = field(default_factory=dict)
    """User id → creator, administrator, member, left or kicked."""
    messages: dict[int, Json] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)
    """Message id → the markup as the bot sent it."""
    topics: dict[int, str] = field(default_factory=dict)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    """Message id → those of the bot."""
    reacted: dict[int, dict[int, str]] = field(default_factory=dict)
    """Message id → user id → the emoji of each person."""
    actions: list[str] = field(default_factory=list)
    last_id: int = 0
    migrated_to: int | None = None
    last_author: int | None = None
    silenced: bool = False
    """Whether members, and the bot among them, may not write."""
    hides_members: bool = False
    """Whether only admins are told who is in the group."""

    def as_json(self) -> Json:
        shown: Json = {"id": self.id, "type": self.type}
        if self.type == "private":
            return shown | {k: v for k, v in who(self.people[self.id]).items() if k in _NAMES}
        shown["title"] = self.title
        if self.username:
            shown["username"] = self.username
        if self.is_forum:
            shown["is_forum"] = True
        return shown

    @property
    def is_group(self) -> bool:
        return self.type in {"group", "supergroup"}


_NAMES = {"first_name", "username"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    id: str
    name: str
    content: bytes
    path: str
    size: int
    """As Telegram tells it; a test may claim more than there is."""


class World:
    """The state of one server, and the way to wait for it to change."""

    def __init__(self, token: str = TOKEN, bot: Json | None = None) -> None:
        self.token = token
        self.bot = {**BOT, "id": int(token.split(":")[0]), **(bot or {})}
        self.updates = Updates(self.changed)
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.calls: list[Call] = []
        self.profile: dict[tuple[str, ...], Any] = {}
        self.callbacks: dict[str, Json | None] = {}
        """Callback query id → its answer; None as long as there is none."""
        self.inline: dict[str, Json | None] = {}
        self.inline_cache: dict[tuple[int | None, str, str], tuple[float, Json]] = {}
        """(person or all, query, offset) → the time at which it ends, and the answer."""
        self.guests: dict[str, Json | None] = {}
        self.guest_chats: dict[str, tuple[int, int]] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.slow_s = 0.0
        """Seconds by which Telegram's time is behind the clock of this machine."""
        self._serial = 0
        self.changes = 0
        """How often something has changed."""
        self._changed = asyncio.Event()

    def now(self) -> float:
        """Telegram's time, in seconds since 1970."""
        return time.time() - self.slow_s

    def serial(self) -> int:
        self._serial += 1
        return self._serial

    def changed(self) -> None:
        """Wake everybody who waits for something."""
        self.changes += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, there: Callable[[], bool], timeout: float = WAIT) -> bool:
        """Wait until ``there()``; False if ``timeout`` seconds passed first.

        It is looked again whenever something changes here, and now and then: what is waited for
        may be the bot's.
        """
        end = time.monotonic() + timeout
        while not there():
            left = end - time.monotonic()
            if left <= 0:
                return False
            try:
                # wait_for of Python 3.11 can lose a cancellation
                async with asyncio.timeout(min(left, LOOK_S)):
                    await self._changed.wait()
            except TimeoutError:
                continue
        return True

    def chat(self, name: int | str) -> Chat:
        """The chat of a request, where the bot may write.

        Raises:
            ApiError: unknown, blocked, left, or moved to a supergroup.
        """
        found = self.look_up(name)
        if found.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=found.migrated_to,
            )
        status = found.status.get(self.bot["id"], "left")
        if found.type == "private" and status == "kicked":
            raise forbidden("bot was blocked by the user")
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {found.type} chat")
        if status not in INSIDE:
            raise forbidden(f"bot is not a member of the {found.type} chat")
        return found

    def look_up(self, name: int | str) -> Chat:
        for found in self.chats.values():
            if found.id == name or (found.username and name == f"@{found.username}"):
                return found
        if name in self.users:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad("chat not found")

    def add(self, chat: Chat, author: Json | None, content: Json) -> Json:
        """Put a message into a chat; what it says besides author and chat is ``content``."""
        chat.last_id += 1
        message: Json = {"message_id": chat.last_id, "date": int(self.now())}
        if author is not None:
            message["from"] = who(author)
            chat.last_author = author["id"]
        message |= {"chat": chat.as_json(), **content}
        chat.messages[chat.last_id] = message
        self.changed()
        return message

    def keep(self, name: str, content: bytes, size: int | None = None) -> StoredFile:
        number = self.serial()
        path = f"documents/file_{number}"
        stored = StoredFile(f"BQAC{number:08d}", name, content, path, size or len(content))
        self.files[stored.id] = stored
        return stored
