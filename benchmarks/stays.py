"""How often does control change rooms on the way of a question, and of a tap?

Run it with ``python -m benchmarks.stays``; ``--path`` also prints the way. The real application
answers one question and one tap against the Bot API server on loopback, while ``sys.setprofile``
notes which functions begin.

A room is a folder (``bot/handlers``, ``retrieval/answer``) with those below it, or a module that
lies in ``bot`` itself.
The way is that of one update: the chain of calls and awaits from the moment when it is taken on
until it is done, with the threads that the chain waits for, without the tasks that run beside it.
Each function that begins there is a step in its room; steps in one room that follow each other are
one stay, and a return is a stay in a room that was left before: returns = stays - rooms. Going back
to a caller is no step: what counts is where work begins. Three kinds of calls are no steps:

- what a value says of itself: methods of frozen dataclasses, named tuples and enums, special
  methods, comprehensions and lambdas;
- a tool in the hand: a function that calls no other function of ours, and all of
  ``retrieval/text``, which is the language that every room speaks;
- what ``retrieval`` does inside, once it was called: it is asked, and its inside is its own.
"""

from __future__ import annotations

import asyncio
import dis
import json
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, is_dataclass
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import click

from bot.conversation import answering
from bot.transport.updates.dispatch import Dispatcher
from bot.web.botapi import Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import serving, write_articles
from tests.paths import ROOT

QUESTION = "三争行动是什么？"
STAYS, RETURNS = 20, 8
"""The goal: at most so many of each."""
SLOW_S = 60.0
"""Under the profiler an answer may take long, and that is not to be shown."""

ROOMS, LANGUAGE = (f"{ROOT}/bot/", f"{ROOT}/retrieval/"), f"{ROOT}/retrieval/text/"
COROUTINE = 0x80
SUSPENDED = {"YIELD_VALUE", "SEND", "RESUME", "ASYNC_GEN_WRAP"}


@dataclass(slots=True)
class Call:
    """A function that began on the way, with the functions of ours that began in it."""

    module: str
    name: str
    is_value: bool
    calls: list[Call] = field(default_factory=list)

    @property
    def room(self) -> str:
        return "/".join(self.module.split("/")[:2])

    def steps(self) -> Iterator[Call]:
        """The steps of this call, in the order in which they begin."""
        if not self.is_value and any(not call.is_value for call in self.calls):
            yield self
        if not self.module.startswith("retrieval/"):
            for call in self.calls:
                yield from call.steps()


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one update."""

    steps: tuple[Call, ...]

    @property
    def stays(self) -> list[str]:
        rooms = [step.room for step in self.steps]
        return [room for before, room in zip([None, *rooms], rooms, strict=False) if room != before]

    @property
    def rooms(self) -> int:
        return len(set(self.stays))

    @property
    def returns(self) -> int:
        return len(self.stays) - self.rooms


class Tracer:
    """Follows one update at a time through the program."""

    def __init__(self) -> None:
        self._task: ContextVar[Any] = ContextVar("task", default=None)
        self._open: list[tuple[FrameType, Call]] = []
        self._top = Call("", "", is_value=True)
        self._follows = False

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Threads are only seen that start while this holds."""
        threading.setprofile(self._note)
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    def start(self) -> None:
        self._open, self._top, self._follows = [], Call("", "", is_value=True), True

    def stop(self) -> Way:
        self._follows = False
        return Way(tuple(self._top.steps()))

    def _note(self, frame: FrameType, event: str, _: object) -> None:
        module = _module(frame)
        if not self._follows or module is None or event not in ("call", "return"):
            return
        if frame.f_code is Dispatcher._run.__code__ and event == "call":
            self._task.set(self._task.get() or asyncio.current_task())
        if self._task.get() is None or not self._is_on_the_way():
            return
        if event == "call":
            self._begin(frame, module)
        elif not _is_waiting(frame):
            self._end(frame)

    def _is_on_the_way(self) -> bool:
        """Whether this is the update's own task, or a thread that it waits for."""
        if threading.current_thread() is not threading.main_thread():
            return True
        return asyncio.current_task() is self._task.get()

    def _begin(self, frame: FrameType, module: str) -> None:
        if any(one is frame for one, _ in self._open):
            return  # a coroutine goes on
        call = Call(module, frame.f_code.co_qualname, _is_value(frame))
        (self._open[-1][1] if self._open else self._top).calls.append(call)
        self._open.append((frame, call))

    def _end(self, frame: FrameType) -> None:
        places = [place for place, (one, _) in enumerate(self._open) if one is frame]
        if places:
            del self._open[places[-1] :]


def _module(frame: FrameType) -> str | None:
    """``bot/view/answers`` for the frames of the program, None for all others."""
    path = frame.f_code.co_filename
    if not path.startswith(ROOMS) or path.startswith(LANGUAGE):
        return None
    return path.removeprefix(f"{ROOT}/").removesuffix(".py").removesuffix("/__init__")


def _is_waiting(frame: FrameType) -> bool:
    """Whether a coroutine hands control to the loop, to go on later; a generator is left."""
    operation = dis.opname[frame.f_code.co_code[frame.f_lasti]]
    return bool(frame.f_code.co_flags & COROUTINE) and operation in SUSPENDED


def _is_value(frame: FrameType) -> bool:
    owner, _, name = frame.f_code.co_qualname.rpartition(".")
    if name.startswith(("__", "<")):
        return True
    kind = frame.f_globals.get(owner)
    if not isinstance(kind, type):
        return False
    frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    return frozen or issubclass(kind, Enum | tuple)


async def measure() -> dict[str, Way]:
    """The ways of a question and of a tap under its answer."""
    tracer, ways = Tracer(), {}
    with tempfile.TemporaryDirectory() as directory:
        articles = write_articles(Path(directory) / "articles")
        home = Path(directory) / "home"
        index_paths(Home(home), [articles])
        with tracer.installed(), patch.object(answering, "PATIENCE_S", SLOW_S):
            async with Telegram() as telegram, serving(telegram, home):
                alice = telegram.person("Alice")
                await alice.says("公积金怎么提取？")  # what is read once is read by now
                await telegram.settled()
                tracer.start()
                answer = await alice.says(QUESTION)
                await telegram.settled()
                ways["question"] = tracer.stop()
                tracer.start()
                await alice.taps(answer, "⋯")
                await answer.when(lambda it: it.has("看繁体"))
                await telegram.settled()
                ways["tap"] = tracer.stop()
    return ways


@click.command()
@click.option("--path", is_flag=True, help="Also print the steps, and the rooms they are in.")
def main(path: bool) -> None:
    """Print stays, rooms and returns, one JSON object a line."""
    for name, way in asyncio.run(measure()).items():
        counts = {"stays": len(way.stays), "rooms": way.rooms, "returns": way.returns}
        click.echo(json.dumps({"update": name, **counts}))
        if path:
            for step in way.steps:
                click.echo(f"    {step.room:24}{step.module.rpartition('/')[2]}.{step.name}")


if __name__ == "__main__":
    main()
