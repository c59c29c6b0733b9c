"""A collection that is indexed once, and its pages."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.web.served import WebState, opened
from tests.web.collection import Pages, make_collection


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_collection(tmp_path_factory.mktemp("collected"))


@pytest.fixture
def home(collected: Path, tmp_path: Path) -> Path:
    return shutil.copytree(collected, tmp_path / "home")


@pytest.fixture(scope="session")
def state(collected: Path) -> Iterator[WebState]:
    """The collection, open for tests that change nothing."""
    with opened(Settings(_env_file=None, home=collected)) as state:
        yield state


@pytest.fixture
async def pages(state: WebState) -> AsyncIterator[Pages]:
    async with Pages(state) as pages:
        yield pages
