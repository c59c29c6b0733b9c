"""What is sent again and what is not, and how close together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.timer import Timer
from bot.transport.allowances import SLACK, Window
from bot.transport.rate_limit import OVERALL, WAITS_S, Pace
from bot.transport.requests import NotDone


@dataclass(frozen=True)
class Jumping(Timer):
    """Time that passes only while everybody waits: then it jumps to what is waited for next."""

    passed: list[float] = field(default_factory=lambda: [0.0])
    awaited: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.passed[-1]

    async def sleep(self, seconds: float) -> None:
        until = self.now() + seconds
        self.awaited.append(until)
        while self.now() < until:
            for _ in range(3):  # whoever need not wait goes first
                await asyncio.sleep(0)
            if until == min(self.awaited):
                self.passed.append(max(self.now(), until))
        self.awaited.remove(until)


@pytest.fixture
def timer() -> Jumping:
    return Jumping()


@pytest.fixture
def pace(timer: Jumping) -> Pace:
    return Pace(timer)


class Line:
    """Fails as told, one failure after the other, then succeeds; counts the calls."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.calls = 0

    async def __call__(self) -> bool:
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return True


async def call(pace: Pace, line: Callable[[], Awaitable[bool]], method: str, chat: int = 1) -> bool:
    return bool(await pace.process_request(line, (), {}, method, {"chat_id": chat}, None))  # type: ignore[arg-type]


async def send(pace: Pace, line: Callable[[], Awaitable[bool]], chat: int = 1) -> bool:
    return await call(pace, line, "sendMessage", chat)


async def test_what_surely_had_no_effect_is_sent_again(pace: Pace) -> None:
    line = Line(NotDone("HTTP 502"))
    assert await send(pace, line)
    assert line.calls == 2


async def test_it_gives_up_when_there_is_no_way_through(pace: Pace) -> None:
    line = Line(*(NotDone("httpx.ConnectError") for _ in range(9)))
    with pytest.raises(NotDone):
        await send(pace, line)
    assert line.calls == 1 + len(WAITS_S)


@pytest.mark.parametrize("method", ["editMessageText", "getFile", "answerCallbackQuery"])
async def test_what_does_no_harm_twice_is_asked_for_again(pace: Pace, method: str) -> None:
    line = Line(TimedOut())
    assert await call(pace, line, method)
    assert line.calls == 2


@pytest.mark.parametrize("error", [TimedOut(), NetworkError("?"), BadRequest("can't parse")])
async def test_what_may_have_arrived_is_not_sent_again(pace: Pace, error: NetworkError) -> None:
    line = Line(error)
    with pytest.raises(type(error)):
        await send(pace, line)
    assert line.calls == 1


@pytest.mark.logs("asks to wait 30 s before sendMessage")
async def test_a_429_is_obeyed(pace: Pace, timer: Jumping) -> None:
    line = Line(RetryAfter(30))
    assert await send(pace, line)
    assert (line.calls, timer.now()) == (2, 30)


@pytest.mark.logs("asks to wait 30 s")
@pytest.mark.parametrize(("refused", "paused_s"), [([1], 0), ([1, 1], 0), ([1, 2], 30)])
async def test_a_429_pauses_its_chat_and_two_chats_pause_all(
    pace: Pace, timer: Jumping, refused: list[int], paused_s: float
) -> None:
    lines = [asyncio.create_task(send(pace, Line(RetryAfter(30)), chat)) for chat in refused]
    await asyncio.sleep(0)
    await send(pace, Line(), chat=3)
    assert timer.now() == paused_s
    assert await asyncio.gather(*lines) == [True] * len(refused)


async def test_a_request_that_takes_long_counts_until_it_ends(pace: Pace, timer: Jumping) -> None:
    async def slow() -> bool:
        await timer.sleep(5)
        return True

    group = -1
    await asyncio.gather(send(pace, slow, group), send(pace, slow, group))
    assert 5 + 1 + 5 <= timer.now() < 5 + 1.1 + 5


async def test_a_private_chat_gets_four_at_once_and_then_one_a_second(
    pace: Pace, timer: Jumping
) -> None:
    times = [(await send(pace, Line()), timer.now())[1] for _ in range(7)]
    assert times[:4] == [0.0] * 4
    assert times[4:] == pytest.approx([SLACK, 2 * SLACK, 3 * SLACK])


async def test_edits_have_a_budget_of_their_own(pace: Pace, timer: Jumping) -> None:
    for _ in range(4):
        await send(pace, Line())
    times = [(await call(pace, Line(), "editMessageText"), timer.now())[1] for _ in range(7)]
    assert times[:5] == [0.0] * 5
    assert times[5:] == pytest.approx([SLACK / 2, SLACK])


async def test_edits_go_before_the_messages_of_others(pace: Pace, timer: Jumping) -> None:
    done: list[str] = []

    def notes(name: str) -> Callable[[], Awaitable[bool]]:
        async def line() -> bool:
            done.append(name)
            return True

        return line

    sends = [asyncio.create_task(send(pace, notes("sent"), chat)) for chat in range(1, 60)]
    await asyncio.sleep(0)
    edit = asyncio.create_task(call(pace, notes("edited"), "editMessageText", 99))
    await asyncio.gather(edit, *sends)
    assert done.index("edited") == OVERALL[0]


@pytest.mark.logs("asks to wait 30 s before editMessageText")
async def test_a_429_stops_messages_and_edits(pace: Pace, timer: Jumping) -> None:
    edit = asyncio.create_task(call(pace, Line(RetryAfter(30)), "editMessageText"))
    await asyncio.sleep(0)
    await send(pace, Line())
    assert timer.now() == 30
    assert await edit


def test_a_window_lets_no_more_in_than_its_limit() -> None:
    window = Window(2, 10.0)
    for _ in range(2):
        assert window.delay(0) == 0
        window.start()
    assert window.delay(0) > 0
    window.end(0)
    assert window.delay(1) > 9
    assert window.delay(10.2) == 0


async def test_under_the_limit_for_all_chats_who_came_first_is_served_first() -> None:
    pace, order = Pace(Timer(0.01)), list[int]()

    async def message(chat: int) -> None:
        async def sent() -> None:
            order.append(chat)

        await pace.process_request(sent, (), {}, "sendMessage", {"chat_id": chat}, None)

    running = []
    for chat in range(1, 121):
        running.append(asyncio.create_task(message(chat)))
        await asyncio.sleep(0.001 if chat > 40 else 0)
    await asyncio.gather(*running)
    assert order == list(range(1, 121))
