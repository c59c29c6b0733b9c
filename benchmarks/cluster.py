"""The index in three OpenSearch nodes beside the embedded one: loading, milliseconds, CPU time.

Run it with ``python -m benchmarks.cluster``. Both collections of statutes are prepared in parts, by
as many processes as there are cores, loaded by one, published and asked. The nodes are those of
``tests/cluster``, on this machine, and share its processors with whoever asks. Then every set of
``make evaluate`` is published, and both engines are measured with it. With ``--work`` what was done
is kept, and a run that was stopped goes on.
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
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks.keeping import show, timed
from benchmarks.quality.goals import NAMES
from benchmarks.quality.sets import EvaluationSet, find_sets
from retrieval.answer.searcher import Searcher
from retrieval.evaluate.evaluation import evaluate
from retrieval.evaluate.measures import Measures, measures
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
A_FILE = 5_000
"""Statutes in one file; a file is in one part."""
CORES = len(os.sched_getaffinity(0))
TICKS = os.sysconf("SC_CLK_TCK")
SHOWN = ("questions", "hit@1", "mrr@10", "answer@1")
"""Measures that are shown; all are compared."""
COLUMNS = ("asked at once", "engine", "p50, ms", "p99, ms", "bot, ms of processor", "nodes, ms")


@click.command()
@click.option("--articles", type=int, help="Statutes of either script in turn; all otherwise.")
@click.option("--questions", default=200, help="Questions of each round.")
@click.option("--most", type=int, help="Questions of each set that are evaluated; all otherwise.")
@click.option("--work", type=click.Path(path_type=Path), help="Where everything is kept.")
def main(articles: int | None, questions: int, most: int | None, work: Path | None) -> None:
    """Print what was measured, as one JSON object a line, and then the table of the rounds."""
    skip_without_shared()
    with ExitStack() as stack:
        work = work or Path(stack.enter_context(TemporaryDirectory()))
        home = taken_in(work, articles)
        asked = list(islice(_questions(), questions))
        try:
            nodes = stack.enter_context(running(work / "nodes", lasting=True))
        except NoCluster as reason:
            print(f"skipped: {reason}", file=sys.stderr)
            return
        address = Address(tuple(nodes.urls), prefix="bench")
        publish(home, address, nodes)
        warm()
        rounds = [
            asked_by(engine, asked, threads, nodes)
            for engine in (
                Engine("embedded", home, None),
                Engine("cluster", Home(work / "other"), address),
            )
            for threads in AT_ONCE
        ]
        print_table(rounds)
        for one in find_sets(EVAL, work / "sets", NAMES):
            show_apart(one, most, nodes)


def taken_in(work: Path, articles: int | None) -> Home:
    """A home with the statutes, which were prepared in parts."""
    files, parts, home = work / "statutes", work / "parts", work / "home"
    if not files.exists():
        write_files(files, articles)
    count = len(list(files.iterdir()))
    begun, cpu = time.monotonic(), children()

    def prepare(part: int) -> int:
        given = ("prepare", "--part", f"{part}/{count}", str(files), str(parts))
        return int(timed(*given, home=work / f"home{part % CORES}")["new"])

    with ThreadPoolExecutor(CORES) as pool:  # each waits for a process
        prepared = sum(pool.map(prepare, range(1, count + 1)))
    wall, used = time.monotonic() - begun, children() - cpu
    show("prepared", parts=count, articles=prepared, wall_s=round(wall, 1), cpu_s=round(used, 1))
    show("loaded", **timed("load", str(parts), home=home))
    return Home(home)


def write_files(directory: Path, articles: int | None) -> None:
    """The statutes, in turn of either script, in files of equal length."""
    sources = [_lines(LOAD / f"laws_{script}.jsonl.gz") for script in ("hans", "hant")]
    lines = islice(filter(None, chain.from_iterable(zip_longest(*sources))), articles)
    directory.mkdir(parents=True)
    for number in range(sys.maxsize):
        if not (some := "".join(islice(lines, A_FILE))):
            return
        (directory / f"{number:04}.jsonl").write_text(some, encoding="utf-8")


def publish(home: Home, address: Address, nodes: Nodes) -> None:
    """Publish what a home has, and show how long that takes and how large it is."""
    began, before = time.perf_counter(), _processor_time(nodes)
    own = time.process_time()
    with home.writer(), closing(ClusterGenerations(address, home, publishing=True)) as target:
        publish_live(home, target, layout=Layout(SHARDS, REPLICAS))
        took = time.perf_counter() - began
        described = target.described()
    passages = described.passages if described else 0
    index = described.index if described else ""
    stored = nodes.get(f"/{index}/_stats/store")["_all"]["total"]["store"]["size_in_bytes"]
    whole = nodes.get("/bench-articles/_stats/store")["_all"]["primaries"]["store"]
    show(
        "published",
        articles=described.articles if described else 0,
        passages=passages,
        seconds=round(took, 1),
        passages_a_second=round(passages / took),
        bot_cpu_s=round(time.process_time() - own, 1),
        nodes_cpu_s=round(_processor_time(nodes) - before, 1),
        bytes_a_passage_and_copy=round(stored / passages / (1 + REPLICAS)),
        articles_mb=round(whole["size_in_bytes"] / 1e6, 1),
        load_average=[round(each, 1) for each in os.getloadavg()],
    )


@dataclass(frozen=True, slots=True)
class Engine:
    """Whoever answers."""

    name: str
    home: Home
    cluster: Address | None


def asked_by(engine: Engine, asked: Sequence[str], threads: int, nodes: Nodes) -> list[Any]:
    """Ask everything, so many at once; a row of the table."""
    with closing(Searcher.open(engine.home, cluster=engine.cluster)) as searcher:
        took, used = _round(searcher.ask, asked, threads, nodes)
    p50, p99 = statistics.median(took), took[int(0.99 * len(took))]
    row = [threads, engine.name, *(round(each, 1) for each in (p50, p99, *used))]
    show("asked", **dict(zip(COLUMNS, row, strict=True)))
    return row


def _round(
    ask: Callable[[str], object], asked: Sequence[str], threads: int, nodes: Nodes
) -> tuple[list[float], tuple[float, float]]:
    """Ascending milliseconds; and of the processor, a question: those of this process, of nodes."""

    def timed_ms(question: str) -> float:
        began = time.perf_counter()
        ask(question)
        return (time.perf_counter() - began) * 1000

    before = time.process_time(), _processor_time(nodes)
    with ThreadPoolExecutor(threads) as pool:
        took = sorted(pool.map(timed_ms, asked))
    after = time.process_time(), _processor_time(nodes)
    here, there = (
        (end - begin) * 1000 / len(asked) for begin, end in zip(before, after, strict=True)
    )
    return took, (here, there)


def show_apart(one: EvaluationSet, most: int | None, nodes: Nodes) -> None:
    """Publish a set; show how far what it measures on both engines is apart."""
    index_paths(one.home, [one.articles])
    address = Address(tuple(nodes.urls), prefix=f"bench-{one.name.replace('_', '-')}")
    with one.home.writer(), closing(ClusterGenerations(address, one.home, publishing=True)) as to:
        publish_live(one.home, to, layout=Layout(SHARDS, REPLICAS))
    here, there = (measured(one, most, cluster) for cluster in (None, address))
    apart = {name: abs(value - (there[name] or 0)) for name, value in here.items()
             if value is not None and not name.endswith("_ms")}  # fmt: skip
    told = {name: [here[name], there[name]] for name in SHOWN}
    show("evaluated", set=one.name, **told, furthest_apart=round(max(apart.values()), 4))


def measured(one: EvaluationSet, most: int | None, cluster: Address | None) -> Measures:
    """What a set measures on an engine."""
    with closing(Searcher.open(one.home, cluster=cluster)) as searcher:
        return measures(evaluate(searcher, one.questions(most)))


def print_table(rounds: Sequence[Sequence[Any]]) -> None:
    """The rounds as a table of Markdown."""
    for row in (COLUMNS, ["---"] * len(COLUMNS), *rounds):
        print(f"| {' | '.join(map(str, row))} |")


def children() -> float:
    """Seconds of the processor of all processes that were started here and have ended."""
    found = os.times()
    return found.children_user + found.children_system


def _processor_time(nodes: Nodes) -> float:
    """Seconds of all nodes so far."""
    found = 0.0
    for process in nodes.processes.values():
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1]
        user, system = fields.split()[11:13]
        found += (int(user) + int(system)) / TICKS
    return found


def _lines(file: Path) -> Iterator[str]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from lines


def _questions() -> Iterator[str]:
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["question"]


if __name__ == "__main__":
    main()
