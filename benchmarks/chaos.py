"""Is anything lost that was acknowledged, whenever and wherever ``wence`` is killed?

Run it with ``python -m benchmarks.chaos``. One verb after another runs in a process of its own, is
killed (``kill -9``) at a random moment, and the home is looked at: the live index holds one version
of every file, no older one than was reported done; what was removed, hidden or answered stays so;
both databases are sound. At the end a reindex finishes the work, and ``wence doctor`` finds nothing
wrong.
"""

from __future__ import annotations

import asyncio
import faulthandler
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from bot.web.botapi import TOKEN, Telegram
from retrieval.answer.searcher import Searcher
from retrieval.corpus.article import Article
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.generation import Generation

LINES = 1_500
"""More than a batch of articles."""
FIRST_GUESS_S = 3.0
PATIENCE_S = 120.0
"""So long a child that outlived its bot may go on writing."""
STUCK_S = 600.0
"""A kill and what is checked after it never take so long."""
STEADY = "示例市的公积金窗口设在市民中心二楼，职工每季度可以提取一次。"
QUESTION = "公积金窗口设在哪里？"
VERSION = re.compile(r"第(\d+)次修订")


class Lost(Exception):
    """Something that was acknowledged is not there, or the index is of no one version."""


@dataclass(slots=True)
class Trial:
    """A home, what its files say, and what was acknowledged."""

    home: Home
    file: Path
    random: random.Random
    version: int = 0
    """What the file says now."""
    done: int = 0
    """What a run that ended by itself has read."""
    hidden: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    answered: int = 0
    usual: dict[str, float] = field(default_factory=dict)
    """How long each verb takes, by what was seen."""

    def write(self) -> None:
        """The next version of every line; some lines also change their length."""
        self.version += 1
        lines = (
            {"id": str(n), "text": f"第{n}号事项，第{self.version}次修订。{STEADY * (1 + n % 3)}"}
            for n in range(LINES)
        )
        fresh = self.file.with_suffix(".new")
        fresh.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
        fresh.replace(self.file)

    def run(self, *verb: str) -> subprocess.CompletedProcess[str]:
        """Let a verb end by itself."""
        ran = subprocess.run(
            self._command(*verb), capture_output=True, text=True, check=False, timeout=600
        )
        if ran.returncode:
            raise Lost(f"{' '.join(verb)}: {ran.stderr.strip()}")
        return ran

    def kill(self, name: str, *verb: str) -> bool:
        """Kill a verb at a random moment; was it still running?"""
        usual = self.usual.setdefault(name, FIRST_GUESS_S)
        process = subprocess.Popen(
            self._command(*verb), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
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
        expected = LINES - len(self.removed)
        if list(counts.values()) != [expected] or not self.done <= min(counts) <= self.version:
            raise Lost(f"the index holds {counts} of {expected}, at least {self.done} was done")


def index(trial: Trial) -> bool:
    trial.write()
    return _read(trial, "index", str(trial.file))


def reindex(trial: Trial) -> bool:
    trial.write()
    return _read(trial, "reindex")


def stored(trial: Trial) -> bool:
    return trial.kill("stored", "reindex", "--stored")


def _read(trial: Trial, *verb: str) -> bool:
    killed = trial.kill(verb[0], *verb)
    if not killed:
        trial.done = trial.version
    return killed


def remove(trial: Trial) -> bool:
    """Kill one that removes; whether it did is seen in the collection."""
    id = str(LINES - 1 - len(trial.removed))
    killed = trial.kill("remove", "remove", id)
    with trial.home.writer(patience_s=PATIENCE_S), Store.open(trial.home) as store:
        gone = store.resolve(id) is None
    if gone:
        trial.run("reindex", "--stored")
        trial.removed.add(id)
    elif not killed:
        raise Lost(f"{id} was reported removed")
    return killed


def ask(trial: Trial) -> bool:
    return trial.kill("ask", "ask", QUESTION)


def hide(trial: Trial) -> bool:
    id = str(len(trial.hidden))
    killed = trial.kill("hide", "hide", id)
    if not killed:
        trial.hidden.add(id)
    return killed


def back_up(trial: Trial) -> bool:
    """A killed backup has no name; one that ended can be restored."""
    path = trial.home.path.with_name("wence.tar")
    path.unlink(missing_ok=True)
    killed = trial.kill("backup", "backup", str(path))
    if path.exists():
        there = replace(trial, home=Home(trial.home.path.with_name("there")))
        there.run("restore", str(path))
        there.check()
        shutil.rmtree(there.home.path)
    return killed


def serve(trial: Trial) -> bool:
    """Kill a bot that is answering while it reindexes."""
    trial.write()
    asyncio.run(_serve(trial))
    return True


async def _serve(trial: Trial) -> None:
    async with Telegram(f"{os.getpid()}:{TOKEN.split(':')[1]}") as telegram:
        knobs = {
            "WENCE_TOKEN": telegram.world.token,
            "WENCE_API_BASE_URL": telegram.url,
            "WENCE_ADMIN_IDS": "42",
            "WENCE_QUOTA_PERSON": "0",
        }
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve", "--home", str(trial.home.path)],
            env={**os.environ, **knobs},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        telegram.person("Admin", id=42).posts("/reindex")
        try:
            async with asyncio.timeout(trial.random.uniform(0, 3 * FIRST_GUESS_S)):
                while True:
                    alice = telegram.person("Alice")
                    await alice.answer_to(alice.posts(QUESTION), timeout=PATIENCE_S)
                    trial.answered += 1
        except TimeoutError:
            pass
        bot.kill()
        await asyncio.to_thread(bot.wait)
        await asyncio.to_thread(_outlived, bot.pid)


def _outlived(session: int) -> None:
    """Wait for the children of a bot that was killed: what they were told to do they finish."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise Lost("a child of the bot that was killed goes on and on")


Verb = Callable[[Trial], bool]
VERBS: tuple[Verb, ...] = (index, reindex, stored, remove, ask, hide, back_up, serve)


def begin(place: Path, seed: int) -> Trial:
    """A home with everything in it that is looked for later."""
    trial = Trial(Home(place / "home"), place / "many.jsonl", random.Random(seed))
    trial.write()
    (place / "steady.txt").write_text(STEADY, encoding="utf-8")
    trial.run("index", str(trial.file), str(place / "steady.txt"))
    trial.run("hide", "0")
    trial.done, trial.hidden = trial.version, {"0"}
    trial.check()
    return trial


def finish(trial: Trial) -> None:
    """The next run finishes the work, and nothing is wrong then."""
    trial.run("reindex")
    trial.done = trial.version
    trial.check()
    trial.run("doctor")


@click.command()
@click.option("--kills", type=int, default=100, show_default=True)
@click.option("--seed", type=int, help="To repeat a run; drawn and printed otherwise.")
def main(kills: int, seed: int | None) -> None:
    """Print what was killed how often; exit code 1 at the first loss."""
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    print(f"seed {seed}", flush=True)
    killed: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        trial = begin(Path(directory), seed)
        while killed.total() < kills:
            faulthandler.dump_traceback_later(STUCK_S, exit=True)
            verb = trial.random.choice(VERBS)
            try:
                was_running = verb(trial)
                trial.check()
            except Lost as lost:
                print(f"lost after {killed.total()} kills, in {verb.__name__}: {lost}")
                sys.exit(1)
            if was_running:
                killed[verb.__name__] += 1
        finish(trial)
    counts = ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
    print(f"{kills} of {kills} kills clean ({counts}) in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
