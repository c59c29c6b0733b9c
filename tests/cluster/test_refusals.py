"""One clear line for each thing that may be wrong with a cluster."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from retrieval.home import Home
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.publishing import Layout
from tests.cluster.conftest import published
from tests.cluster.nodes import Nodes
from tests.cluster.windows import QUESTION, index_windows, sentence
from tests.conftest import Wence

pytestmark = pytest.mark.cluster
DISK = ("low", "high", "flood_stage")
NOTICED_S, LOOK_S = 90.0, 0.5


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
