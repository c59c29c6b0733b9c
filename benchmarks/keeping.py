"""How long does it take to keep all of the load: at first, again, and after one correction?

Run it with ``python -m benchmarks.keeping``. ``wence`` runs in processes of its own, as operators
run it; seconds of the processor are those of all its processes.
"""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from retrieval.corpus.dedup.clusters import fold_reposts
from retrieval.corpus.dedup.sketch import sketch
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.text.fold import fold_text
from tests.shared import LOAD, skip_without_shared

FILES = ("laws_hans.jsonl.gz", "laws_hant.jsonl.gz")
MORE = "示例市另行规定，天桥下不得停车。"


@click.command()
@click.option("--lines", type=int, help="Only so many lines of each file.")
def main(lines: int | None) -> None:
    """Print what was measured, as one JSON object a line."""
    skip_without_shared()
    with tempfile.TemporaryDirectory() as directory:
        folder, home = Path(directory) / "load", Path(directory) / "home"
        folder.mkdir()
        for name in FILES:
            copy(LOAD / name, folder / name, lines)
        first = timed("index", str(folder), home=home)
        show("all of it", **first)
        show("again, nothing changed", **timed("reindex", home=home))
        correct(folder / FILES[0])
        show("one article corrected", **timed("reindex", home=home))
        show("near duplicates", **near_duplicates(home, first["cpu_s"]))


def copy(source: Path, target: Path, lines: int | None) -> None:
    if lines is None:
        target.write_bytes(source.read_bytes())
        return
    with gzip.open(source) as whole, gzip.open(target, "wb", 1) as part:
        part.writelines(line for _, line in zip(range(lines), whole, strict=False))


def correct(path: Path) -> None:
    """Let the article in the middle of the file say something more."""
    lines = gzip.decompress(path.read_bytes()).splitlines()
    middle = json.loads(lines[len(lines) // 2])
    lines[len(lines) // 2] = json.dumps({**middle, "text": middle["text"] + MORE}).encode()
    path.write_bytes(gzip.compress(b"\n".join(lines), 1))


def timed(*arguments: str, home: Path) -> dict[str, Any]:
    """One run of ``wence``: seconds, the largest process so far, and its report."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "--home", str(home), "--json"],
        stdout=subprocess.PIPE,
        check=False,
    )
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(run.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = {name: report[name] for name in ("new", "changed", "unchanged", "removed", "blank")}
    return {
        "wall_s": round(seconds, 1),
        "cpu_s": round(cpu, 1),
        "largest_process_mib": after.ru_maxrss // 1024,
        "code": run.returncode,
        **counts,
        "refused": len(report["refused"]),
    }


def near_duplicates(path: Path, whole: float) -> dict[str, Any]:
    """What finding them costs, of all the seconds of the processor, and what was folded."""
    with Store.open(Home(path), write=True) as store:
        folded = [fold_text(article.text) for article in store.articles()]
        began = time.process_time()
        sketched = sum(sketch(text) is not None for text in folded)
        sketching = time.process_time() - began
        db = store.connection
        db.execute("BEGIN")
        db.execute("UPDATE sketches SET compared = 0")
        db.execute("UPDATE articles SET cluster = NULL")
        began = time.process_time()
        found = fold_reposts(Statements(db))
        comparing = time.process_time() - began
        db.rollback()
    return {
        "articles": len(folded),
        "long_enough": sketched,
        "folded": found,
        "sketching_s": round(sketching, 1),
        "comparing_s": round(comparing, 1),
        "share": round((sketching + comparing) / whole, 3),
    }


def show(what: str, **figures: Any) -> None:
    click.echo(json.dumps({"what": what, **figures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
