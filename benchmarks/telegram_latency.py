"""How long from an update to the sent reply, also while 20,000 statutes are being indexed?

Run it with ``python -m benchmarks.telegram_latency``. The bot is ``wence serve`` in a process of
its own; the Bot API server on loopback runs here, so its work counts too. Every question comes
from another person, because a chat gets about one message a second; but for one person who asks ten
questions in a row, and turns five pages, while the server holds the bot to Telegram's limits.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click

from bot.web.botapi import TOKEN, Limits, Person, Shown, Telegram
from tests.shared import CORPUS, EVAL, LOAD, skip_without_shared

STATUTES = 20_000
BETWEEN_S = 0.1
"""Seconds between two questions while the index is built."""
WAIT_S = 30.0
QUESTIONS_IN_A_ROW, TURNS_IN_A_ROW = 10, 5
AFTER_S = 5.0
"""So long a person reads before turning pages."""


@click.command()
@click.option("--questions", default=300, help="How many questions are timed at rest.")
@click.option("--statutes", default=STATUTES, help="How many statutes are indexed meanwhile.")
def main(questions: int, statutes: int) -> None:
    """Print what was measured, as one JSON object a line."""
    skip_without_shared()
    asyncio.run(measure(questions, statutes))


async def measure(questions: int, statutes: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "home"
        await wence("index", str(CORPUS), "--home", str(home))
        async with Telegram() as telegram, serving(telegram, home):
            asker = Asker(telegram)
            for _ in range(20):
                await asker.ask()
            show("at rest", [await asker.ask() for _ in range(questions)])
            await in_a_row(telegram)
            await while_indexing(asker, home, Path(directory), statutes)


async def in_a_row(telegram: Telegram) -> None:
    """One person's questions and page turns, each as soon as the one before is answered."""
    telegram.enforce(Limits())
    person, questions = telegram.person("P"), seed_questions()
    times = []
    for text in questions[:QUESTIONS_IN_A_ROW]:
        began = time.perf_counter()
        await person.answer_to(person.posts(text), timeout=WAIT_S)
        times.append(time.perf_counter() - began)
    print_row("questions in a row", times)
    await asyncio.sleep(AFTER_S)
    answer = next(each for each in reversed(person.answers) if each.has("›"))
    print_row("page turns in a row", [await turn(person, answer) for _ in range(TURNS_IN_A_ROW)])
    print(json.dumps({"refused": telegram.gauge.refused}))
    telegram.gauge.limits = None


async def turn(person: Person, answer: Shown) -> float:
    """Seconds from a tap on › to the next page."""
    before, began = answer.message, time.perf_counter()
    person.tap(answer, str(answer.button("›").data))
    await answer.when(lambda it: it.message is not before)
    return time.perf_counter() - began


def print_row(name: str, seconds: list[float]) -> None:
    print(json.dumps({"what": name, "s": [round(each, 3) for each in seconds]}))


async def while_indexing(asker: Asker, home: Path, directory: Path, statutes: int) -> None:
    """Ask on and on while a process indexes, until the bot serves the new generation."""
    file = write_statutes(directory / "laws.jsonl", statutes)
    current = home / "index" / "CURRENT"
    old = current.read_text(encoding="utf-8")
    indexing = asyncio.create_task(wence("index", str(file), "--home", str(home)))
    watching = asyncio.create_task(changed(current, old))
    times, began = [], time.monotonic()
    while not watching.done() and not (indexing.done() and indexing.exception()):
        times.append(await asker.ask())
        await asyncio.sleep(BETWEEN_S)
    complete = await watching
    served = await asker.until_articles(statutes)
    await indexing
    show(f"while {statutes} statutes are indexed", times)
    print(json.dumps({"indexing_s": round(complete - began, 1)}))
    print(json.dumps({"new_generation_served_after_s": round(served - complete, 2)}))


class Asker:
    """Asks the questions of the seeds, each as a person of its own."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._questions = itertools.cycle(seed_questions())

    async def ask(self, text: str | None = None) -> float:
        """Milliseconds from an update to its reply."""
        return (await self._say(text or next(self._questions)))[0]

    async def until_articles(self, count: int) -> float:
        """The time at which /status counts more articles than these first."""
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            found = re.search(r"文章 (\d+) 篇", (await self._say("/status"))[1])
            if found and int(found[1]) > count:
                return time.monotonic()
            await asyncio.sleep(0.02)
        raise AssertionError("the bot never served what was indexed")

    async def _say(self, text: str) -> tuple[float, str]:
        person = self._telegram.person("P")
        began = time.perf_counter()
        answer = await person.answer_to(person.posts(text), timeout=WAIT_S)
        return (time.perf_counter() - began) * 1000, answer.text


def show(name: str, times: list[float]) -> None:
    """One line of measures."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    line = {"what": name, "questions": len(times), "p50_ms": cuts[49], "p99_ms": cuts[98]}
    line["max_ms"] = max(times)
    print(json.dumps({k: round(v, 1) if isinstance(v, float) else v for k, v in line.items()}))


def seed_questions() -> list[str]:
    lines = (EVAL / "seeds" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def write_statutes(path: Path, count: int) -> Path:
    with gzip.open(LOAD / "laws_hans.jsonl.gz", "rt", encoding="utf-8") as laws:
        path.write_text("".join(itertools.islice(laws, count)), encoding="utf-8")
    return path


async def changed(current: Path, old: str) -> float:
    """The time at which the file says something else."""
    while current.read_text(encoding="utf-8") == old:
        await asyncio.sleep(0.01)
    return time.monotonic()


async def wence(*arguments: str) -> None:
    """Run one command; its own words go nowhere unless it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await process.communicate()
    if process.returncode:
        raise click.ClickException(errors.decode("utf-8", "replace"))


@asynccontextmanager
async def serving(telegram: Telegram, home: Path, admins: str = "") -> AsyncIterator[None]:
    """``wence serve`` against the server on loopback."""
    knobs = {
        "WENCE_TOKEN": TOKEN,
        "WENCE_API_BASE_URL": telegram.url,
        "WENCE_QUOTA_PERSON": "0",
        "WENCE_ADMIN_IDS": admins,
    }
    log = (home / "serve.log").open("wb")
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", "--home", str(home)],
        env={**os.environ, **knobs},
        stderr=log,
    )
    try:
        yield
    finally:
        bot.terminate()
        await asyncio.to_thread(bot.wait, 30)
        log.close()


if __name__ == "__main__":
    main()
