"""How long do the pages take at the server, and how heavy are they, at 100,000 passages?

Run it with ``python -m benchmarks.web``. The application is asked in its own process, without a
network; every figure is of whole responses, their stylesheet and script counted with each page.
Milliseconds are those of the clock and, for machines that others keep busy, of the processor.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
import httpx
from starlette.applications import Starlette

from benchmarks.keeping import FILES, copy
from bot.db import desk
from bot.settings import Settings
from bot.web.application import reader
from bot.web.pages.render import STATIC
from bot.web.served import WebState, opened
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.kernel import warm
from tests.shared import LOAD, skip_without_shared

ADMIN = 42
QUESTIONS = (
    "用人单位不签劳动合同怎么办？",
    "醉酒驾驶怎么处罚？",
    "失业保险金领多久？",
    "土地承包期是多少年？",
    "消费者退货的期限",
    "福建省 2020年以后 公积金怎么提取",
)
CHANGES = 12
LONG = {"id": "long", "title": "很长的办法"}


@click.command()
@click.option("--articles", type=int, default=80_000, show_default=True)
@click.option("--rounds", type=int, default=40, show_default=True)
@click.option("--home", type=click.Path(path_type=Path), help="A home that is indexed already.")
def main(articles: int, rounds: int, home: Path | None) -> None:
    """Print p50, p99 and the weight of each kind of page, one JSON object a line."""
    with tempfile.TemporaryDirectory() as directory:
        if home is None:
            skip_without_shared()
            home = collection(Path(directory), articles)
        with opened(
            Settings(_env_file=None, home=home, admin_ids=str(ADMIN), api_quota=0)
        ) as state:
            asyncio.run(measure(state, rounds))


def collection(place: Path, articles: int) -> Path:
    """So many statutes, and one text of 600,000 characters in a thousand sections."""
    copy(LOAD / FILES[0], place / FILES[0], articles)
    text = "\n".join(
        f"第{n}条 各地应当落实第{n}项要求，" + "不得拖延；" * 118 for n in range(1, 1_001)
    )
    line = json.dumps({**LONG, "text": text}, ensure_ascii=False)
    (place / "long.jsonl").write_text(line + "\n", encoding="utf-8")
    index_paths(Home(place / "home"), [place / FILES[0], place / "long.jsonl"])
    return place / "home"


async def measure(state: WebState, rounds: int) -> None:
    warm()
    await looked_up(state, rounds)
    application = httpx.ASGITransport(Starlette(routes=[reader(state)]))
    store = state.live.current.store
    keys = [article.key for article in store.articles(most=rounds)]
    with_it = sum((STATIC / name).stat().st_size for name in ("wence.css", "wence.js", "icon.svg"))
    async with httpx.AsyncClient(transport=application, base_url="http://wence.test") as browser:
        link = desk.new_link(state.chats, ADMIN)
        await browser.post("/desk/sign-in", data={"link": link})
        kinds = {
            "search": [f"/?q={question}" for question in QUESTIONS],
            "article": [f"/a/{key}/q0-20" for key in keys],
            "long article": [f"/a/long?p={n}" for n in range(1, 100)],
            "long article, other script": [f"/a/long?p={n}&script=hant" for n in range(1, 100)],
            "feed": ["/feed.xml"],
            "api ask": [f"/api/ask?q={question}" for question in QUESTIONS],
            "desk table": ["/desk", "/desk?order=title", "/desk?q=劳动"],
            "desk table, not asked for before": [f"/desk?q={n}" for n in range(rounds + 1)],
        }
        for kind, addresses in kinds.items():
            await asked(browser, addresses[-1])
            told = [await asked(browser, addresses[n % len(addresses)]) for n in range(rounds)]
            is_page = kind not in ("feed", "api ask")
            heaviest = max(each[2] for each in told) + (with_it if is_page else 0)
            figures = milliseconds([each[:2] for each in told])
            print(json.dumps({"page": kind, **figures, "kb": heaviest / 1000}))
        changed = [await after_a_change(store.home, browser, n) for n in range(CHANGES)]
        print(json.dumps({"page": "desk table, right after a change", **milliseconds(changed)}))
    (passages,) = store.connection.execute(
        "SELECT sum(length(passages)) / 8 FROM tokens JOIN articles ON live = n"
    ).fetchone()
    print(json.dumps({"articles": store.count(), "passages": passages}))


async def after_a_change(
    home: Home, browser: httpx.AsyncClient, number: int
) -> tuple[float, float]:
    """The table by its titles when one article has just been written."""
    file = home.path / "changing.jsonl"
    line = {"id": "changing", "title": f"第{number}次改的办法", "text": f"本办法改了{number}次。"}
    file.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    index_paths(home, [file])
    took, work, _ = await asked(browser, "/desk?order=title")
    return took, work


async def looked_up(state: WebState, rounds: int) -> None:
    """The answers alone, without their pages."""
    for question in QUESTIONS:
        await state.ask(question)
    told = []
    for n in range(rounds):
        began, worked = time.perf_counter(), time.process_time()
        await state.ask(QUESTIONS[n % len(QUESTIONS)])
        told.append(since(began, worked))
    print(json.dumps({"answers alone": len(QUESTIONS), **milliseconds(told)}))


def since(began: float, worked: float) -> tuple[float, float]:
    """Milliseconds of the clock and of the processor."""
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def milliseconds(told: Sequence[tuple[float, float]]) -> dict[str, float]:
    """The median of both, and the 99th percentile of the processor's."""
    clock, processor = zip(*told, strict=True)
    slowest = sorted(processor)[int(0.99 * (len(told) - 1))]
    return {
        "p50_ms": round(statistics.median(clock), 1),
        "processor_p50_ms": round(statistics.median(processor), 1),
        "processor_p99_ms": round(slowest, 1),
    }


async def asked(browser: httpx.AsyncClient, address: str) -> tuple[float, float, int]:
    """Milliseconds of the clock and of the processor, and bytes of the body."""
    began, worked = time.perf_counter(), time.process_time()
    answer = await browser.get(address)
    took, work = since(began, worked)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return took, work, len(answer.content)


if __name__ == "__main__":
    main()
