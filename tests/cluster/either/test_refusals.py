"""One clear line for what is wrong with a cluster that answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.home import Home
from retrieval.index.engines.cluster.address import Address
from tests.certificates import self_signed
from tests.cluster.conftest import published
from tests.cluster.gate import PASSWORD, READER, WRITER, gate
from tests.cluster.nodes import Nodes
from tests.cluster.windows import QUESTION, index_windows, sentence
from tests.conftest import Wence


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


def test_doctor_tells_whether_anything_is_there_and_whether_copies_are_away(
    few: Home, nodes: Nodes, address: Address, wence: Wence, settings: pytest.MonkeyPatch
) -> None:
    def told() -> object:
        lines = wence("doctor", "--json", "--home", few.path).lines
        (line,) = (line for line in lines if line["check"] == "cluster")
        return line["code"]

    assert told() == "cluster_empty"
    published(few, address)
    assert told() == "cluster_fine"
    (index,) = (name for name in nodes.indices(address.prefix) if f"{address.prefix}-g" in name)
    nodes.ask("PUT", f"/{index}/_settings", {"index.number_of_replicas": 5})
    assert told() == "cluster_yellow"
