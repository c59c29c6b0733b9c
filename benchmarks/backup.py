"""How long does a home of 100,000 articles take to back up or export, and to come back?

Run it with ``python -m benchmarks.backup``. ``wence`` runs in processes of its own, as operators
run it.
"""

from __future__ import annotations

import json
import operator
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from benchmarks.keeping import FILES, copy
from tests.shared import EVAL, LOAD, skip_without_shared

QUESTIONS = 200


@click.command()
@click.option("--articles", type=int, default=100_000, show_default=True)
def main(articles: int) -> None:
    """Print what was measured, as one JSON object a line."""
    skip_without_shared()
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        copy(LOAD / FILES[0], place / FILES[0], articles)
        home, there, file = place / "home", place / "there", place / "wence.tar"
        timed("index", str(place / FILES[0]), home=home)
        show("back up", **timed("backup", str(file), home=home), file_mb=file.stat().st_size / 1e6)
        show("restore", **timed("restore", str(file), home=there))
        file, there = place / "wence.export", place / "imported"
        show("export", **timed("export", str(file), home=home), file_mb=file.stat().st_size / 1e6)
        show("import", **timed("import", str(file), home=there))
        asked = place / "questions.jsonl"
        asked.write_text("\n".join(questions()), encoding="utf-8")
        before, after = (answers(which, asked) for which in (home, there))
        same = sum(map(operator.eq, before, after))
        show("the same answers", questions=len(before), same=same)


def questions() -> list[str]:
    """Questions about statutes and others, as they are put to a collection like this one."""
    stard, policy = (EVAL / name / "questions.jsonl" for name in ("stard", "policy"))
    lines = [path.read_text(encoding="utf-8").splitlines() for path in (stard, policy)]
    return [line for each in lines for line in each[: QUESTIONS // 2]]


def answers(home: Path, asked: Path) -> list[str]:
    """What is answered, with scores and explanations."""
    command = [sys.executable, "-m", "bot", "ask", "--json", "--explain", "--home", str(home)]
    found = subprocess.check_output([*command, "--questions", str(asked)], text=True)
    return [re.sub(r'"took_ms": [\d.]+', "", line) for line in found.splitlines()]


def timed(*arguments: str, home: Path) -> dict[str, Any]:
    """Run ``wence``; what it said last, and how long it took."""
    began = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "--json", "--home", str(home)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return {"s": time.perf_counter() - began, **json.loads(ran.stdout.splitlines()[-1])}


def show(step: str, **measured: Any) -> None:
    rounded = {k: round(v, 2) if isinstance(v, float) else v for k, v in measured.items()}
    load = round(os.getloadavg()[0], 1)
    print(json.dumps({"step": step, "load": load, **rounded}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
