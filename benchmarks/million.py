"""A million passages, from files to answers: how long does each step take, as operators see it?

Run it with ``python -m benchmarks.million``. Articles are put together from real sentences of
statutes, drawn at random. ``wence`` runs in processes of its own; where its processor time is
given, it is that of all its processes.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.keeping import show, timed
from retrieval.corpus.passages import sentences
from retrieval.home import Home
from tests.shared import EVAL, LOAD, skip_without_shared

STATUTES = LOAD / "laws_hans.jsonl.gz"
QUESTIONS = EVAL / "stard" / "questions.jsonl"
ARTICLE_CHARS = 1120
PASSAGES_AN_ARTICLE = 7.3
LONGEST_SENTENCE = 190
COLD = "个体工商户的债务由谁承担？"
SEED = 7

Material = tuple[list[str], list[str]]
"""Sentences of statutes that are not too long, and their titles."""


@click.command()
@click.option("--passages", default=1_000_000, help="About so many.")
@click.option("--rounds", default=5, help="Cold starts, and rounds of questions.")
@click.option("--work", type=Path, help="Where the articles and the home stay; else they go.")
@click.option("--questions", default=300, help="Ask so many, in each round.")
@click.option("--statutes", type=int, help="Draw sentences from no more of them; else from all.")
@click.option("--jieba", is_flag=True, help="As if rjieba were not installed.")
def main(
    passages: int,
    rounds: int,
    work: Path | None,
    questions: int,
    statutes: int | None,
    jieba: bool,
) -> None:
    """Print what was measured, as one JSON object a line."""
    skip_without_shared()
    with _folder(work) as folder:
        home, articles = folder / "home", folder / "articles.jsonl"
        if jieba:
            hide("rjieba", folder / "hidden")
        material = _material(statutes)
        if not articles.exists():
            write_articles(articles, material, round(passages / PASSAGES_AN_ARTICLE))
        if not home.exists():
            show("text to indexes", **timed("index", str(articles), home=home))
        show("stored to indexes", **timed("reindex", "--stored", home=home))
        show("on disk", **sizes(Home(home)))
        show("cold ask", **cold(home, rounds))
        asked = _asked(questions)
        show("question to answer", **answering(home, folder, asked, rounds))
        more = folder / f"more-{time.time_ns()}.jsonl"
        write_articles(more, material, 1, seed=time.time_ns())
        show("one article more", **timed("index", str(more), home=home))
        show("cold ask beside a delta", **cold(home, rounds))
        show("question to answer beside a delta", **answering(home, folder, asked, rounds))


def write_articles(path: Path, material: Material, count: int, seed: int = SEED) -> None:
    """That many articles of random sentences, one a line."""
    pool, titles = material
    drawn = random.Random(seed)
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            body, chars = [], 0
            while chars < ARTICLE_CHARS:
                body.append(drawn.choice(pool))
                chars += len(body[-1])
            article = {
                "id": f"{seed}-{number}",
                "title": f"{drawn.choice(titles)}（之{number}）",
                "date": f"{drawn.randrange(1990, 2025)}-{drawn.randrange(1, 13):02}-15",
                "text": "".join(body),
            }
            lines.write(json.dumps(article, ensure_ascii=False) + "\n")


def _material(most: int | None) -> Material:
    """From all statutes, or from no more than so many."""
    pool: set[str] = set()
    titles: set[str] = set()
    with gzip.open(STATUTES, "rt", encoding="utf-8") as lines:
        for line in islice(lines, most):
            statute = json.loads(line)
            titles.add(statute["title"])
            spans = sentences(statute["text"])
            pool.update(statute["text"][a:b] for a, b in spans if b - a < LONGEST_SENTENCE)
    return sorted(pool), sorted(titles)


def hide(module: str, folder: Path) -> None:
    """Let the processes that are started from here on do without a module."""
    folder.mkdir(exist_ok=True)
    (folder / f"{module}.py").write_text("raise ImportError", encoding="ascii")
    os.environ["PYTHONPATH"] = str(folder)


def sizes(home: Home) -> dict[str, Any]:
    """Passages, postings and bytes a posting: of each index, and of all files."""
    live = home.index / home.current.read_text(encoding="ascii").strip()
    base, total = live / "base", 0
    found: dict[str, Any] = {"passages": len(np.load(base / "article.npy", mmap_mode="r"))}
    for part in ("words", "bigrams"):
        postings = int(np.load(base / part / "df.npy").sum(dtype=np.int64))
        size = sum(file.stat().st_size for file in (base / part).iterdir())
        found |= {f"{part}_postings": postings, f"{part}_bytes_each": round(size / postings, 2)}
        total += postings
    size = sum(file.stat().st_size for file in live.rglob("*") if file.is_file())
    return found | {"bytes_a_posting": round(size / total, 2)}


def cold(home: Path, rounds: int) -> dict[str, Any]:
    """Seconds of ``wence ask`` as a process; least, median and most."""
    times = []
    for _ in range(rounds):
        began = time.monotonic()
        wence("ask", COLD, home=home)
        times.append(time.monotonic() - began)
    return {
        "least_s": round(min(times), 2),
        "median_s": round(statistics.median(times), 2),
        "most_s": round(max(times), 2),
    }


def _asked(most: int) -> list[str]:
    """Real questions, a line of JSON each."""
    with QUESTIONS.open(encoding="utf-8") as lines:
        return list(islice(lines, most))


def answering(home: Path, folder: Path, asked: list[str], rounds: int) -> dict[str, Any]:
    """``took_ms`` of questions in one process; the first round warms up."""
    file = folder / "questions.jsonl"
    file.write_text("".join(asked * (rounds + 1)), encoding="utf-8")
    answers = wence("ask", "--questions", str(file), home=home).splitlines()
    took = np.array([json.loads(line)["took_ms"] for line in answers[len(asked) :]])
    p50, p99 = np.percentile(took, (50, 99))
    return {"questions": len(took), "p50_ms": round(p50, 2), "p99_ms": round(p99, 2)}


def wence(*arguments: str, home: Path) -> str:
    """What ``wence`` prints."""
    command = [sys.executable, "-m", "bot", *arguments, "--home", str(home), "--json"]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work is None:
        with tempfile.TemporaryDirectory() as directory:
            yield Path(directory)
    else:
        work.mkdir(parents=True, exist_ok=True)
        yield work


if __name__ == "__main__":
    main()
