"""What is asked of the cluster is answered as in the home."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.engines.cluster.address import Address
from tests.answer.rare import RARELY, beside_many
from tests.cluster.conftest import pairs
from tests.cluster.nodes import Nodes
from tests.cluster.test_answers import QUESTIONS, told
from tests.conftest import Wence
from tests.paths import ROOT


def test_ask_answers_as_in_the_home(
    wence: Wence, home: Path, nodes: Nodes, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = wence("index", ROOT / "data" / "articles") and wence(
        "ask", "--questions", QUESTIONS, "--json"
    )
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", ",".join(nodes.urls))
    monkeypatch.setenv("WENCE_OPENSEARCH_INDEX", "front-door")
    assert wence("reindex", "--stored", "--to", "opensearch", "--json").code == 0
    monkeypatch.setenv("WENCE_ENGINE", "opensearch")
    (home / "articles.db").unlink()
    found = wence("ask", "--questions", QUESTIONS, "--json")
    untimed = [[{**line, "took_ms": 0} for line in run.lines] for run in (embedded, found)]
    assert untimed[0] == untimed[1] != []


def test_a_rare_source_and_a_rare_year_are_found(address: Address, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    index_paths(home, [beside_many(tmp_path / "many.jsonl")])
    for here, there in pairs(home, address, tmp_path / "other"):
        for question in RARELY:
            expected = told(here, question, [])
            assert [each["article"]["id"] for each in expected["results"]] == ["rare"]
            assert told(there, question, []) == expected
