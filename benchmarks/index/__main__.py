"""``make bench``: builds collections, asks every engine the same questions, prints one table.

The times of a machine that others share are noisy. Every row holds p50 and p99 by the clock, and
by the processor's time of the asking thread, in which waiting for others does not count.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.index.collections import load_sentences
from benchmarks.index.engines import ENGINES
from benchmarks.index.table import markdown, plot
from tests.shared import skip_without_shared

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"


def main() -> None:
    options = _options()
    skip_without_shared()
    work = Path(options.work or tempfile.mkdtemp(prefix="wence-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    load_sentences(work, options.articles)
    rows = []
    for size in options.sizes:
        for name in options.engines:
            row = _row(name, size, work, options.seconds)
            rows.append(row)
            print(json.dumps(row), file=sys.stderr, flush=True)
    result = {"machine": machine(), "rows": rows}
    print(markdown(rows))
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "index.json").write_text(json.dumps(result, indent=1) + "\n")
    (options.results / "index.md").write_text(markdown(rows) + "\n")
    plot(rows, options.results / "index.png")


def _row(name: str, size: int, work: Path, seconds: float) -> dict[str, Any]:
    """One engine over one collection; what cannot be run says why."""
    row: dict[str, Any] = {"engine": name, "passages": size}
    shares_build = name.endswith("numba")
    verbs = ["all"] if name == "rank-bm25" else ["search"] if shares_build else ["build", "search"]
    for verb in verbs:
        command = [sys.executable, "-m", "benchmarks.index.measure", verb, name, str(size)]
        command += [str(work), str(seconds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            row["failed"] = done.stderr.strip().splitlines()[-1]
            break
        row |= json.loads(done.stdout.splitlines()[-1])
    return row


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    names = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "cpu": names[0] if names else platform.processor(),
        "cores": len(names),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.index", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--articles", type=int, help="read no more of the statutes than so many")
    parser.add_argument("--seconds", type=float, default=8.0, help="for each measurement")
    parser.add_argument("--work", type=Path, help="kept between runs; default: a temporary one")
    parser.add_argument("--results", type=Path, default=RESULTS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
