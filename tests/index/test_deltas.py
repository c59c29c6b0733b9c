"""A delta gives what a full rebuild gives, whatever has changed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.corpus.ingest import intake
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.build import DeltaLimits, build
from retrieval.index.building.merging import merge
from retrieval.index.generation import Generation
from retrieval.index.params import IndexParams
from retrieval.index.types import Clause
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
from tests.index.collections import ARTICLES, write

ALWAYS = DeltaLimits(base=0, share=100.0)
LEXICON = Lexicon.load()
TOKENIZER = Tokenizer(LEXICON)
SENTENCES = [
    "职工可以申请贷款。",
    "门诊费用可以报销。",
    "办法自发布之日起施行。",
    "期限三十年！",
    "",
]
ARTICLE = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["通知", "贷款办法", None]),
        "text": st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=40).map("".join),
        "date": st.sampled_from(["2024-01-31", "2020", "--07-17", None]),
    }
)
COLLECTIONS = st.dictionaries(st.sampled_from("abcdefgh"), ARTICLE, max_size=8)
QUERIES = [
    [Clause("words", "贷款"), Clause("words", "报销"), Clause("bigrams", "可以", 0.5)],
    [Clause("words", "通知"), Clause("words", "施行")],
    [Clause("bigrams", "三十"), Clause("bigrams", "款办"), Clause("words", "门诊", 0.3)],
]


def take_in(store: Store, path: Path, collection: dict[str, dict[str, Any]]) -> None:
    lines = [{"id": id, **article} for id, article in collection.items()]
    intake.take_in(store, [write(path, lines)], tokenizer=TOKENIZER)


def told(generation: Generation) -> list[object]:
    """All that a generation answers, passages named by what they are."""
    found: list[object] = [len(generation), generation.manifest.articles]
    for clauses in QUERIES:
        for k in (2, 1000):
            hits = generation.search(clauses, k)
            found.append([(generation.passage(hit.doc), hit.score) for hit in hits])
            docs = [hit.doc for hit in hits]
            found.append(generation.character_scores(docs, {"贷": 2.0, "施": 1.0}).tolist())
        dfs = [generation.scorer.term(clause.part, clause.term).df for clause in clauses]
        for clause, df in zip(clauses, dfs, strict=True):
            assert generation.scorer.dfs(clause.part, [clause.term, "没有"]).tolist() == [df, 0]
        found += dfs
        if hits:
            explained = generation.explain(hits[-1].doc, clauses)
            assert explained.value == hits[-1].score
    return found


def rebuilt(store: Store, home: Home) -> list[object]:
    """What a full rebuild answers, in a home of its own; the delta stays where it is."""
    other = Home(home.path / "rebuilt")
    shutil.rmtree(other.path, ignore_errors=True)
    build(store, other, LEXICON, whole=True)
    return told(Generation.open(other))


@settings(max_examples=10, deadline=None)
@given(st.lists(COLLECTIONS, min_size=2, max_size=5))
def test_a_delta_is_as_good_as_a_rebuild(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, dict[str, Any]]]
) -> None:
    with tempfile.TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as directory:
        home = Home(Path(directory) / "home")
        with home.writer(), Store.open(home, write=True) as store:
            for collection in changes:
                take_in(store, Path(directory) / "articles.jsonl", collection)
                build(store, home, LEXICON, limits=ALWAYS)
                assert told(Generation.open(home)) == rebuilt(store, home)
            last = told(Generation.open(home))
        merge(home, grown=0)
        assert told(Generation.open(home)) == last


def grown(directory: Path) -> tuple[Home, Generation]:
    """A home with 40 articles, of which one has changed since and one has gone."""
    home = Home(directory / "home")
    collection = {
        f"n{i}": {"title": "通知", "text": f"第{i}号。" + SENTENCES[2]} for i in range(40)
    }
    with home.writer(), Store.open(home, write=True) as store:
        take_in(store, directory / "articles.jsonl", collection)
        build(store, home, LEXICON, limits=ALWAYS)
        del collection["n7"]
        collection["n3"] = {"title": "新通知", "text": "门诊费用可以报销。"}
        take_in(store, directory / "articles.jsonl", collection)
        build(store, home, LEXICON, limits=ALWAYS)
    return home, Generation.open(home)


def test_a_small_change_is_a_delta_beside_the_base(tmp_path: Path) -> None:
    home, generation = grown(tmp_path)
    base, delta = generation.manifest.segments
    assert (base.passages, base.dead, delta.passages, len(generation)) == (40, 2, 1, 39)
    assert generation.words.df("通知") == 39
    (hit,) = generation.words.search(["门诊"], 5)
    assert generation.passages_of(generation.passage(hit.doc).article).tolist() == [hit.doc] == [40]
    generation.manifest.check(home.index / generation.name, contents=True)


def test_a_delta_shares_the_files_of_the_base(tmp_path: Path) -> None:
    home, reader = grown(tmp_path)
    first = (home.index / reader.name / "base" / "words" / "packed.npy").stat().st_ino
    with home.writer(), Store.open(home, write=True) as store:
        take_in(store, tmp_path / "more.jsonl", {"x": ARTICLES[0]})
        name = build(store, home, LEXICON, limits=ALWAYS)
    shared = home.index / name / "base" / "words" / "packed.npy"
    assert shared.stat().st_ino == first


def test_a_base_of_other_numbers_gets_no_delta(tmp_path: Path) -> None:
    home, _ = grown(tmp_path)
    with home.writer(), Store.open(home, write=True) as store:
        take_in(store, tmp_path / "more.jsonl", {"x": ARTICLES[0]})
        build(store, home, LEXICON, limits=ALWAYS, params=IndexParams(k1=9.0))
    manifest = Generation.open(home).manifest
    assert (len(manifest.segments), manifest.params.k1) == (1, 9.0)


def test_a_delta_that_has_grown_is_merged(tmp_path: Path) -> None:
    home, before = grown(tmp_path)
    assert merge(home, grown=0.1) is None
    assert merge(home, grown=0.01) == Generation.open(home).name != before.name
    assert told(Generation.open(home)) == told(before)
    assert len(Generation.open(home).manifest.segments) == 1
    assert merge(home, grown=0.01) is None


def test_what_changes_during_a_merge_becomes_the_new_delta(tmp_path: Path) -> None:
    home, _ = grown(tmp_path)

    def change(stage: str, done: int, total: int | None) -> None:
        """Somebody else adds an article and removes one, and a third one merges."""
        if not (tmp_path / "more.jsonl").exists():
            assert stage == "merging"
            assert merge(home, grown=0.01) is None
            with home.writer(), Store.open(home, write=True) as store:
                take_in(store, tmp_path / "more.jsonl", {"x": ARTICLES[0]})
                intake.remove(store, ["n9"])
                build(store, home, LEXICON, limits=ALWAYS)

    merge(home, grown=0.01, on_progress=change)
    merged = Generation.open(home)
    base, delta = merged.manifest.segments
    assert (base.passages, base.dead) == (39, 1)
    assert delta.passages > 0
    with Store.open(home) as store:
        assert told(merged) == rebuilt(store, home)


def test_a_merge_gives_way_to_a_rebuild(tmp_path: Path) -> None:
    home, _ = grown(tmp_path)

    def rebuild(stage: str, done: int, total: int | None) -> None:
        with home.writer(), Store.open(home, write=True) as store:
            build(store, home, LEXICON, whole=True)

    assert merge(home, grown=0.01, on_progress=rebuild) is None
    assert len(Generation.open(home).manifest.segments) == 1
    assert not list(home.index.glob("new-*"))
