"""Over 100,000 passages: how quick is inline mode, and how soon is a file searchable?

Run it with ``python -m benchmarks.telegram_collection``. The bot is ``wence serve`` in a process
of its own; the Bot API server on loopback runs here, so its work counts too.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import tempfile
import time
from pathlib import Path

import click

from benchmarks.telegram_latency import seed_questions, serving, show, wence, write_statutes
from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from retrieval.index.generation import Generation
from tests.shared import skip_without_shared

STATUTES = 90_000
ADMIN = 42
WAIT_S = 60.0
NOTICE = "# 示例市第{n}号充电规定\n\n电动滑板车第{n}号充电桩由示例市消防站看管，夜间不得使用。\n"


@click.command()
@click.option("--queries", default=300, help="How many inline queries are timed.")
@click.option("--files", default=5, help="How many files are taken in.")
@click.option("--statutes", default=STATUTES, help="How many statutes make the collection.")
def main(queries: int, files: int, statutes: int) -> None:
    """Print what was measured, as one JSON object a line."""
    skip_without_shared()
    asyncio.run(measure(queries, files, statutes))


async def measure(queries: int, files: int, statutes: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "home"
        laws = write_statutes(Path(directory) / "laws.jsonl", statutes)
        await wence("index", str(laws), "--home", str(home))
        generation = Generation.open(Home(home))
        print(json.dumps({"passages": len(generation)}))
        generation.close()
        async with Telegram() as telegram, serving(telegram, home, admins=str(ADMIN)):
            first = telegram.person("P")
            await first.answer_to(first.posts("/status"), timeout=WAIT_S)
            show("inline queries", await inline_times(telegram, queries))
            admin = telegram.person("Root", id=ADMIN)
            show("taken in and searchable", [await kept(admin, n) for n in range(files)])


async def inline_times(telegram: Telegram, queries: int) -> list[float]:
    """Milliseconds from the update to ``answerInlineQuery``, each query by another person."""
    times = []
    asked = itertools.cycle(seed_questions())
    for number in range(queries + 10):
        person, question = telegram.person("P"), next(asked)
        began = time.perf_counter()
        await person.types(question[: 2 + number % 20])
        times.append((time.perf_counter() - began) * 1000)
    return times[10:]


async def kept(admin: Person, number: int) -> float:
    """Milliseconds from the tap on 收录 until a question is answered from the file."""
    shown = await admin.sends_file(f"规定{number}.md", NOTICE.format(n=number).encode())
    began = time.perf_counter()
    await admin.taps(shown, "收录")
    await shown.when(lambda it: "已收录" in it.text, timeout=WAIT_S)
    answer = await admin.says(f"电动滑板车第{number}号充电桩由谁看管？")
    assert f"第{number}号充电桩" in answer.text, answer.text
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
