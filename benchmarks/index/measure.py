"""One engine and one collection in a process of its own: one row, as JSON on standard output."""

from __future__ import annotations

import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.index.collections import Collection, load_questions, load_sentences
from benchmarks.index.engines import ENGINES, Engine, RankBM25

K = 10
QUESTIONS = 200
JUDGED = 20
"""The first questions, whose top 10 are compared with rank-bm25's."""

SLOW = 0.3
"""Seconds a question."""


def build(name: str, size: int, work: Path) -> dict[str, Any]:
    """Build time, peak memory and size on disk."""
    engine: Engine = ENGINES[name]()
    collection = load_sentences(work).collection(size)
    directory = fresh(place(work, name, size))
    before = resident()
    seconds = timed(lambda: engine.build(collection, directory))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    disk = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    return {
        "build_s": seconds,
        "build_peak_mib": (peak - before) / 2**20,
        "disk_mib": disk / 2**20,
        "tokens": len(collection.ids),
    }


def search(name: str, size: int, work: Path, seconds: float) -> dict[str, Any]:
    """Load time, memory and the times of questions."""
    questions = load_questions(QUESTIONS)
    engine: Engine = ENGINES[name]()
    directory = place(work, name, size)
    before = resident()
    load = timed(lambda: engine.open(directory))
    prepared = [engine.prepare(question) for question in questions]
    first = timed(lambda: engine.search(prepared[0], K))
    row = {"load_ms": (load + first) * 1e3, **latencies(engine, prepared, seconds)}
    row["rss_mib"] = (resident() - before) / 2**20
    row["agreement"] = agreement(engine, prepared[:JUDGED], size, work)
    return row


def rank_bm25(size: int, work: Path, seconds: float) -> dict[str, Any]:
    """rank-bm25 keeps nothing on disk: all in one process, and the scores that define the rest."""
    engine = RankBM25()
    before = resident()
    took, tokens = _built(engine, load_sentences(work).collection(size), work)
    rss = (resident() - before) / 2**20
    questions = load_questions(JUDGED)
    for idf in ("okapi", "lucene"):
        scores = np.array([engine.scores(question, idf) for question in questions])
        np.save(work / f"scores-{idf}-{size}.npy", scores)
    row: dict[str, Any] = {"build_s": took, "disk_mib": None, "rss_mib": rss, "tokens": tokens}
    row |= {"load_ms": None, **latencies(engine, questions, seconds)}
    row["agreement"] = agreement(engine, questions, size, work)
    return row


def _built(engine: Engine, collection: Collection, work: Path) -> tuple[float, int]:
    """The seconds that building takes, and how many tokens there are."""
    return timed(lambda: engine.build(collection, work)), len(collection.ids)


def latencies(engine: Engine, prepared: list[Any], seconds: float) -> dict[str, Any]:
    """Milliseconds a question, and questions a second on one and on two threads.

    An engine that takes longer than ``SLOW`` gets the first few alone, on one thread.
    """
    slow = timed(lambda: [engine.search(question, K) for question in prepared[:3]]) > 3 * SLOW
    prepared = prepared[:JUDGED] if slow else prepared
    for question in prepared[:0] if slow else prepared[:50]:
        engine.search(question, K)
    times: list[tuple[float, float]] = []
    started = time.perf_counter()
    while not times or time.perf_counter() - started < seconds:
        for question in prepared:
            wall, processor = time.perf_counter(), time.thread_time()
            engine.search(question, K)
            times.append((time.perf_counter() - wall, time.thread_time() - processor))
        if len(times) >= 20 * len(prepared):
            break
    each, work = np.array(times).T
    rounds = seconds / float(each.sum()) * len(times) / len(prepared)
    return {
        "p50_ms": float(np.median(each) * 1e3),
        "p99_ms": float(np.percentile(each, 99) * 1e3),
        "cpu_p50_ms": float(np.median(work) * 1e3),
        "cpu_p99_ms": float(np.percentile(work, 99) * 1e3),
        "qps_1": 1 / float(each.mean()),
        "qps_2": None if slow else _two_threads(engine, prepared, rounds),
        "questions": len(prepared),
    }


def _two_threads(engine: Engine, prepared: list[Any], rounds: float) -> float:
    todo = prepared * max(1, min(int(rounds), 20))

    def ask(part: list[Any]) -> None:
        for question in part:
            engine.search(question, K)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, [prepared, prepared]))
        seconds = timed(lambda: list(pool.map(ask, [todo[::2], todo[1::2]])))
    return len(todo) / seconds


def agreement(
    engine: Engine, prepared: list[Any], size: int, work: Path
) -> dict[str, float] | None:
    """The share of the engine's top 10 that are in rank-bm25's, ties counted as in."""
    shares = {}
    for idf in ("okapi", "lucene"):
        path = work / f"scores-{idf}-{size}.npy"
        if not path.exists():
            return None
        scores = np.load(path, mmap_mode="r")
        found = []
        for question, truth in zip(prepared, scores, strict=True):
            docs = engine.docs(engine.search(question, K))
            least = np.partition(truth, -K)[-K]
            expected = min(K, int(np.count_nonzero(truth > 0)))
            right = sum(1 for doc in docs if truth[doc] > 0 and truth[doc] >= least - 1e-9)
            found.append(right / expected if expected else 1.0)
        shares[idf] = float(np.mean(found))
    return shares


def resident() -> int:
    """The bytes of memory that this process has."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * resource.getpagesize()


def timed(action: Callable[[], Any]) -> float:
    """The seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def place(work: Path, name: str, size: int) -> Path:
    family = name.replace("wence numba", "wence numpy").replace("bm25s numba", "bm25s numpy")
    return work / f"{family.replace(' ', '-')}-{size}"


def fresh(directory: Path) -> Path:
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory


def main() -> None:
    verb, name, size, work, seconds = sys.argv[1:]
    if name == "rank-bm25":
        row = rank_bm25(int(size), Path(work), float(seconds))
    elif verb == "build":
        row = build(name, int(size), Path(work))
    else:
        row = search(name, int(size), Path(work), float(seconds))
    print(json.dumps(row))


if __name__ == "__main__":
    main()
