"""The same collection, asked in the home and in the cluster."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.engine import Passages, Wanted
from retrieval.index.engines.cluster.address import Address
from tests.cluster.conftest import elsewhere
from tests.cluster.gate import gate
from tests.cluster.nodes import Nodes
from tests.conftest import Wence
from tests.paths import ROOT
from tests.shared import EVAL, needs_shared

pytestmark = pytest.mark.cluster
QUESTIONS = ROOT / "tests" / "answer" / "sample_questions.jsonl"
TODAY = date(2026, 11, 26)
SETS, OF_EACH = ("seeds", "policy", "stard"), 50
TRIPS = {"ordinary": 2, "following": 3, "of a time": 3, "nothing": 4}
"""Requests at most that a question makes, by what becomes of it."""


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


@needs_shared
def test_answers_runs_follow_ups_and_explanations_are_the_same(
    both: tuple[Searcher, Searcher],
) -> None:
    here, there = both
    within: list[str] = []
    for question in asked(EVAL / "policy" / "questions.jsonl")[:60]:
        expected = told(here, question, within)
        assert told(there, question, within) == expected, question
        within = [result["article"]["id"] for result in expected["results"]]


@needs_shared
def test_filters_admit_the_same(both: tuple[Searcher, Searcher]) -> None:
    here, there = both
    sources = here.articles.sources(6)
    for at, question in enumerate(asked(EVAL / "policy" / "questions.jsonl")[100:112]):
        source = f"来源:{sources[at % len(sources)]} {question}"
        for asks in (source, f"2020年以后出台的规定，{question}", f'{question} -通知 "规定"'):
            assert told(there, asks, []) == told(here, asks, []), asks


@needs_shared
def test_proposed_passages_hold_the_ten_best(both: tuple[Searcher, Searcher]) -> None:
    questions = asked(EVAL / "policy" / "questions.jsonl")[-200:]
    read = both[0].stages.read
    wanted = [Wanted(read(question, today=TODAY).searched, 10) for question in questions]
    found = [[_places(each.stages.engine.search([one])[0]) for one in wanted] for each in both]
    pairs_of_ten = zip(*found, strict=True)
    shares = [len(best & other) / len(best) if best else 1.0 for best, other in pairs_of_ten]
    print(f"overlap of the ten best passages: {sum(shares) / len(shares):.4f}")
    assert sum(shares) / len(shares) >= 0.995


@needs_shared
def test_evaluate_measures_the_same(
    shared_home: Home,
    shared_address: Address,
    wence: Wence,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [line for name in SETS for line in sample(EVAL / name / "questions.jsonl")]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("WENCE_OPENSEARCH_URL", ",".join(shared_address.urls))
    monkeypatch.setenv("WENCE_OPENSEARCH_INDEX", shared_address.prefix)
    found = {}
    for engine in ("embedded", "opensearch"):
        monkeypatch.setenv("WENCE_ENGINE", engine)
        run = wence("evaluate", tmp_path / "questions.jsonl", "--home", shared_home.path, "--json")
        (found[engine],) = run.lines
    apart = {name: abs(value - found["opensearch"][name])
             for name, value in found["embedded"].items()
             if value is not None and not name.endswith("_ms")}  # fmt: skip
    print(f"{len(lines)} questions, furthest apart by {max(apart.values()):.4f}: {found}")
    assert max(apart.values()) <= 0.003
    assert found["embedded"]["hit@1"] > 0.3


def sample(file: Path) -> list[str]:
    """Some of the questions of a set, spread over it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return lines[:: -(-len(lines) // OF_EACH)]


@needs_shared
def test_round_trips_are_few(
    both: tuple[Searcher, Searcher], shared_address: Address, nodes: Nodes, tmp_path: Path
) -> None:
    with gate(nodes.urls[0]) as through:
        address = replace(shared_address, urls=(through.url,))
        with closing(elsewhere(address, tmp_path)) as there:
            took: dict[str, Counter[int]] = {name: Counter() for name in TRIPS}

            def ask(kind: str, question: str, within: Sequence[str] = ()) -> Answer:
                before = len(through.asked)
                answer = there.ask(question, within=within, today=TODAY)
                nothing = answer.verdict is Verdict.NONE
                took["nothing" if nothing else kind][len(through.asked) - before] += 1
                return answer

            within: list[str] = []
            for at, question in enumerate(asked(EVAL / "policy" / "questions.jsonl")[200:230]):
                if at % 2 and within:
                    ask("following", question, within)
                else:
                    ask("of a time", f"2021年以后出台的规定，{question}")
                    within = [each.article.id for each in ask("ordinary", question).results]
            ask("nothing", "量子纠缠态怎么解释")
    print({kind: dict(trips) for kind, trips in took.items()})
    for kind, most in TRIPS.items():
        assert 0 < max(took[kind]) <= most, kind


def _places(found: Passages) -> set[tuple[int, int]]:
    """The articles and where in them the passages begin."""
    return {*zip(found.article.tolist(), found.start.tolist(), strict=True)}
