"""Questions go on while generations are published, while nodes die, and after all have died."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.db.database import Chats
from bot.db.hidden import hide
from bot.web.botapi import Telegram
from retrieval.answer.live_searcher import LiveSearcher
from retrieval.answer.searcher import Searcher
from retrieval.corpus.store import Store
from retrieval.errors import EngineUnavailable
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.engines.cluster.address import Address
from tests.bot.serving import serving
from tests.cluster.conftest import published
from tests.cluster.nodes import Nodes

pytestmark = [
    pytest.mark.cluster,
    # urllib3 leaves a connection to a node that was killed half read to the collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ARTICLES, THREADS, PAUSE_S = 300, 4, 0.2
"""Together the threads ask twenty questions a second at most."""
BEFORE, AFTER, PATIENCE_S = 20, 40, 120.0
"""Answers that are waited for, and how long."""
QUESTIONS = [f"第{n}号窗口办理居住证怎么收费？" for n in range(0, ARTICLES, 7)]

Answer = tuple[str, ...]


def collection(home: Home, edition: str) -> None:
    """Articles that all say of which edition they are."""
    file = home.path.with_name("windows.jsonl")
    lines = [
        {"id": f"{n}", "text": f"第{n}号窗口办理居住证，每证收费{n}元。本页为{edition}版。"}
        for n in range(ARTICLES)
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    index_paths(home, [file])


class Load:
    """Threads that ask on and on; what they were told."""

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        self._ask = ask
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=[n]) for n in range(THREADS)]
        self.answered: list[tuple[str, Answer]] = []
        self.deferred: list[str] = []
        self.failed: list[Exception] = []

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _run(self, at: int) -> None:
        while not self._over.wait(PAUSE_S):
            question = QUESTIONS[at % len(QUESTIONS)]
            at += THREADS
            try:
                self.answered.append((question, self._ask(question)))
            except EngineUnavailable:
                self.deferred.append(question)
            except Exception as error:
                self.failed.append(error)

    def until(self, more: int) -> float:
        """Wait for so many further answers; how many seconds that took."""
        began, wanted = time.monotonic(), len(self.answered) + more
        while len(self.answered) < wanted:
            assert time.monotonic() < began + PATIENCE_S, "nobody is answered any more"
            time.sleep(PAUSE_S)
        return time.monotonic() - began


def quotes(searcher: Searcher, question: str) -> Answer:
    return tuple(result.quote for result in searcher.ask(question).results)


@pytest.fixture
def windows(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    collection(home, "甲")
    return home


def test_a_new_generation_takes_over_and_no_answer_mixes_two(
    windows: Home, address: Address, tmp_path: Path
) -> None:
    published(windows, address)
    live = LiveSearcher(Home(tmp_path / "other"), address)
    with closing(live), Load(lambda question: quotes(live.current, question)) as load:
        load.until(BEFORE)
        collection(windows, "乙")
        name = published(windows, address)
        assert live.refresh()
        load.until(AFTER)
    editions = [{"甲" if "甲版" in quote else "乙" for quote in told} for _, told in load.answered]
    assert (load.failed, load.deferred, live.current.generation) == ([], [], name)
    assert all(len(told) == 1 for told in editions)
    assert (editions[0], editions[-1]) == ({"甲"}, {"乙"})


@pytest.mark.parametrize("victim", ["manager", "another"])
def test_a_killed_node_makes_no_wrong_answer(
    windows: Home, nodes: Nodes, address: Address, tmp_path: Path, victim: str
) -> None:
    published(windows, address)
    with closing(Searcher.open(windows)) as here:
        expected = {question: quotes(here, question) for question in QUESTIONS}
    other = Searcher.open(Home(tmp_path / "other"), cluster=address)
    with closing(other), Load(lambda question: quotes(other, question)) as load:
        load.until(BEFORE)
        nodes.kill(nodes.manager() if victim == "manager" else (nodes.manager() + 1) % 3)
        first = load.until(THREADS + 1)  # what was under way, and one that was asked afterwards
        took = first + load.until(AFTER)
    print(f"{victim}: answered after {first:.1f} s, {AFTER} more within {took:.1f} s,"
          f" {len(load.deferred)} deferred")  # fmt: skip
    assert load.failed == []
    assert [told for told in load.answered if told[1] != expected[told[0]]] == []


def only_chats_of(home: Home, other: Home, hidden: str) -> Home:
    """A machine that has of a home no more than chats and key, where an article is hidden."""
    with closing(Chats.open(home)) as chats:
        hide(chats, hidden)
    other.create()
    shutil.copy(home.chats_db, other.chats_db)
    shutil.copy(home.chats_key, other.chats_key)
    return other


@pytest.mark.logs("search cluster")
async def test_a_bot_without_articles_answers_says_that_the_cluster_is_gone_and_answers_again(
    windows: Home, nodes: Nodes, address: Address, tmp_path: Path
) -> None:
    published(windows, address)
    knobs: dict[str, Any] = {
        "engine": "opensearch",
        "opensearch_url": address.urls,
        "opensearch_index": address.prefix,
        "http": "127.0.0.1:0",
        "web_url": "http://127.0.0.1",
    }
    other = only_chats_of(windows, Home(tmp_path / "other"), hidden="21")
    async with (
        Telegram() as telegram,
        serving(telegram, other.path, **knobs) as bot,
        httpx.AsyncClient(timeout=PATIENCE_S) as client,
    ):
        alice, page = telegram.person("Alice"), f"http://127.0.0.1:{bot.http_port}"
        first = await alice.answer_to(alice.posts(QUESTIONS[1]), PATIENCE_S)
        assert "收费7元" in first.text
        assert "收费7元" in (await client.get(f"{page}/a/7")).text
        assert (await client.get(f"{page}/a/21")).status_code == 404
        assert "收费21元" not in (await client.get(f"{page}/?q={QUESTIONS[3]}")).text
        with Store.open(other) as store:
            assert store.count() == 0
        nodes.kill_all()
        second = await alice.answer_to(alice.posts(QUESTIONS[2]), PATIENCE_S)
        assert "资料库暂时连不上" in second.text
        ready = await client.get(f"{page}/readyz")
        assert (ready.status_code, "cluster does not answer" in ready.text) == (503, True)
        nodes.start_all()
        await asyncio.to_thread(nodes.wait)
        third = await alice.answer_to(alice.posts(QUESTIONS[2]), PATIENCE_S)
        assert "收费14元" in third.text
