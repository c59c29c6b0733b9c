"""Three nodes for all tests, and collections that are published to them."""

from __future__ import annotations

import gc
import gzip
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count, islice
from pathlib import Path

import pytest

from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.generations import ClusterGenerations
from retrieval.index.engines.cluster.publishing import Layout, publish_live
from retrieval.resources import resource
from tests.cluster.nodes import NoCluster, Nodes, running
from tests.cluster.windows import index_windows
from tests.shared import CORPUS, EVAL

Publish = Callable[[Home, Address], str]
STATUTES = 5_000
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
def address(nodes: Nodes) -> Iterator[Address]:
    """Indices of the test's own, which are gone afterwards."""
    prefix = f"test{next(_NAMES)}"
    yield Address(tuple(nodes.urls), prefix=prefix)
    for index in nodes.indices(prefix):
        nodes.ask("DELETE", f"/{index}")


@pytest.fixture
def few(tmp_path: Path) -> Home:
    """A home with thirty articles."""
    home = Home(tmp_path / "few")
    index_windows(home, 30)
    return home


@pytest.fixture
def settings(address: Address, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Those of a machine that answers from the cluster."""
    monkeypatch.setenv("WENCE_LANG", "en")
    monkeypatch.setenv("WENCE_ENGINE", "opensearch")
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", ",".join(address.urls))
    monkeypatch.setenv("WENCE_OPENSEARCH_INDEX", address.prefix)
    return monkeypatch


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the sample articles."""
    home = Home(tmp_path_factory.mktemp("samples"))
    index_paths(home, [resource("articles")])
    return home


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Real articles, policy documents and 5,000 statutes."""
    directory = tmp_path_factory.mktemp("shared")
    statutes = directory / "statutes.jsonl"
    with gzip.open(EVAL / "stard" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        statutes.write_text("".join(islice(lines, STATUTES)), encoding="utf-8")
    home = Home(directory / "home")
    index_paths(home, [CORPUS, EVAL / "policy" / "articles.jsonl.gz", statutes])
    return home


@pytest.fixture(scope="session")
def shared_address(cluster: Nodes, shared_home: Home) -> Address:
    """Where they are published, in three shards."""
    address = Address(tuple(cluster.urls), prefix="shared")
    published(shared_home, address, Layout(shards=3))
    return address


@pytest.fixture(scope="session")
def both(
    shared_home: Home, shared_address: Address, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Searcher, Searcher]]:
    """What answers in their home, and what does on another machine."""
    other = elsewhere(shared_address, tmp_path_factory.mktemp("other"))
    with closing(Searcher.open(shared_home)) as here, closing(other) as there:
        yield here, there


def pairs(home: Home, address: Address, directory: Path) -> Iterator[tuple[Searcher, Searcher]]:
    """What answers in a home, and what does where it has been published."""
    published(home, address)
    with closing(Searcher.open(home)) as here, closing(elsewhere(address, directory)) as there:
        yield here, there


def published(home: Home, address: Address, layout: Layout | None = None) -> str:
    """Publish what a home has indexed; the name of the generation."""
    with home.writer(), closing(ClusterGenerations(address, home, publishing=True)) as target:
        return publish_live(home, target, layout=layout)


def elsewhere(address: Address, directory: Path) -> Searcher:
    """What answers on another machine, which has none of the articles."""
    return Searcher.open(Home(directory), cluster=address)
