"""What a route says: which updates it takes, what its handler is given of one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from telegram import Message, Update
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, TypeHandler, filters

from bot.conversation.conversation import Conversation, Tap
from bot.state import BotState
from bot.transport.commands import ASK, read_command
from bot.transport.incoming import text_of
from bot.view.callback_data import ButtonData, read

Context = ContextTypes.DEFAULT_TYPE
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
Made = BaseHandler[Update, Context, None]
Given = TypeVar("Given")

FRESH = filters.UpdateType.MESSAGE
"""New messages only: PTB's filters would take edits and channel posts too."""
PRIVATE = FRESH & filters.ChatType.PRIVATE
GROUPS = FRESH & filters.ChatType.GROUPS
PEOPLE = PRIVATE | GROUPS
EDITS = filters.UpdateType.EDITED_MESSAGE & (filters.ChatType.PRIVATE | filters.ChatType.GROUPS)
WORDS = filters.TEXT | filters.CAPTION


@dataclass(frozen=True, slots=True)
class Takes(Generic[Given]):
    """Which updates a route takes, and what its handler is given of each."""

    make: Callable[[Callback], Made]
    given: Callable[[BotState, Update], Given | None]
    """None where the update is, after all, none for the handler."""


@dataclass(frozen=True, slots=True)
class Route(Generic[Given]):
    """What comes in from whom, who handles it, what goes out."""

    name: str
    comes: str
    who: str
    handler: Callable[[BotState, Given], Awaitable[None]]
    out: str
    takes: Takes[Given]
    group: int = 0

    def handler_for(self, state: BotState) -> Made:
        """PTB's handler: it counts the update and hands on what is made of it, once."""

        async def callback(update: Update, context: Context) -> None:
            state.handled[self.name] += 1
            given = self.takes.given(state, update)
            if given is not None:
                await self.handler(state, given)

        return self.takes.make(callback)


class CommandFilter(filters.MessageFilter):
    """Messages whose text is one of these commands, to this bot or to whichever bot there is."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self._names = names

    def filter(self, message: Message) -> bool:
        command = read_command(message.text or "")
        return (
            command is not None
            and command.name in self._names
            and command.is_for(message.get_bot().username)
        )


class AskFilter(filters.MessageFilter):
    """``/ask`` in any form, in a text or a caption; also one for another bot."""

    def filter(self, message: Message) -> bool:
        command = read_command(text_of(message))
        return command is not None and command.name in ASK


class TapHandler(BaseHandler[Update, Context, None]):
    """Taps on buttons whose data is of these kinds, under messages that can still be seen."""

    def __init__(self, callback: Callback, kinds: tuple[type[ButtonData], ...]) -> None:
        super().__init__(callback)
        self._kinds = kinds

    def check_update(self, update: object) -> bool:
        query = update.callback_query if isinstance(update, Update) else None
        return (
            query is not None
            and isinstance(query.message, Message)
            and isinstance(read(query.data or ""), self._kinds)
        )


def command(name: str) -> Takes[Conversation]:
    """A command in private and in groups; never again when its message is edited."""
    return message(PEOPLE & CommandFilter(name))


def message(which: filters.BaseFilter) -> Takes[Conversation]:
    """Messages that pass a filter."""
    return Takes(lambda callback: MessageHandler(which, callback), Conversation.of_update)


def button(*kinds: type[ButtonData]) -> Takes[Tap]:
    """Taps on buttons of these kinds."""
    return Takes(lambda callback: TapHandler(callback, kinds), Tap.of_update)


def anything(make: Callable[[Callback], Made] | None = None) -> Takes[Update]:
    """The update itself, of a kind that is no conversation; by default every one."""
    return Takes(
        make or (lambda callback: TypeHandler(Update, callback)), lambda state, update: update
    )
