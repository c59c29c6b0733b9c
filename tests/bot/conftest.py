"""A collection that is indexed once, a server and a bot a test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.app import Running
from bot.web.botapi import Person, Telegram
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.bot.serving import ADMIN, HANDLED, serving, webhook, write_articles
from tests.botapi.fields import only_telegrams_fields


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the four articles, indexed; tests copy it."""
    directory = tmp_path_factory.mktemp("indexed")
    write_articles(directory / "articles")
    index_paths(Home(directory / "home"), [directory / "articles"])
    return directory / "home"


@pytest.fixture
def home(indexed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(indexed, tmp_path / "home")


@pytest.fixture(autouse=True)
def telegrams_fields(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with only_telegrams_fields(monkeypatch):
        yield


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as server:
        yield server


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked ``both_ways`` is asked for by polling, and posted to a webhook."""
    if metafunc.definition.get_closest_marker("both_ways"):
        metafunc.parametrize("bot", ["polling", "webhook"], indirect=True)


@pytest.fixture
async def bot(
    request: pytest.FixtureRequest, telegram: Telegram, home: Path
) -> AsyncIterator[Running]:
    knobs = webhook() if getattr(request, "param", "polling") == "webhook" else {}
    async with serving(telegram, home, **knobs) as running:
        yield running


@pytest.fixture
def alice(telegram: Telegram) -> Person:
    return telegram.person("Alice")


@pytest.fixture
def admin(telegram: Telegram) -> Person:
    return telegram.person("Root", id=ADMIN)


@pytest.fixture(autouse=True)
def handlers_were_called(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test marked ``handler(name)`` fails when it never reached that row of the table."""
    HANDLED.clear()
    yield
    for marker in request.node.iter_markers("handler"):
        for name in marker.args:
            assert HANDLED[name], f"the row {name!r} was not reached"
