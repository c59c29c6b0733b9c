"""The same collection, asked in the home and in the cluster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.building.operations import index_paths, remove_articles
from retrieval.index.engine import Passages, Wanted
from retrieval.index.engines.cluster.address import Address
from tests.cluster.conftest import elsewhere, pairs, published
from tests.cluster.nodes import Nodes
from tests.conftest import Wence
from tests.paths import ROOT
from tests.shared import EVAL, needs_shared

pytestmark = pytest.mark.cluster
QUESTIONS = ROOT / "tests" / "answer" / "sample_questions.jsonl"
TODAY = date(2026, 11, 26)


def asked(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [question for line in lines if (question := json.loads(line)["question"]).strip()]


def told(searcher: Searcher, question: str, within: list[str]) -> dict[str, Any]:
    """All that is told of an answer, down to where its scores come from."""
    answer = searcher.ask(question, explain=True, depth=20, within=within, today=TODAY)
    found = answer.as_json()
    found.pop("took_ms")
    explained = [result.explanation for result in answer.results]
    return {**found, "run": answer.run, "explained": explained}


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


@needs_shared
def test_answers_runs_follow_ups_and_explanations_are_the_same(
    policy: tuple[Searcher, Searcher],
) -> None:
    here, there = policy
    within: list[str] = []
    for question in asked(EVAL / "policy" / "questions.jsonl")[:60]:
        expected = told(here, question, within)
        assert told(there, question, within) == expected, question
        within = [result["article"]["id"] for result in expected["results"]]


@needs_shared
def test_proposed_passages_hold_the_ten_best(policy: tuple[Searcher, Searcher]) -> None:
    here, there = policy
    questions = asked(EVAL / "policy" / "questions.jsonl")[-200:]
    wanted = [
        Wanted(here.stages.read(question, today=TODAY).searched, 10) for question in questions
    ]
    both = zip(here.stages.engine.search(wanted), there.stages.engine.search(wanted), strict=True)
    shares = [
        len(best & found) / len(best) if best else 1.0
        for best, found in (({*_places(one)}, {*_places(other)}) for one, other in both)
    ]
    print(f"overlap of the ten best passages: {sum(shares) / len(shares):.4f}")
    assert sum(shares) / len(shares) >= 0.995


def _places(found: Passages) -> Iterator[tuple[int, int]]:
    return zip(found.article.tolist(), found.start.tolist(), strict=True)


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
