"""How long does a home of 100,000 articles take to back up or export, and to come back?

Run it with ``python -m benchmarks.backup``. ``wence`` runs in processes of its own, as operators
run it.
"""

from __future__ import annotations

import json
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
from tests.shared import LOAD, skip_without_shared

QUESTIONS = (
    "用人单位不签劳动合同怎么办？",
    "醉酒驾驶怎么处罚？",
    "失业保险金领多久？",
    "土地承包期是多少年？",
    "消费者退货的期限",
)


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
        same = answers(home) == answers(there)
        show("the same answers", questions=len(QUESTIONS), same=same)


def answers(home: Path) -> list[str]:
    """What is answered, with scores and explanations, in a process of its own each."""
    command = [sys.executable, "-m", "bot", "ask", "--json", "--explain", "--home", str(home)]
    asked = (subprocess.check_output([*command, question], text=True) for question in QUESTIONS)
    return [re.sub(r'"took_ms": [\d.]+', "", line) for line in asked]


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
