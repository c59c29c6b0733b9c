"""Which update is next? Each chat's in order, the fresh before the old, the stale not at all."""

from __future__ import annotations

import asyncio
import heapq
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from itertools import count
from typing import Any

from telegram import CallbackQuery, Update

from bot.timer import Timer
from bot.transport.outgoing import answer_tap
from bot.transport.telegram_clock import TelegramClock
from bot.transport.updates.arrival import CURRENT, Arrival

log = logging.getLogger(__name__)

Handle = Callable[[Update], Awaitable[None]]

BACKLOG_S = 60
"""An older question was asked while the bot was away; only a chat's last is answered."""
AT_ONCE = 4
"""So many chats of a backlog are answered at once, beside whatever is fresh."""
TAP_S, TYPED_S = 20.0, 10.0
"""So long somebody waits for what a tap, or what they typed after ``@bot``, brings."""
SOON_S = 1.0
"""A tap that waits longer for its turn is acknowledged before it."""
GRACE_S, LEAVING_S = 2.0, 5.0
"""When told to stop: for what is being worked on, and for what is on its way to Telegram."""


class Lane:
    """The updates of one chat, or the inline queries of one person, in their order."""

    task: asyncio.Task[None]
    """What deals with them."""

    def __init__(self) -> None:
        self.waiting: deque[Arrival] = deque()
        self.current: Arrival | None = None
        """What is being dealt with."""
        self.ticket: asyncio.Future[bool] | None = None
        """What it waits for where the next one is old: True for a turn, False if it needs none."""

    def add(self, arrival: Arrival) -> None:
        """Of what somebody types, only the last is of use."""
        if arrival.update.inline_query is not None:
            self.waiting.clear()
        self.waiting.append(arrival)

    def take(self, is_old: Callable[[Arrival], bool]) -> Arrival:
        """The next one, without the old questions that newer ones of the chat came after."""
        overtook: list[Arrival] = []
        while True:
            arrival = self.waiting.popleft()
            overtaken = any(later.is_question for later in self.waiting)
            if not (arrival.is_question and overtaken and is_old(arrival)):
                arrival.overtook = tuple(overtook)
                return arrival
            overtook.append(arrival)


class Turns:
    """A few at once, the newest first."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[tuple[float, int, asyncio.Future[bool]]] = []
        self._serial = count()

    def ask(self, age: float) -> asyncio.Future[bool]:
        """A ticket, True once its turn has come."""
        ticket: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (age, next(self._serial), ticket))
        self._call()
        return ticket

    def end(self) -> None:
        """A turn is over."""
        self._free += 1
        self._call()

    def _call(self) -> None:
        while self._free and self._waiting:
            _, _, ticket = heapq.heappop(self._waiting)
            if not ticket.done():
                self._free -= 1
                ticket.set_result(True)


class Dispatcher:
    """Hands updates on, many chats at once and each chat's one after the other."""

    def __init__(self, handle: Handle, clock: TelegramClock, timer: Timer) -> None:
        self.handled = 0
        """Updates that have been dealt with since the start."""
        self.stale = 0
        """Those of them that nobody waited for any more."""
        self._handle = handle
        self._clock = clock
        self._timer = timer
        self._tasks: set[asyncio.Task[None]] = set()
        """What waits beside the lanes."""
        self._lanes: dict[tuple[str, int], Lane] = {}
        self._turns = Turns(AT_ONCE)
        self._stopping = False

    @property
    def waiting(self) -> int:
        """Updates whose turn has not come."""
        return sum(len(lane.waiting) for lane in self._lanes.values())

    def take(self, arrivals: Iterable[Arrival]) -> None:
        """Hand these on when their turn comes."""
        for arrival in arrivals:
            lane = self._lanes.get(arrival.lane)
            if lane is None:
                lane = self._lanes[arrival.lane] = Lane()
                lane.task = asyncio.create_task(self._run(arrival.lane, lane))
            lane.add(arrival)
            if arrival.update.callback_query is not None:
                self._beside(self._acknowledge(lane, arrival, arrival.update.callback_query))
            if lane.ticket is not None and not lane.ticket.done() and not self._is_old(arrival):
                lane.ticket.set_result(False)

    async def stop(self) -> None:
        """Let what is being worked on end, but only for a few seconds, and begin nothing more."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        self._cancel(lambda arrival: arrival is None)
        await self._let_end(GRACE_S)
        self._cancel(lambda arrival: arrival is None or not arrival.has_left)
        await self._let_end(LEAVING_S - GRACE_S)
        self._cancel(lambda arrival: True)
        await self._let_end(1.0)

    def _cancel(self, which: Callable[[Arrival | None], bool]) -> None:
        for lane in self._lanes.values():
            if which(lane.current):
                lane.task.cancel()

    async def _let_end(self, seconds: float) -> None:
        tasks = [lane.task for lane in self._lanes.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    async def _run(self, name: tuple[str, int], lane: Lane) -> None:
        try:
            while lane.waiting and not self._stopping:
                await self._next(lane)
        finally:
            del self._lanes[name]

    async def _next(self, lane: Lane) -> None:
        """Deal with the next update; what is old waits for a turn first."""
        takes_turn = False
        if self._is_old(lane.waiting[0]):
            lane.ticket = self._turns.ask(self._age(lane.waiting[0]))
            try:
                takes_turn = await lane.ticket
            finally:
                lane.ticket = None
        arrival = lane.take(self._is_old)
        try:
            lane.current = arrival
            await self.deal_with(arrival)
        finally:
            lane.current = None
            self.handled += 1 + len(arrival.overtook)
            if takes_turn:
                self._turns.end()

    async def deal_with(self, arrival: Arrival) -> None:
        """Hand one on, unless nobody waits for it any more."""
        for older in arrival.overtook:
            await older.keeper.done(older)
        if self._is_stale(arrival):
            self.stale += 1
            return
        CURRENT.set(arrival)
        try:
            await self._handle(arrival.update)
        except Exception:
            log.exception("an update was not dealt with")
        if arrival.stayed:
            self._take_later(arrival)
        else:
            await arrival.keeper.done(arrival)

    def _take_later(self, arrival: Arrival) -> None:
        async def wait() -> None:
            await self._timer.sleep(arrival.keeper.again_in(arrival))
            self.take([arrival])

        self._beside(wait())

    async def _acknowledge(self, lane: Lane, arrival: Arrival, tap: CallbackQuery) -> None:
        """Let the button stop turning where its turn takes long to come."""
        await asyncio.sleep(SOON_S)
        if arrival in lane.waiting:
            await answer_tap(tap)

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _age(self, arrival: Arrival) -> float:
        message = arrival.asked
        if message is None:
            return 0.0
        return self._clock.age(message.edit_date or message.date)

    def _is_old(self, arrival: Arrival) -> bool:
        return self._age(arrival) > BACKLOG_S

    def _is_stale(self, arrival: Arrival) -> bool:
        waited = time.monotonic() - arrival.at
        update = arrival.update
        return (update.callback_query is not None and waited > TAP_S) or (
            update.inline_query is not None and waited > TYPED_S
        )
