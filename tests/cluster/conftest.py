"""Three nodes for all tests, and collections that are published to them."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest

from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.generations import ClusterGenerations
from retrieval.index.engines.cluster.publishing import publish_live
from retrieval.resources import resource
from tests.cluster.nodes import NoCluster, Nodes, running
from tests.shared import EVAL

Publish = Callable[[Home, Address], str]
_NAMES = count()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with ExitStack() as stack:
        try:
            nodes = stack.enter_context(running(tmp_path_factory.mktemp("nodes")))
        except NoCluster as reason:
            pytest.skip(str(reason))
        yield nodes


@pytest.fixture(autouse=True)
def _severed() -> Iterator[None]:
    """Collect what is left of connections to nodes that were killed."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def nodes(cluster: Nodes) -> Nodes:
    """All of them, whatever the test before has done to them."""
    cluster.start_all()
    cluster.wait()
    return cluster


@pytest.fixture
def address(nodes: Nodes) -> Address:
    """Indices of the test's own."""
    return Address(tuple(nodes.urls), prefix=f"test{next(_NAMES)}")


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the sample articles."""
    home = Home(tmp_path_factory.mktemp("samples"))
    index_paths(home, [resource("articles")])
    return home


@pytest.fixture(scope="session")
def policy(
    cluster: Nodes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Searcher, Searcher]]:
    """The documents of ``eval/policy``, asked in their home and on another machine."""
    home, address = Home(tmp_path_factory.mktemp("policy")), Address(tuple(cluster.urls))
    index_paths(home, [EVAL / "policy" / "articles.jsonl.gz"])
    yield from pairs(home, address, tmp_path_factory.mktemp("other"))


def pairs(home: Home, address: Address, directory: Path) -> Iterator[tuple[Searcher, Searcher]]:
    """What answers in a home, and what does where it has been published."""
    published(home, address)
    with closing(Searcher.open(home)) as here, closing(elsewhere(address, directory)) as there:
        yield here, there


def published(home: Home, address: Address) -> str:
    """Publish what a home has indexed; the name of the generation."""
    with home.writer(), closing(ClusterGenerations(address, home)) as target:
        return publish_live(home, target)


def elsewhere(address: Address, directory: Path) -> Searcher:
    """What answers on another machine, which has none of the articles."""
    return Searcher.open(Home(directory), cluster=address)
