"""What a route says: which updates it takes, what its handler is given of one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from structlog.contextvars import bind_contextvars
from telegram import Message, Update
from telegram.ext import BaseHandler, ContextTypes, MessageHandler, filters

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.permissions import OPEN, Right, refusal
from bot.conversation.replies import refuse
from bot.handlers.gate import has_turn, lets_in
from bot.state import BotState
from bot.transport.commands import CommandFilter
from bot.view.callback_data import ButtonData

Context = ContextTypes.DEFAULT_TYPE
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
Made = BaseHandler[Update, Context, None]
Given = TypeVar("Given")

FRESH = filters.UpdateType.MESSAGE
"""New messages only: PTB's filters would take edits and channel posts too."""
WORDS = filters.TEXT | filters.CAPTION


class Place(StrEnum):
    """Where what a route takes comes from."""

    PRIVATE = "private"
    GROUPS = "groups"
    BOTH = "private and groups"
    ELSEWHERE = "chats without the bot"


_FILTERS = {
    Place.PRIVATE: filters.ChatType.PRIVATE,
    Place.GROUPS: filters.ChatType.GROUPS,
    Place.BOTH: filters.ChatType.PRIVATE | filters.ChatType.GROUPS,
}


@dataclass(frozen=True, slots=True)
class Takes(Generic[Given]):
    """Which updates a route takes, and what its handler is given of each."""

    make: Callable[[Callback], Made]
    given: Callable[[BotState, Update], Given | None]
    """None where the update is, after all, none for the handler."""
    place: Place = Place.BOTH
    is_action: bool = False
    """Whether this is a command or a tap, which have a quota of their own in groups."""


@dataclass(frozen=True, slots=True)
class Route(Generic[Given]):
    """What comes in from whom, who handles it, what goes out."""

    name: str
    comes: str
    right: Right
    """What whoever it comes from needs; others are told so in one line."""
    handler: Callable[[BotState, Given], Awaitable[None]]
    out: str
    takes: Takes[Given]
    otherwise: Callable[[BotState, Given], Awaitable[None]] | None = None
    """Handles what comes from those without the right, in place of that line."""

    def handler_for(self, state: BotState) -> Made:
        """PTB's handler: what the gate lets in is counted, and handed on as what is made of it."""

        async def callback(update: Update, context: Context) -> None:
            if not await lets_in(state, update):
                return
            state.handled[self.name] += 1
            bind_contextvars(route=self.name)
            given = self.takes.given(state, update)
            if given is None:
                return
            if self.takes.is_action and not await has_turn(state, given):
                return
            why = None
            if self.right not in OPEN and isinstance(given, Conversation):
                why = await refusal(state, given, self.right)
            if why is None:
                await self.handler(state, given)
            elif self.otherwise is not None:
                await self.otherwise(state, given)
            elif isinstance(given, Conversation):
                await refuse(state, given, why)

        return self.takes.make(callback)


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
            and isinstance(ButtonData.read(query.data or ""), self._kinds)
        )


def command(name: str) -> Takes[Conversation]:
    """A command in private and in groups; never again when its message is edited."""
    return replace(message(CommandFilter(name)), is_action=True)


def message(which: filters.BaseFilter, place: Place = Place.BOTH) -> Takes[Conversation]:
    """New messages that pass a filter."""
    return _messages(FRESH & which, place)


def edit(which: filters.BaseFilter) -> Takes[Conversation]:
    """Messages that were edited, and pass a filter as they are now."""
    return _messages(filters.UpdateType.EDITED_MESSAGE & which, Place.BOTH)


def _messages(which: filters.BaseFilter, place: Place) -> Takes[Conversation]:
    there = _FILTERS[place] & which
    return Takes(lambda callback: MessageHandler(there, callback), Conversation.of_update, place)


def button(*kinds: type[ButtonData]) -> Takes[Tap]:
    """Taps on buttons of these kinds."""
    return Takes(lambda callback: TapHandler(callback, kinds), Tap.of_update, is_action=True)


def update(make: Callable[[Callback], Made], place: Place = Place.BOTH) -> Takes[Update]:
    """Updates that are no conversation: the handler is given the update itself."""
    return Takes(make, lambda state, update: update, place)
