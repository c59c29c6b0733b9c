"""How a collection comes into the cluster: in parts, and in spite of being stopped."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.index.engines.cluster import loading, publishing
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.generations import ClusterGenerations
from retrieval.index.engines.cluster.publishing import publish_live
from tests.cluster.conftest import elsewhere, published
from tests.cluster.nodes import Nodes
from tests.cluster.test_answers import QUESTIONS, TODAY
from tests.conftest import Wence
from tests.paths import ROOT

MANY, CHUNK, PARTS = 300, 25, 3


def test_parts_answer_from_the_cluster_as_what_is_indexed_here(
    wence: Wence, nodes: Nodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = ROOT / "data" / "articles", tmp_path / "parts"
    indexed = wence("index", source) and wence("ask", "--questions", QUESTIONS, "--json")
    for part in range(1, PARTS + 1):
        assert wence("prepare", "--part", f"{part}/{PARTS}", source, out).code == 0
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", ",".join(nodes.urls))
    monkeypatch.setenv("WENCE_OPENSEARCH_INDEX", "in-parts")
    monkeypatch.setenv("WENCE_ENGINE", "opensearch")
    assert wence("load", out, "--home", tmp_path / "loading", "--json").code == 0
    asked = wence("ask", "--questions", QUESTIONS, "--json", "--home", tmp_path / "elsewhere")
    untimed = [[{**line, "took_ms": 0} for line in run.lines] for run in (indexed, asked)]
    assert untimed[0] == untimed[1] != []


def many(directory: Path) -> Home:
    home, file = Home(directory / "home"), directory / "many.jsonl"
    lines = [{"id": f"{n}", "text": f"第{n}号窗口办理居住证，每证收费{n}元。"} for n in range(MANY)]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    index_paths(home, [file])
    return home


def test_publishing_goes_on_where_it_was_stopped(
    address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, loaded = many(tmp_path), list[int]()
    monkeypatch.setattr(loading, "CHUNK", CHUNK)
    monkeypatch.setattr(publishing, "CHUNK", CHUNK)
    monkeypatch.setattr(publishing, "UNSURE", CHUNK * loading.AT_ONCE)

    def stop(stage: str, done: int, total: int | None) -> None:
        loaded.append(done)
        if len(loaded) == MANY // CHUNK + 8:  # all articles, and two thirds of the passages
            raise KeyboardInterrupt

    with (
        home.writer(),
        closing(ClusterGenerations(address, home, publishing=True)) as target,
        pytest.raises(KeyboardInterrupt),
    ):
        publish_live(home, target, on_progress=stop)
    loaded.clear()
    with home.writer(), closing(ClusterGenerations(address, home, publishing=True)) as target:
        name = publish_live(home, target, on_progress=lambda _, done, total: loaded.append(done))
    assert max(loaded) < MANY
    with closing(elsewhere(address, tmp_path / "other")) as there:
        assert there.generation == name
        (result, *_) = there.ask("第8号窗口收费多少", today=TODAY).results
        assert "收费8元" in result.quote
    assert published(home, address) == name
