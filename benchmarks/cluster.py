"""The index in three OpenSearch nodes beside the embedded one: loading, milliseconds, CPU time.

Run it with ``python -m benchmarks.cluster``. The nodes are those of ``tests/cluster``, on this
machine, and share its processors with whoever asks.
"""

from __future__ import annotations

import gzip
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.keeping import show
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.generations import ClusterGenerations
from retrieval.index.engines.cluster.publishing import Layout, publish_live
from retrieval.index.kernel import warm
from tests.cluster.nodes import NoCluster, Nodes, running
from tests.shared import EVAL, LOAD, skip_without_shared

QUESTIONS = EVAL / "stard" / "questions.jsonl"
AT_ONCE = (1, 8, 32)
SHARDS, REPLICAS = 3, 1
TICKS = os.sysconf("SC_CLK_TCK")


@click.command()
@click.option("--articles", default=20_000, help="Statutes, half of them in traditional script.")
@click.option("--questions", default=200, help="Questions of each round.")
def main(articles: int, questions: int) -> None:
    """Print what was measured, as one JSON object a line."""
    skip_without_shared()
    with TemporaryDirectory() as work:
        directory = Path(work)
        home = Home(directory / "home")
        index_paths(home, [_statutes(directory / "statutes.jsonl", articles)])
        asked = list(islice(_questions(), questions))
        try:
            with running(directory / "nodes") as nodes:
                _measure(home, nodes, asked, directory / "other")
        except NoCluster as reason:
            print(f"skipped: {reason}", file=sys.stderr)


def _measure(home: Home, nodes: Nodes, asked: Sequence[str], other: Path) -> None:
    address = Address(tuple(nodes.urls), prefix="bench")
    began = time.perf_counter()
    with home.writer(), closing(ClusterGenerations(address, home)) as target:
        publish_live(home, target, layout=Layout(SHARDS, REPLICAS))
        took = time.perf_counter() - began
        described = target.described()
    passages = described.passages if described else 0
    stored = nodes.get("/bench-g*/_stats/store")["_all"]["total"]["store"]["size_in_bytes"]
    show(
        "published",
        passages=passages,
        seconds=round(took, 1),
        passages_a_second=round(passages / took),
        bytes_a_passage_and_copy=round(stored / passages / (1 + REPLICAS)),
    )
    warm()
    for name, place, cluster in (("embedded", home, None), ("cluster", Home(other), address)):
        with closing(Searcher.open(place, cluster=cluster)) as searcher:
            for threads in AT_ONCE:
                _round(name, searcher.ask, asked, threads, nodes)


def _round(
    engine: str, ask: Callable[[str], object], asked: Sequence[str], threads: int, nodes: Nodes
) -> None:
    """Ask everything, so many at once."""

    def timed(question: str) -> float:
        began = time.perf_counter()
        ask(question)
        return (time.perf_counter() - began) * 1000

    before = time.process_time(), _processor_time(nodes)
    with ThreadPoolExecutor(threads) as pool:
        took = sorted(pool.map(timed, asked))
    after = time.process_time(), _processor_time(nodes)
    show(
        f"{engine}, {threads} at once",
        p50_ms=round(statistics.median(took), 1),
        p99_ms=round(took[int(0.99 * len(took))], 1),
        bot_ms_a_question=round((after[0] - before[0]) * 1000 / len(asked), 1),
        nodes_ms_a_question=round((after[1] - before[1]) * 1000 / len(asked), 1),
    )


def _processor_time(nodes: Nodes) -> float:
    """Seconds of all nodes so far."""
    found = 0.0
    for process in nodes.processes.values():
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
        user, system = fields.split()[11:13]
        found += (int(user) + int(system)) / TICKS
    return found


def _statutes(file: Path, count: int) -> Path:
    """A file with so many statutes, in turn of either script."""
    sources = [_lines(LOAD / f"laws_{script}.jsonl.gz") for script in ("hans", "hant")]
    lines = islice(chain.from_iterable(zip(*sources, strict=False)), count)
    file.write_text("".join(lines), encoding="utf-8")
    return file


def _lines(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from lines


def _questions() -> Iterator[str]:
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["question"]


if __name__ == "__main__":
    main()
