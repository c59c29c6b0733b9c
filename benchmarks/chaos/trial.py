"""A home, what its files say, and what was acknowledged: what has to hold after every kill."""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.chaos.lost import Lost
from benchmarks.chaos.website import SETTINGS, Website
from retrieval.answer.searcher import Searcher
from retrieval.corpus.article import Article
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.generation import Generation

FIRST_GUESS_S = 3.0
PATIENCE_S = 120.0
"""So long a child that outlived its bot may go on writing."""
STEADY = "示例市的公积金窗口设在市民中心二楼，职工每季度可以提取一次。"
QUESTION = "公积金窗口设在哪里？"
VERSION = re.compile(r"第(\d+)次修订")
IMPORTED = "from-another-home-"
"""So begins the id of an article that was imported."""


def environment(**more: str) -> Mapping[str, str]:
    """What the processes are told."""
    return {**os.environ, **SETTINGS, **more}


def count_imported(store: Store) -> int:
    """How many articles of other homes count."""
    (count,) = store.connection.execute(
        "SELECT count(*) FROM articles WHERE live IS NOT NULL AND id GLOB ?", [IMPORTED + "*"]
    ).fetchone()
    return int(count)


@dataclass(slots=True)
class Trial:
    """A home, what its files say, and what was acknowledged."""

    home: Home
    file: Path
    random: random.Random
    lines: int
    """How many articles its file holds."""
    version: int = 0
    """What the file says now."""
    done: int = 0
    """What a run that ended by itself has read."""
    hidden: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    imported: int = 0
    """How many articles of other homes are there."""
    answered: int = 0
    website: Website | None = None
    """What is followed."""
    usual: dict[str, float] = field(default_factory=dict)
    """How long each verb takes, by what was seen."""

    def write(self) -> None:
        """The next version of every line; some lines also change their length."""
        self.version += 1
        lines = (
            {"id": str(n), "text": f"第{n}号事项，第{self.version}次修订。{STEADY * (1 + n % 3)}"}
            for n in range(self.lines)
        )
        fresh = self.file.with_suffix(".new")
        fresh.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        fresh.replace(self.file)

    def run(self, *verb: str) -> subprocess.CompletedProcess[str]:
        """Let a verb end by itself."""
        ran = subprocess.run(
            self._command(*verb),
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
            env=environment(),
        )
        if ran.returncode:
            raise Lost(f"{' '.join(verb)}: {ran.stderr.strip()}")
        return ran

    def kill(self, name: str, *verb: str) -> bool:
        """Kill a verb at a random moment; was it still running?"""
        usual = self.usual.setdefault(name, FIRST_GUESS_S)
        process = subprocess.Popen(
            self._command(*verb),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        try:
            process.wait(self.random.uniform(0, usual))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.usual[name] = usual * 1.05
            return True
        _, errors = process.communicate()
        if process.returncode:
            raise Lost(f"{' '.join(verb)}: {errors.decode().strip()}")
        self.usual[name] = usual * 0.8
        return False

    def _command(self, *verb: str) -> list[str]:
        return [sys.executable, "-m", "bot", *verb, "--home", str(self.home.path)]

    def check(self) -> None:
        """What holds after every kill.

        Raises:
            Lost: it does not.
        """
        with self.home.writer(patience_s=PATIENCE_S), closing(Searcher.open(self.home)) as searcher:
            self._check_answer(searcher)
            with closing(Generation.open(self.home)) as live:
                versions = live.versions().tolist()
            self._check_index([searcher.store.article(n) for n in versions])
            imported = count_imported(searcher.store)
            if imported != self.imported:
                raise Lost(f"{imported} of {self.imported} imported articles are there")
            if self.website:
                self.website.check(searcher.store)
        for database in (self.home.articles_db, self.home.chats_db):
            with closing(sqlite3.connect(database)) as db:
                if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    raise Lost(f"{database.name} is damaged")
        with closing(sqlite3.connect(self.home.chats_db)) as db:
            hidden = {row[0] for row in db.execute("SELECT article FROM hidden")}
            (asked,) = db.execute("SELECT count(*) FROM questions").fetchone()
        if not self.hidden <= hidden or asked < self.answered:
            raise Lost(f"{self.hidden - hidden} hidden, {asked} of {self.answered} questions")

    def _check_answer(self, searcher: Searcher) -> None:
        results = searcher.ask(QUESTION).results
        if not results:
            raise Lost("nothing was found")
        for result in results:
            if result.article.text[result.start : result.end] != result.quote:
                raise Lost(f"a quote of {result.article.id} is not in its article")

    def _check_index(self, articles: list[Article]) -> None:
        if self.removed & {article.id for article in articles}:
            raise Lost("what was removed is back")
        found = Counter(version for each in articles for version in VERSION.findall(each.text))
        counts = {int(version): count for version, count in found.items()}
        expected = self.lines - len(self.removed)
        if list(counts.values()) != [expected] or not self.done <= min(counts) <= self.version:
            raise Lost(f"the index holds {counts} of {expected}, at least {self.done} was done")
