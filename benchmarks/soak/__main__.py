"""How does the bot do under load? The mix of an hour's rush, against Telegram's limits.

Run it with ``python -m benchmarks.soak``; ``make soak`` takes ten minutes. The bot is ``wence
serve`` in a process of its own. The Bot API server and the people on it run here, on the same
processor: what they use is told apart, and the load average with it.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.soak.mix import Generator, Outcomes, outcomes
from benchmarks.telegram_latency import seed_questions, wence, write_statutes
from bot.view.texts import words
from bot.web.botapi import TOKEN, Telegram
from tests.shared import CORPUS, skip_without_shared

ADMIN = 42
SETTLE_S = 10.0
BUSY = ("🙏", *(words("busy", language)[:8] for language in ("hans", "hant", "en")))


@dataclass(frozen=True, slots=True)
class Used:
    """What a process has used so far."""

    cpu_s: float
    memory_mb: float

    @classmethod
    def of(cls, pid: int) -> Used:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks = sum(map(int, fields[11:13]))
        pages = int(fields[21])
        return cls(ticks / os.sysconf("SC_CLK_TCK"), pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


def look_ups_of(pid: int) -> list[int]:
    """The processes that a bot looks questions up in, or whatever else it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in children.read_text(encoding="ascii").split()]


@click.command()
@click.option("--rate", default=60.0, help="Updates a second.")
@click.option("--seconds", default=600.0, help="How long.")
@click.option("--articles", default=20_000, help="Statutes in the collection, and in the reindex.")
@click.option("--unpaced", is_flag=True, help="Without Telegram's limits: how far the bot goes.")
@click.option("--reindex/--no-reindex", default=True, help="Index as many statutes meanwhile.")
@click.option("--cluster", is_flag=True, help="With the index in three OpenSearch nodes.")
def main(
    rate: float, seconds: float, articles: int, unpaced: bool, reindex: bool, cluster: bool
) -> None:
    """Print what was measured, as one JSON object."""
    skip_without_shared()
    with on_nodes() if cluster else nullcontext():
        asyncio.run(soak(rate, seconds, articles, unpaced=unpaced, reindex=reindex))


@contextmanager
def on_nodes() -> Iterator[None]:
    """Let every ``wence`` that is started from here on use a cluster of this machine."""
    from tests.cluster.nodes import NoCluster, running

    with tempfile.TemporaryDirectory() as folder:
        try:
            with running(Path(folder), lasting=True) as nodes:
                urls = ",".join(nodes.urls)
                os.environ |= {"WENCE_ENGINE": "opensearch", "WENCE_OPENSEARCH_URL": urls}
                yield
        except NoCluster as reason:
            print(f"skipped: {reason}", file=sys.stderr)
            sys.exit(0)


async def soak(rate: float, seconds: float, articles: int, *, unpaced: bool, reindex: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        home, statutes = directory / "home", directory / "laws.jsonl"
        await wence("index", str(CORPUS), "--home", str(home))
        if articles:
            write_statutes(statutes, articles)
            await wence("index", str(statutes), "--home", str(home))
        async with Telegram() as telegram:
            if not unpaced:
                telegram.enforce()
            generator = Generator(telegram, seed_questions())
            stalls = directory / "stalls"
            async with serving(telegram, home, stalls, unpaced=unpaced) as pid:
                await warm_up(generator)
                line = await measure(generator, pid, rate, seconds, reindex, home)
            line["stalls_ms"] = sorted(map(int, stalls.read_text(encoding="utf-8").split()))[-5:]
        print(json.dumps(line, ensure_ascii=False))


async def warm_up(generator: Generator) -> None:
    """Some answers, so that there is something to tap on."""
    for person in generator.people[:50]:
        await person.answer_to(person.posts(generator.questions[0]), timeout=60)


async def measure(
    generator: Generator, pid: int, rate: float, seconds: float, reindex: bool, home: Path
) -> dict[str, object]:
    """Run the mix, and count."""
    before, own, began = Used.of(pid), time.process_time(), time.monotonic()
    called = len(generator.telegram.world.calls)
    look_ups = {child: Used.of(child) for child in look_ups_of(pid)}
    work = asyncio.create_task(uploads(generator.telegram, seconds))
    again = asyncio.create_task(wence("reindex", "--home", str(home))) if reindex else None
    await generator.run(rate, seconds)
    took, after = time.monotonic() - began, Used.of(pid)
    here, calls = time.process_time() - own, generator.telegram.world.calls[called:]
    messages = sum(each.ok and each.method == "sendMessage" for each in calls)
    there = sum(Used.of(child).cpu_s - used.cpu_s for child, used in look_ups.items())
    await asyncio.sleep(SETTLE_S)
    work.cancel()
    if again is not None:
        await again
    found = outcomes(generator.telegram, generator.sent, BUSY)
    cpu, count = after.cpu_s - before.cpu_s, len(generator.sent)
    return {
        "updates_s": round(count / took, 1),
        "messages_s": round(messages / took, 1),
        "bot_cpu_ms_per_update": round(1000 * cpu / count, 2),
        "look_ups_cpu_ms_per_update": round(1000 * there / count, 2),
        "bot_cpu_share": round(cpu / took, 2),
        "generator_cpu_share": round(generator.cpu_s / took, 2),
        "server_cpu_share": round((here - generator.cpu_s) / took, 2),
        "memory_mb": [round(before.memory_mb), round(after.memory_mb)],
        "refused_by_telegram": generator.telegram.gauge.refused,
        "load_average": [round(each, 1) for each in os.getloadavg()],
        **shown(found),
    }


def shown(found: Outcomes) -> dict[str, object]:
    return {
        "wait_ms": {kind: percentiles(waits) for kind, waits in found.waits.items()},
        "refused_within_ms": percentiles(found.refusals),
        "counts": dict(found.counts),
    }


def percentiles(waits: Sequence[float]) -> dict[str, int]:
    """Median, 99th percentile and the longest, in ms."""
    if len(waits) < 2:
        return {"count": len(waits)}
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    values = {"p50": cuts[49], "p99": cuts[98], "max": max(waits)}
    return {"count": len(waits), **{name: round(1000 * each) for name, each in values.items()}}


async def uploads(telegram: Telegram, seconds: float) -> None:
    """An admin sends a file now and then."""
    admin = telegram.person("Root", id=ADMIN)
    for number in range(max(1, int(seconds / 15))):
        admin.posts_file(f"{number}.txt", f"示例市第{number}号通知。\n请按时办理。".encode())
        await asyncio.sleep(15)


@asynccontextmanager
async def serving(
    telegram: Telegram, home: Path, stalls: Path, *, unpaced: bool
) -> AsyncIterator[int]:
    """The bot in a process of its own; its number."""
    knobs = {
        "WENCE_TOKEN": TOKEN,
        "WENCE_API_BASE_URL": telegram.url,
        "WENCE_QUOTA_PERSON": "0",
        "WENCE_ADMIN_IDS": str(ADMIN),
    }
    how = ["--unpaced"] if unpaced else []
    program = ["-m", "benchmarks.soak.served", str(stalls), *how, "serve", "--home", str(home)]
    with (home / "serve.log").open("wb") as log:
        bot = subprocess.Popen([sys.executable, *program], env={**os.environ, **knobs}, stderr=log)
        try:
            yield bot.pid
        finally:
            bot.terminate()
            await asyncio.to_thread(bot.wait, 30)


if __name__ == "__main__":
    main()
