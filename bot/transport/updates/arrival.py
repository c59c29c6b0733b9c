"""An update on its way through the bot: when it came, and whether its answer has left."""

from __future__ import annotations

import time
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegram import Message, Update

from bot.transport.commands import ASK, read_command
from bot.transport.incoming import Me, is_addressed, text_of


class Keeper(Protocol):
    """Keeps what surely has not been answered."""

    async def leaves(self, arrival: Arrival) -> None:
        """A message of its answer leaves in this moment: from now on it may have been sent."""

    async def stays(self, arrival: Arrival) -> None:
        """What left has surely not arrived; nothing of the answer has."""

    async def done(self, arrival: Arrival) -> None:
        """Nothing of it is to be sent any more."""

    def again_in(self, arrival: Arrival) -> float:
        """Seconds until it is to be answered late."""
        ...


@dataclass(slots=True, eq=False, kw_only=True)
class Arrival:
    """One update, as Telegram gave it and as PTB reads it."""

    raw: dict[str, Any]
    update: Update
    at: float
    """When it was sent, as far as is known, in seconds of the monotonic clock."""
    keeper: Keeper
    kind: str
    """What kind of update it is, as Telegram names it."""
    came: float = field(default_factory=time.monotonic)
    """When it came in, in the same seconds."""
    sending_s: float = 0.0
    """So long the sending of what goes out for it took."""
    is_question: bool = False
    """Whether somebody waits for an answer, and it does no harm to work it out once more."""
    overtook: tuple[Arrival, ...] = ()
    """Older questions of the chat that go unanswered for this one."""
    stands: bool = False
    """Whether it stands in ``chats.db`` as unanswered."""
    has_left: bool = False
    """Whether a message of its answer is on its way, or was sent."""
    was_sent: bool = False
    """Whether a message of its answer was sent."""
    failures: int = 0
    """How often its answer surely was not sent."""
    stayed: bool = False
    """Whether that is how the last attempt ended."""

    @property
    def id(self) -> int:
        return self.update.update_id

    @property
    def lane(self) -> tuple[str, int]:
        """What must keep its order: a chat, or the inline queries of a person."""
        update = self.update
        if update.inline_query is not None:
            return "inline", update.inline_query.from_user.id
        chat = update.effective_chat
        return ("chat", chat.id) if chat is not None else ("update", update.update_id)

    @property
    def late(self) -> bool:
        """Whether its answer should have been sent before."""
        return self.failures > 0

    @property
    def asked(self) -> Message | None:
        """The message in which somebody speaks, new or edited."""
        return self.update.message or self.update.edited_message


def kind_of(raw: dict[str, Any]) -> str:
    """What kind of update it is, as Telegram names it."""
    return next((name for name in raw if name != "update_id"), "empty")


CURRENT: ContextVar[Arrival | None] = ContextVar("arrival", default=None)
"""The update that this task works on."""


def asks(update: Update, me: Me) -> bool:
    """Whether this is a question to the bot, which may be answered late; never a command."""
    message = update.message or update.edited_message
    if message is None or message.document is not None or not text_of(message):
        return False
    command = read_command(text_of(message))
    return (command is None or command.name in ASK) and is_addressed(message, me)
