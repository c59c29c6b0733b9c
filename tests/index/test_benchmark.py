"""The benchmark runs, in a small version, with the engines that are installed."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.shared import needs_shared

pytestmark = pytest.mark.long

PEERS = {"bm25s numpy": "bm25s", "tantivy": "tantivy"}


@needs_shared
def test_a_small_benchmark(tmp_path: Path) -> None:
    peers = [name for name, module in PEERS.items() if find_spec(module)]
    engines = ["rank-bm25", "SQLite FTS5", *peers, "wence numpy", "wence numba"]
    command = [sys.executable, "-m", "benchmarks.index", "--sizes", "300", "--seconds", "0.05"]
    results = str(tmp_path / "results")
    places = ["--work", str(tmp_path), "--results", results]
    limit = ["--articles", "300"]
    subprocess.run([*command, *places, *limit, "--engines", *engines], check=True)
    rows = json.loads((tmp_path / "results" / "index.json").read_text())["rows"]
    assert [row["engine"] for row in rows] == engines
    assert not [row for row in rows if "failed" in row]
    ours = [row for row in rows if row["engine"].startswith("wence")]
    assert [row["agreement"]["lucene"] for row in ours] == [1.0] * len(ours) != []


@needs_shared
def test_a_small_million() -> None:
    command = [sys.executable, "-m", "benchmarks.million", "--passages", "300", "--rounds", "1"]
    less = ["--questions", "10", "--statutes", "1000"]
    run = subprocess.run([*command, *less], stdout=subprocess.PIPE, check=True)
    rows = {row["what"]: row for row in map(json.loads, run.stdout.splitlines())}
    assert rows["text to indexes"]["new"] == 41
    assert 250 < rows["on disk"]["passages"] < 350
    assert rows["one article more"]["new"] == 1
    assert rows["question to answer"]["p50_ms"] > 0
