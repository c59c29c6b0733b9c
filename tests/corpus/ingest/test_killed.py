"""Killed at any moment, nothing is lost: real processes, ``kill -9``, a home that goes on."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.answer.searcher import Searcher
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.build import is_current
from retrieval.text.lexicon import Lexicon

STEADY = "示例市的公积金窗口设在市民中心二楼，职工每季度可以提取一次。"
LINES = 2600
"""Enough for several batches and a worker."""


class Killing:
    """A folder that changes from round to round, and a home that takes it in."""

    def __init__(self, path: Path, seed: int) -> None:
        self.home, self.folder = Home(path / "home"), path / "articles"
        self.random = random.Random(seed)
        self.folder.mkdir()
        (self.folder / "steady.txt").write_text(STEADY, encoding="utf-8")
        self.round = 0
        self.change()
        began = time.monotonic()
        assert self.start("index", str(self.folder)).wait(timeout=300) == 0
        self.usual = time.monotonic() - began

    def change(self) -> None:
        """Another tenth of the lines says something new; one file comes and one goes."""
        self.round += 1
        lines = [
            {"id": str(number), "text": f"第{number}号事项第{self.version(number)}次修订。{STEADY}"}
            for number in range(LINES)
        ]
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (self.folder / "many.jsonl").write_text(text, encoding="utf-8")
        (self.folder / f"{self.round}.txt").write_text(f"第{self.round}篇。{STEADY}")
        (self.folder / f"{self.round - 1}.txt").unlink(missing_ok=True)

    def version(self, number: int) -> int:
        return (self.round + number) // 10

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments, "--json"],
            env={**os.environ, "WENCE_HOME": str(self.home.path)},
            stdout=subprocess.DEVNULL,
        )

    def kill_once(self) -> bool:
        """Kill one run at a random moment; was it still running?"""
        self.change()
        verb = self.random.choice([("index", str(self.folder)), ("reindex",)])
        process = self.start(*verb)
        time.sleep(self.random.uniform(0, self.usual))
        was_running = process.poll() is None
        if not was_running:
            self.usual *= (
                0.7  # a small change takes less than the first run, or the machine is idle
            )
        process.kill()
        process.wait()
        return was_running

    def check_home(self) -> None:
        """The home opens at once and answers from the last complete index."""
        began = time.monotonic()
        searcher = Searcher.open(self.home)
        try:
            results = searcher.ask("公积金窗口设在哪里？").results
            assert results
            for result in results:
                assert result.article.text[result.start : result.end] == result.quote
        finally:
            searcher.close()
        assert time.monotonic() - began < 10

    def check_end(self) -> None:
        """The next run finishes the work."""
        assert self.start("reindex").wait(timeout=300) == 0
        with Store.open(self.home) as store:
            articles = {article.id: article for article in store.articles()}
            assert len(articles) == LINES + 2
            for number in range(LINES):
                assert f"第{self.version(number)}次修订" in articles[str(number)].text
            assert is_current(store, self.home, Lexicon.load())
            (sound,) = store.connection.execute("PRAGMA integrity_check").fetchone()
            assert sound == "ok"
        generations = [path for path in self.home.index.iterdir() if path.is_dir()]
        assert len(generations) == 1


def kill_again_and_again(path: Path, rounds: int, seed: int) -> None:
    killing = Killing(path, seed)
    running = 0
    for _ in range(rounds):
        running += killing.kill_once()
        killing.check_home()
    assert running >= rounds // 4
    killing.check_end()


def test_killed_at_a_few_moments(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, rounds=4, seed=3)


@pytest.mark.long
def test_killed_at_fifty_moments(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, rounds=50, seed=5)
