from __future__ import annotations

import gc
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retrieval.corpus.store import Store
from retrieval.errors import NotIndexed
from retrieval.home import Home
from retrieval.index.building.build import build
from retrieval.index.building.operations import index_paths, reindex, remove_articles
from retrieval.index.directories import remove_old
from retrieval.index.generation import Generation
from retrieval.index.params import IndexParams
from retrieval.index.types import Clause
from retrieval.text.lexicon import Lexicon
from tests.index.collections import ARTICLES, home_of, write


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_of(tmp_path_factory.mktemp("generation"), ARTICLES)


@pytest.fixture(scope="module")
def generation(home: Home) -> Generation:
    return Generation.open(home)


def found(home: Home, generation: Generation, *terms: str) -> list[str]:
    """The ids of the articles whose passages hold the terms, best first."""
    with Store.open(home) as store:
        hits = generation.words.search(terms, 10)
        return [store.article(generation.passage(hit.doc).article).id for hit in hits]


def test_terms_find_their_passages(home: Home, generation: Generation) -> None:
    assert found(home, generation, "职工") == ["a"]
    assert found(home, generation, "门诊") == ["b"]
    assert found(home, generation, "〔2014〕8号") == ["c"]
    assert found(home, generation, "月亮") == found(home, generation) == []


def test_the_headline_is_part_of_each_passage(generation: Generation) -> None:
    assert generation.words.df("通知") == 4
    assert generation.bigrams.df("通知") == 4


def test_several_threads_open_it_at_once(home: Home) -> None:
    def gives_way(phase: str, info: dict[str, int]) -> None:
        """As a collected object does that closes a file."""
        time.sleep(0)

    threshold = gc.get_threshold()
    gc.callbacks.append(gives_way)
    gc.set_threshold(20)
    try:
        with ThreadPoolExecutor(4) as pool:
            opened = [*pool.map(lambda _: len(Generation.open(home)), range(12))]
    finally:
        gc.set_threshold(*threshold)
        gc.callbacks.remove(gives_way)
    assert opened == [len(Generation.open(home))] * 12


def test_an_index_of_other_numbers_is_built_anew(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES)
    with home.writer(), Store.open(home, write=True) as store:
        build(store, home, Lexicon.load(), params=IndexParams(k1=9.0))
    assert Generation.open(home).manifest.params.k1 == 9.0
    reindex(home)
    assert Generation.open(home).manifest.params == IndexParams()


def test_ties_go_to_the_newer_article_then_to_the_first(home: Home, generation: Generation) -> None:
    assert found(home, generation, "施行") == ["e", "g", "d", "f"]
    assert [hit.doc for hit in generation.words.search(["施行"], 2)] == [
        hit.doc for hit in generation.words.search(["施行"], 4)
    ][:2]


def test_passages_are_ranges_of_the_text(home: Home, generation: Generation) -> None:
    with Store.open(home) as store:
        for doc in range(len(generation)):
            passage = generation.passage(doc)
            article = store.article(passage.article)
            assert 0 <= passage.start < passage.end <= len(article.text)
            assert doc in generation.passages_of(passage.article)


def test_search_agrees_with_all_scores(generation: Generation) -> None:
    terms = ["办法", "贷款", "贷款", "报销"]
    scores = generation.words.scores(terms)
    hits = generation.words.search(terms, 100)
    assert len(scores) == len(generation)
    assert {hit.doc: hit.score for hit in hits} == {
        doc: score for doc, score in enumerate(scores.tolist()) if score > 0
    }


def test_words_and_bigrams_add_up(generation: Generation) -> None:
    clauses = [
        Clause("words", "贷款"),
        Clause("bigrams", "贷款", 0.5),
        Clause("bigrams", "期限", 0.5),
    ]
    hits = generation.search(clauses, 10)
    table = generation.scores_of([hit.doc for hit in hits], clauses)
    assert table.shape == (len(hits), 3)
    assert [hit.score for hit in hits] == [sum(row) for row in table.tolist()]
    expected = generation.words.scores(["贷款"]) + 0.5 * generation.bigrams.scores(["贷款"])
    expected += 0.5 * generation.bigrams.scores(["期限"])
    assert np.allclose([hit.score for hit in hits], np.sort(expected)[::-1][: len(hits)])


