"""Both loops find what scoring everything finds, in the stated order."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index import kernel
from retrieval.index.building.inverter import Inverter
from retrieval.index.params import IndexParams
from retrieval.index.postings.postings import K1, B, Postings
from retrieval.index.postings.vocabulary import keys_of
from retrieval.index.scorer import Scorer
from retrieval.index.segment import Dead, Passages, Segment
from retrieval.index.types import PARTS, Clause, Part

TERMS = ["医", "医保", "公积金", "三争行动", "2024"]
PASSAGES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(TERMS), max_size=8),
        st.lists(st.sampled_from(TERMS), max_size=8),
        st.sampled_from([0, 20230000, 20240131]),
    ),
    max_size=30,
)
CLAUSES = st.lists(
    st.builds(
        Clause,
        st.sampled_from(PARTS),
        st.sampled_from([*TERMS, "absent"]),
        st.sampled_from([1.0, 0.5, 0.37, 0.0]),
    ),
    max_size=8,
)
Content = list[tuple[list[str], list[str], int]]


LOOPS = ["numpy", "numba, packed", "numba, plain"]
THERE = LOOPS if find_spec("numba") else LOOPS[:1]


@contextmanager
def searching(loop: str) -> Iterator[None]:
    """Whatever the size of an index, it is searched in this way."""
    if loop == "numpy":
        kernel.cool()
    elif not kernel.warm():
        pytest.skip("numba is not installed")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kernel, "MOST_PLAIN", 1 << 30 if loop == "numba, plain" else -1)
        yield
    kernel.cool()


@pytest.fixture(params=LOOPS)
def loop(request: pytest.FixtureRequest) -> Iterator[None]:
    with searching(request.param):
        yield


def postings(documents: list[list[str]]) -> Postings:
    names = sorted({term for document in documents for term in document})
    number = {name: place for place, name in enumerate(names)}
    ids = np.array([number[term] for document in documents for term in document], np.uint64)
    docs = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    inverter = Inverter()
    inverter.add(ids, docs, len(documents))
    keys = keys_of(names)
    return inverter.finish(lambda used: keys[used], k1=K1, b=B)


def segment(content: Content, first_article: int = 1, first: int = 0) -> Segment:
    parts: dict[Part, Postings] = {
        "words": postings([words for words, _, _ in content]),
        "bigrams": postings([bigrams for _, bigrams, _ in content]),
    }
    article = np.arange(first_article, first_article + len(content), dtype=np.int32)
    dates = np.array([date for _, _, date in content], dtype=np.int32)
    table = Passages(article, np.zeros_like(article), np.ones_like(article), dates)
    avgdl: dict[Part, float] = {part: parts[part].avgdl for part in PARTS}
    return Segment(article, table, parts, Dead.none(), avgdl, first)


def scorer(*segments: Segment) -> Scorer:
    totals = {part: sum(each.total_length(part) for each in segments) for part in PARTS}
    return Scorer(segments, IndexParams(), totals)


def by_scoring_all(scorer: Scorer, clauses: list[Clause]) -> list[tuple[int, float]]:
    scores = scorer.all_scores(clauses)
    docs = np.arange(len(scores), dtype=np.int32)
    date = scorer.field(docs, lambda segment: segment.passages.date)
    article = scorer.field(docs, lambda segment: segment.passages.article)
    order = sorted(docs.tolist(), key=lambda doc: (-scores[doc], -date[doc], article[doc]))
    return [(doc, float(scores[doc])) for doc in order if scores[doc] > 0]


def found(scorer: Scorer, clauses: list[Clause], k: int) -> list[tuple[int, float]]:
    return [(hit.doc, hit.score) for hit in scorer.search(clauses, k)]


@settings(max_examples=150, deadline=None)
@given(PASSAGES, CLAUSES, st.integers(0, 12))
def test_the_best_are_those_of_scoring_all(content: Content, clauses: list[Clause], k: int) -> None:
    whole = scorer(segment(content))
    best = by_scoring_all(whole, clauses)[:k]
    for loop in THERE:
        with searching(loop):
            assert (loop, found(whole, clauses, k)) == (loop, best)


def with_delta(content: Content, cut: int, gone: list[int]) -> Scorer:
    """A base of the first passages, of which some are gone, and a delta of the others."""
    base, delta = segment(content[:cut]), segment(content[cut:], cut + 1, cut)
    versions = base.versions[[place for place in sorted(set(gone)) if place < cut]]
    dead = Dead.of(versions, base.passages, base.parts)
    return scorer(Segment(base.versions, base.passages, base.parts, dead, base.avgdl), delta)


@settings(max_examples=150, deadline=None)
@given(PASSAGES, CLAUSES, st.integers(0, 30), st.lists(st.integers(0, 29)), st.integers(1, 12))
def test_a_delta_is_searched_with_its_base(
    content: Content, clauses: list[Clause], cut: int, gone: list[int], k: int
) -> None:
    both = with_delta(content, min(cut, len(content)), gone)
    best = by_scoring_all(both, clauses)[:k]
    for loop, _ in product(THERE, range(2)):
        with searching(loop):
            assert (loop, found(both, clauses, k)) == (loop, best)


@pytest.fixture
def large(many: Segment) -> Scorer:
    return scorer(many)


@pytest.fixture(scope="module")
def many() -> Segment:
    """20,000 passages of Zipfian terms."""
    generator = np.random.default_rng(5)
    names = [f"term{number}" for number in range(3000)]
    drawn = (generator.zipf(1.3, size=(2, 20_000, 20)) - 1) % len(names)
    words, bigrams = ([[names[i] for i in row] for row in part] for part in drawn.tolist())
    dates = (20200000 + generator.integers(0, 5, 20_000)).tolist()
    return segment(list(zip(words, bigrams, dates, strict=True)))


QUERIES = [
    [Clause(PARTS[i % 2], f"term{(seed * 37 + i * i * 11) % 800}", 1.0 - i / 20) for i in range(9)]
    for seed in range(40)
]


@pytest.mark.parametrize("k", [1, 10, 300])
def test_a_large_collection_is_searched_exactly(loop: None, large: Scorer, k: int) -> None:
    for clauses in QUERIES:
        assert found(large, clauses, k) == by_scoring_all(large, clauses)[:k]


def test_threads_do_not_disturb_each_other(loop: None, large: Scorer) -> None:
    alone = [found(large, clauses, 10) for clauses in QUERIES]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda clauses: found(large, clauses, 10), QUERIES * 5))
    assert together == alone * 5


def test_without_numba_numpy_searches(monkeypatch: pytest.MonkeyPatch, large: Scorer) -> None:
    kernel.cool()
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "retrieval.index.postings.numba_search", raising=False)
    assert not kernel.warm()
    assert found(large, QUERIES[0], 10) == by_scoring_all(large, QUERIES[0])[:10]


def test_nothing_is_left_behind(loop: None, large: Scorer) -> None:
    for clauses in QUERIES:
        large.search(clauses, 10)
        accumulators = large.segments[0].accumulators
        assert not accumulators.sums.any()
        assert not accumulators.workspace(10).sums.any()
