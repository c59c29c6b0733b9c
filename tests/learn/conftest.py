"""A home with articles that nobody asks for in their own words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.learn.lessons import write_articles


@pytest.fixture(scope="session")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("lessons")
    index_paths(Home(directory / "home"), [write_articles(directory / "articles")])
    return directory / "home"


@pytest.fixture
def home(collection: Path, tmp_path: Path) -> Path:
    return shutil.copytree(collection, tmp_path / "home")
