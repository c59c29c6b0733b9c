"""Questions are written down before Telegram is told, and until their answers leave."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from telegram import Bot, Update

from bot.db.database import Chats
from bot.db.unanswered import (
    Unanswered,
    note_answered,
    note_taken,
    offset_of,
    unanswered,
)
from bot.db.writes import GroupedWrites
from bot.transport.incoming import Me, sender
from bot.transport.telegram_clock import TelegramClock
from bot.transport.updates.arrival import Arrival, asks, kind_of

Json = dict[str, Any]

WAITS_S = (2.0, 4.0, 8.0, 15.0, 30.0)
"""Until an answer that surely was not sent is tried again, the last one again and again."""


class Intake:
    """What stands in ``chats.db`` of the updates that are being answered."""

    def __init__(self, chats: Chats, writes: GroupedWrites, clock: TelegramClock) -> None:
        self.unsent = 0
        """Answers that surely were not sent, and are sent later."""
        self._chats = chats
        self._writes = writes
        self._clock = clock

    def begin(self, bot: Bot) -> tuple[int | None, list[Arrival]]:
        """From which update on to poll, and the questions that a former process left."""
        self._bot = bot
        left = [
            self._arrival(each.update, Update.de_json(each.update, self._bot))
            for each in unanswered(self._chats, self._bot.id)
        ]
        for arrival in left:
            arrival.stands, arrival.failures = True, 1
        return offset_of(self._chats, self._bot.id), left

    def arrivals(self, taken: Sequence[tuple[Json, Update]]) -> list[Arrival]:
        """A batch of updates, in their order.

        A tap and an inline query have no date; they are at least as old as the next message.
        """
        made, age = [], 0.0
        for raw, update in reversed(taken):
            message = update.message or update.edited_message
            if message is not None:
                age = max(0.0, self._clock.age(message.edit_date or message.date))
            made.append(self._arrival(raw, update, 0.0 if message is not None else age))
        return made[::-1]

    def _arrival(self, raw: Json, update: Update, age: float = 0.0) -> Arrival:
        me = Me(self._bot.id, self._bot.username)
        at = time.monotonic() - age
        return Arrival(
            raw=raw,
            update=update,
            at=at,
            keeper=self,
            kind=kind_of(raw),
            is_question=asks(update, me),
        )

    async def take(self, arrivals: Sequence[Arrival], offset: int | None) -> None:
        """Write the questions down, all in one commit, before Telegram is told that they came."""
        questions = [arrival for arrival in arrivals if arrival.is_question]
        await self._note(questions, offset)

    async def leaves(self, arrival: Arrival) -> None:
        """What stood here goes, before the message does."""
        arrival.stayed = False
        if not arrival.has_left:
            arrival.has_left = True
            if arrival.stands:
                await self._forget(arrival)

    async def stays(self, arrival: Arrival) -> None:
        """It stands here again, unless an earlier message of the answer was sent."""
        if not arrival.is_question or arrival.was_sent:
            return
        arrival.stayed = True
        if arrival.has_left:
            arrival.has_left = False
            await self._note([arrival], None)

    async def done(self, arrival: Arrival) -> None:
        """Nothing of it is to be sent any more."""
        if arrival.stands:
            await self._forget(arrival)

    def again_in(self, arrival: Arrival) -> float:
        """Seconds until it is to be answered late."""
        self.unsent += 1
        arrival.failures += 1
        arrival.stayed = False
        return WAITS_S[min(arrival.failures, len(WAITS_S)) - 1]

    async def _note(self, questions: Sequence[Arrival], offset: int | None) -> None:
        rows = [
            Unanswered(
                update_id=each.id,
                chat=each.asked.chat.id,
                person=sender(each.asked),
                update=each.raw,
            )
            for each in questions
            if each.asked is not None
        ]
        if await self._writes.attempt(note_taken, self._bot.id, rows, offset):
            for each in questions:
                each.stands = True

    async def _forget(self, arrival: Arrival) -> None:
        arrival.stands = False
        await self._writes.attempt(note_answered, self._bot.id, arrival.id)
