"""What comes into the cluster, what is found there, and what is removed from it."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths, remove_articles
from retrieval.index.engines.cluster import connection, retention
from retrieval.index.engines.cluster.address import Address
from tests.cluster.conftest import elsewhere, pairs, published
from tests.cluster.nodes import Nodes

TODAY = date(2026, 11, 26)


def test_articles_are_found_by_id_key_file_and_page(
    samples: Home, address: Address, tmp_path: Path
) -> None:
    for here, there in pairs(samples, address, tmp_path):
        articles = list(here.articles.articles())
        assert list(there.articles.articles()) == articles
        assert list(there.articles.articles(skip=2, most=3)) == articles[2:5]
        assert there.articles.count() == len(articles)
        assert there.articles.sources(5) == here.articles.sources(5)
        assert list(there.articles.newest(3)) == list(here.articles.newest(3))
        live = here.articles.live().tolist()
        assert sorted(there.articles.facts(live)) == sorted(here.articles.facts(live))
        for article in articles:
            names = (article.id, article.key, article.file or article.id)
            assert {there.articles.resolve(name) for name in names} == {article.id}
            assert there.articles.get(article.key.upper()) == article
            assert there.articles.history(article.key) == here.articles.history(article.key)


def test_what_repeals_an_article_and_what_it_said_before_are_told(
    address: Address, tmp_path: Path
) -> None:
    home, file = Home(tmp_path / "home"), tmp_path / "rules.jsonl"
    old = {"id": "old", "title": "示例市停车收费办法", "date": "2010-05-01"}
    new = {"id": "new", "title": "示例市停车收费规定", "date": "2024-02-01",
           "text": "本规定自2024年3月1日起施行，《示例市停车收费办法》同时废止。"}  # fmt: skip
    for price in ("两元", "三元"):
        lines = [{**old, "text": f"第一条 停车每小时{price}，占道停车每次不超过两小时。"}, new]
        file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        index_paths(home, [file])
        published(home, address)
    for here, there in pairs(home, address, tmp_path / "other"):
        assert [by.id for by in there.articles.get("old").repealed_by] == ["new"]
        assert [*there.articles.articles()] == [*here.articles.articles()]
        versions = there.articles.history("old")
        assert versions == here.articles.history("old")
        assert "两元" in there.articles.read([versions[-1].n])[0].text


def test_a_small_change_is_published_beside_what_stays(address: Address, tmp_path: Path) -> None:
    home, file = Home(tmp_path / "home"), tmp_path / "many.jsonl"
    lines = [{"id": f"{n}", "text": f"第{n}号窗口办理居住证，每证收费{n}元。"} for n in range(50)]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    index_paths(home, [file])
    first = published(home, address)
    assert published(home, address) == first
    remove_articles(home, ["7"])
    with closing(elsewhere(address, tmp_path / "other")) as there:
        assert there.articles.resolve("7") == "7"
        assert published(home, address) != first
        after = there.reopened()
        assert after.articles.resolve("7") is None
        expected = Searcher.open(home).ask("第8号窗口收费多少", today=TODAY)
        assert after.ask("第8号窗口收费多少", today=TODAY).results == expected.results != ()


def test_what_nobody_reads_any_more_is_removed(
    nodes: Nodes, address: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, file = Home(tmp_path / "home"), tmp_path / "many.jsonl"

    def edition(name: str) -> None:
        lines = [{"id": f"{n}", "text": f"第{n}号窗口收费{n}元，{name}。"} for n in range(9)]
        file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        index_paths(home, [file])
        published(home, address)

    edition("甲")
    with closing(elsewhere(address, tmp_path / "other")) as there:
        edition("乙")
        assert "甲" in there.ask("第8号窗口收费多少", today=TODAY).results[0].quote
        monkeypatch.setattr(retention, "REPLACED_S", 0)
        monkeypatch.setattr(retention, "VERSIONS_S", -1)
        monkeypatch.setattr(connection, "A_PAGE", 4)
        edition("丙")
        assert documents(nodes, address) == 2 * 9
        now = there.reopened()
        assert len([name for name in nodes.indices(address.prefix) if "-g0" in name]) == 1
        kept = [each.version for each in now.articles.history("8")]
        assert kept == [3, 1]
        remove_articles(home, ["8"])
        published(home, address)
        assert documents(nodes, address) == 2 * 9 - 2


def documents(nodes: Nodes, address: Address) -> int:
    """How many versions of articles are in the cluster."""
    nodes.ask("POST", f"/{address.prefix}-articles/_refresh")
    return int(nodes.get(f"/{address.prefix}-articles/_count")["count"])