def test_an_explanation_adds_up(generation: Generation) -> None:
    clauses = [Clause("words", "贷款"), Clause("bigrams", "贷款", 0.5), Clause("words", "月亮")]
    (hit, *_) = generation.search(clauses, 10)
    told = generation.explain(hit.doc, clauses)
    assert told.value == hit.score == sum(part.value for part in told.parts)
    assert [part.words.split(":")[0] for part in told.parts] == ["贷款 (words)", "贷款 (bigrams)"]


def test_nothing_indexed_is_an_empty_generation(tmp_path: Path) -> None:
    empty = Generation.open(Home(tmp_path / "nowhere"))
    assert len(empty) == 0
    assert empty.search([Clause("words", "贷款")], 10) == []
    assert empty.words.idf("贷款") == empty.words.df("贷款") == 0


def test_a_collection_may_become_empty(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    assert [article.id for article in remove_articles(home, ["a", "b"])] == ["a", "b"]
    generation = Generation.open(home)
    assert len(generation) == 0
    assert generation.words.search(["贷款"], 10) == []
    assert generation.words.scores(["贷款"]).tolist() == []


def test_nothing_new_builds_nothing(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    before = Generation.open(home).name
    index_paths(home, [tmp_path / "articles.jsonl"])
    reindex(home)
    assert Generation.open(home).name == before


def test_a_change_is_found_by_reindex(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    write(tmp_path / "articles.jsonl", [{**ARTICLES[0], "text": "改为提取公积金。"}])
    reindex(home)
    generation = Generation.open(home)
    assert found(home, generation, "提取") == ["a"]
    assert found(home, generation, "门诊") == []
    assert len(generation) == 1


def test_a_generation_goes_when_nobody_reads_it(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    reader = Generation.open(home)
    reindex(home, stored=True)
    assert (home.index / reader.name).is_dir()
    assert found(home, reader, "职工") == ["a"]
    reader.close()
    assert [path.name for path in home.index.iterdir() if path.is_dir()] == [
        Generation.open(home).name
    ]


def test_the_last_reader_removes_what_was_replaced(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    first, last = Generation.open(home), Generation.open(home)
    reindex(home, stored=True)
    first.close()
    assert found(home, last, "职工") == ["a"]
    del last
    assert not (home.index / first.name).exists()


def test_a_reader_leaves_the_live_generation(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    Generation.open(home).close()
    assert found(home, Generation.open(home), "职工") == ["a"]


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    left = home.index / "new-left"
    left.mkdir()
    remove_old(home)
    assert not left.exists()


@pytest.mark.parametrize(
    "harm", ["missing", "shorter", "changed", "manifest", "older", "directory"]
)
def test_damage_is_one_sentence(tmp_path: Path, harm: str) -> None:
    home = home_of(tmp_path, ARTICLES)
    directory = home.index / Generation.open(home).name
    path = directory / "base" / "words" / "packed.npy"
    if harm == "missing":
        path.unlink()
    elif harm == "shorter":
        path.write_bytes(path.read_bytes()[:-1])
    elif harm == "changed":
        path.write_bytes(path.read_bytes()[:-1] + b"\x7f")
    elif harm == "older":
        (directory / "manifest.json").write_text(json.dumps({"format": 1}))
    elif harm == "manifest":
        (directory / "manifest.json").write_text(json.dumps({"format": 99}))
    else:
        directory.rename(tmp_path / "elsewhere")
    with pytest.raises(NotIndexed, match="run `wence reindex --stored`"):
        Generation.open(home)
    reindex(home, stored=True)
    assert len(Generation.open(home)) == len(ARTICLES)


def test_half_written_generations_are_cleared_away(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES[:2])
    (home.index / "g000099.new" / "base").mkdir(parents=True)
    reindex(home, stored=True)
    assert Generation.open(home).name == "g000002"
    assert not (home.index / "g000099.new").exists()


def test_the_manifest_keeps_the_keys_of_earlier_versions(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES)
    (path,) = home.index.glob("*/manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    assert list(manifest) == [
        *("lexicon", "recipe", "articles", "segments", "totals", "files", "format", "newest")
    ]
    assert manifest["format"] == 3, "every index there is would be built anew"
    assert list(manifest["recipe"]) == ["headline", "k1", "b", "bigrams_k1", "bigrams_b"]
    assert list(manifest["segments"][0]) == ["directory", "passages", "dead", "avgdl"]
