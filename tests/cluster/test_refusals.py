"""One clear line for each thing that may be wrong with a cluster."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.publishing import Layout
from tests.certificates import self_signed
from tests.cluster.conftest import published
from tests.cluster.gate import PASSWORD, READER, WRITER, gate
from tests.cluster.nodes import Nodes
from tests.conftest import Run, Wence

pytestmark = pytest.mark.cluster
QUESTION = "第8号窗口收费多少"
DISK = ("low", "high", "flood_stage")
NOTICED_S, LOOK_S = 90.0, 0.5


@pytest.fixture
def few(tmp_path: Path) -> Home:
    home = Home(tmp_path / "few")
    index_windows(home, 30)
    return home


def index_windows(home: Home, count: int) -> None:
    file = home.path.with_name("few.jsonl")
    texts = (f"第{n}号窗口办理居住证，每证收费{n}元。" for n in range(count))
    lines = [json.dumps({"id": f"{n}", "text": text}) for n, text in enumerate(texts)]
    file.write_text("\n".join(lines), encoding="utf-8")
    index_paths(home, [file])


@pytest.fixture
def settings(address: Address, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Those of a machine that answers from the cluster."""
    monkeypatch.setenv("WENCE_LANG", "en")
    monkeypatch.setenv("WENCE_ENGINE", "opensearch")
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", ",".join(address.urls))
    monkeypatch.setenv("WENCE_OPENSEARCH_INDEX", address.prefix)
    return monkeypatch


def sentence(run: Run) -> str:
    """The one line of an error."""
    assert run.code == 1
    (line,) = run.err.splitlines()
    return line


def test_tls_a_password_and_a_user_who_may_only_read(
    few: Home, nodes: Nodes, address: Address, wence: Wence, tmp_path: Path,
    settings: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    published(few, address)
    certificate = self_signed(tmp_path)
    with gate(nodes.urls[0], certificate) as secured:
        settings.setenv("WENCE_OPENSEARCH_URL", secured.url)
        assert "WENCE_OPENSEARCH_CA" in sentence(wence("ask", QUESTION))
        settings.setenv("WENCE_OPENSEARCH_CA", str(certificate))
        assert "does not let" in sentence(wence("ask", QUESTION))
        settings.setenv("WENCE_OPENSEARCH_USER", READER)
        settings.setenv("WENCE_OPENSEARCH_PASSWORD", "wrong")
        assert f"does not let {READER} in" in sentence(wence("ask", QUESTION))
        settings.setenv("WENCE_OPENSEARCH_PASSWORD", PASSWORD)
        assert "收费8元" in wence("ask", QUESTION).out
        index_windows(few, 40)
        publish = ("reindex", "--stored", "--home", few.path)
        assert f"does not let {READER} in" in sentence(wence(*publish))
        settings.setenv("WENCE_OPENSEARCH_USER", WRITER)
        assert wence(*publish).code == 0


@pytest.mark.parametrize("version", ["0.9.0", "strange"])
def test_a_cluster_of_an_unknown_version(
    nodes: Nodes, wence: Wence, settings: pytest.MonkeyPatch, version: str
) -> None:
    with gate(nodes.urls[0], version=version) as old:
        settings.setenv("WENCE_OPENSEARCH_URL", old.url)
        assert "kind or version" in sentence(wence("ask", QUESTION))


def test_what_another_version_or_recipe_has_published(
    few: Home, nodes: Nodes, address: Address, wence: Wence, settings: pytest.MonkeyPatch
) -> None:
    published(few, address)
    (index,) = (name for name in nodes.indices(address.prefix) if f"{address.prefix}-g" in name)
    nodes.ask("PUT", f"/{index}/_mapping", {"_meta": {"recipe": "another"}})
    assert "another recipe" in sentence(wence("ask", QUESTION))
    live = f"/{address.prefix}-live/_doc/live"
    nodes.ask("PUT", f"{live}?refresh=true", {**nodes.get(live)["_source"], "format": 99})
    assert "another version of Wence" in sentence(wence("ask", QUESTION))
    assert wence("reindex", "--stored", "--home", few.path).code == 0
    assert "收费8元" in wence("ask", QUESTION).out


@contextmanager
def full_disks(nodes: Nodes, address: Address) -> Iterator[None]:
    """Disks are fuller than the cluster bears, and it has noticed."""
    name = "cluster.routing.allocation.disk"
    marks: dict[str, Any] = {f"{name}.watermark.{mark}": "0.1%" for mark in DISK}
    marks |= {f"{name}.threshold_enabled": True, "cluster.info.update.interval": "10s"}
    nodes.ask("PUT", "/_cluster/settings", {"transient": marks})
    until, path = time.monotonic() + NOTICED_S, f"/{address.prefix}-live/_settings"
    try:
        while "read_only_allow_delete" not in json.dumps(nodes.get(path)):
            assert time.monotonic() < until, "the cluster does not notice that its disks are full"
            time.sleep(LOOK_S)
        yield
    finally:
        blocked: dict[str, Any] = {"cluster.blocks.create_index": None}
        marks = dict.fromkeys(marks)
        nodes.ask("PUT", "/_cluster/settings", {"transient": marks, "persistent": blocked})
        nodes.ask("PUT", "/_all/_settings", {"index.blocks.read_only_allow_delete": None})


def test_full_disks_go_on_answering_and_take_nothing(
    few: Home, nodes: Nodes, address: Address, wence: Wence, settings: pytest.MonkeyPatch
) -> None:
    published(few, address)
    index_windows(few, 40)
    publish = ("reindex", "--stored", "--home", few.path)
    with full_disks(nodes, address):
        assert "disks of the search cluster are full" in sentence(wence(*publish))
        assert "收费8元" in wence("ask", QUESTION).out
        settings.setenv("WENCE_OPENSEARCH_INDEX", f"{address.prefix}-new")
        assert "disks of the search cluster are full" in sentence(wence(*publish))
    assert wence(*publish).code == 0


def test_doctor_and_answers_tell_of_copies_and_shards_that_are_away(
    few: Home, nodes: Nodes, address: Address, wence: Wence, settings: pytest.MonkeyPatch
) -> None:
    bare = replace(address, prefix=f"{address.prefix}-bare")

    def told(where: Address) -> str:
        settings.setenv("WENCE_OPENSEARCH_INDEX", where.prefix)
        lines = wence("doctor", "--json", "--home", few.path).lines
        (code,) = (line["code"] for line in lines if line["check"] == "cluster")
        return str(code)

    assert told(address) == "cluster_empty"
    published(few, address, Layout(shards=3))
    published(few, bare, Layout(shards=3, replicas=0))
    assert told(address) == told(bare) == "cluster_fine"
    nodes.kill(nodes.holding(bare.prefix))
    nodes.wait("red")
    assert (told(address), told(bare)) == ("cluster_yellow", "cluster_red")
    assert "lacks some of its shards" in sentence(wence("ask", QUESTION))
    settings.setenv("WENCE_OPENSEARCH_INDEX", address.prefix)
    assert "收费8元" in wence("ask", QUESTION).out
