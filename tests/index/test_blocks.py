"""Postings come back from their blocks as they were packed, by numpy and by compiled code."""

from __future__ import annotations

import weakref
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.index import kernel
from retrieval.index.building import inverter, runs
from retrieval.index.postings.blocks import BLOCK, Blocks, Longs, blocks_of, pack
from retrieval.index.postings.postings import Postings, TermPostings, frozen

LISTS = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 127, BLOCK, BLOCK + 1, 3 * BLOCK + 5]),
        st.sampled_from([1, 2, 9, 500, 70_000, 3_000_000]),
        st.sampled_from([1, 2, 3, 16, 300, 60_000]),
    ),
    min_size=1,
    max_size=6,
)


def drawn(
    sizes: list[tuple[int, int, int]],
) -> tuple[NDArray[np.int32], NDArray[np.int32], Longs]:
    """Docs, term frequencies and df of terms with gaps and frequencies of up to so many."""
    random = np.random.default_rng(len(sizes))
    gaps = [random.integers(1, gap + 1, df) for df, gap, _ in sizes]
    docs = np.concatenate([np.cumsum(each) - 1 for each in gaps]).astype(np.int32)
    tf = np.concatenate([random.integers(1, most + 1, df) for df, _, most in sizes])
    return docs, tf.astype(np.int32), np.array([df for df, _, _ in sizes])


def postings(blocks: Blocks, df: Longs) -> Postings:
    begin = np.cumsum(blocks_of(df)) - blocks_of(df)
    keys, peak = np.arange(len(df)).astype(np.uint64), np.ones(len(df), dtype=np.float32)
    fields = blocks.first, blocks.offset, blocks.width, blocks.packed
    doc_len = np.zeros(1, dtype=np.uint16)
    return Postings(keys, begin.astype(np.int32), df.astype(np.int32), peak, doc_len, *fields)


def every(found: Postings, count: int) -> list[TermPostings]:
    return [found.of(place) for place in range(count)]


@settings(max_examples=100, deadline=None)
@given(LISTS)
def test_what_is_packed_comes_back(sizes: list[tuple[int, int, int]]) -> None:
    docs, tf, df = drawn(sizes)
    found = postings(pack(docs, tf, df), df)
    lists = [found.all(term) for term in every(found, len(df))]
    assert np.concatenate([each for each, _ in lists]).tolist() == docs.tolist()
    assert np.concatenate([often for _, often in lists]).tolist() == tf.tolist()


@settings(max_examples=60, deadline=None)
@given(LISTS)
def test_compiled_code_unpacks_everything(sizes: list[tuple[int, int, int]]) -> None:
    compiled = pytest.importorskip("retrieval.index.postings.numba_blocks")
    docs, tf, df = drawn(sizes)
    blocks = pack(docs, tf, df)
    held = postings(blocks, df).sizes()
    found = np.empty(len(docs), dtype=np.uint32), np.empty(len(docs), dtype=np.uint16)
    arrays = blocks.first, blocks.offset, blocks.width, blocks.packed
    compiled.unpack(*[frozen(each) for each in arrays], held, np.cumsum(held) - held, *found)
    assert found[0].tolist() == docs.tolist()
    assert (found[1] + 1).tolist() == tf.tolist()


@settings(max_examples=60, deadline=None)
@given(LISTS)
@pytest.mark.parametrize("how", ["numpy", "numpy, by blocks", "numba"])
def test_any_passage_is_found_alone(how: str, sizes: list[tuple[int, int, int]]) -> None:
    if how == "numba" and not kernel.warm():
        pytest.skip("numba is not installed")
    docs, tf, df = drawn(sizes)
    found, end = postings(pack(docs, tf, df), df), 0
    for term in every(found, len(df)):
        here, often = docs[end : end + term.df], tf[end : end + term.df]
        wanted = np.unique(np.concatenate([here, here + 1, here - 1]).clip(0)).astype(np.int32)
        expected = dict(zip(here.tolist(), often.tolist(), strict=True))
        assert tf_of(how, found, term, wanted) == [expected.get(doc, 0) for doc in wanted.tolist()]
        end += term.df


def tf_of(how: str, found: Postings, term: TermPostings, wanted: NDArray[np.int32]) -> Any:
    if how == "numpy":
        return found.tf(term, wanted).tolist()
    if how == "numpy, by blocks":
        return found._tf_by_blocks(term, wanted).tolist()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kernel, "MOST_PLAIN", -1)
        (part,) = kernel.parts([found], [(1.0, 1.5, 0.75)])
    table = np.zeros((len(wanted), 1), dtype=np.int32)
    clauses = kernel.packed([kernel.clause(0, *term, 1.0)])
    kernel.compiled_frequencies()(part, part, clauses, wanted, table)
    return table[:, 0].tolist()


def test_a_list_takes_no_more_bits_than_it_needs() -> None:
    docs = np.arange(4 * BLOCK, dtype=np.int32) * 5
    ones = np.ones(len(docs), dtype=np.int32)
    blocks = pack(docs, ones, np.array([len(docs)]))
    assert blocks.packed.nbytes == 4 * BLOCK * 10 // 8 + 4  # 127 × 5 needs ten bits
    assert pack(docs[:1], ones[:1], np.array([1])).packed.nbytes == 4


def inverted(batches: list[list[list[int]]]) -> Postings:
    inverting = inverter.Inverter()
    for batch in batches:
        ids = np.array([term for passage in batch for term in passage], dtype=np.uint64)
        docs = np.repeat(np.arange(len(batch)), [len(passage) for passage in batch])
        inverting.add(ids, docs, len(batch))
    found = inverting.finish(lambda ids: ids, k1=1.5, b=0.75)
    inverting.close()
    return found


TERMS = st.lists(st.integers(0, 2**42 - 1) | st.integers(0, 5), max_size=6)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(TERMS, max_size=9), max_size=6), st.integers(1, 20), st.integers(1, 20))
def test_runs_on_disk_give_what_memory_gives(
    batches: list[list[list[int]]], run: int, chunk: int
) -> None:
    at_once = inverted(batches)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inverter, "RUN", run)
        patched.setattr(runs, "CHUNK", chunk)
        patched.setattr(runs, "MARK", run)
        patched.setattr(runs, "STRETCH", chunk)
        in_runs = inverted(batches)
    for field in fields(Postings):
        assert getattr(in_runs, field.name).tolist() == getattr(at_once, field.name).tolist()


def test_common_terms_that_are_neighbours_are_merged_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "CHUNK", 4_000)
    monkeypatch.setattr(runs, "STRETCH", 1_000)
    ids, df = np.arange(300, dtype=np.uint64), np.full(300, 200, dtype=np.int64)
    ones = np.ones(int(df.sum()), dtype=np.int32)
    several = [runs.Run(runs.TermwisePostings(ids, df, ones, ones)) for _ in range(3)]
    cuts = runs.edges(several)
    sizes = [sum(len(run.read(*cut).docs) for run in several) for cut in pairwise(cuts)]
    assert sum(sizes) == 3 * len(ones)
    assert max(sizes) < 4_000 + 3 * 1_200


def test_what_is_on_disk_is_not_kept_in_memory(tmp_path: Path) -> None:
    one, two = (np.ones(2, dtype=np.int64) for _ in range(2))
    part = runs.TermwisePostings(one.astype(np.uint64), one, one.astype(np.int32), two)
    blocks = pack(part.docs, part.tf, part.df)
    kept = [weakref.ref(part.docs), weakref.ref(part.tf), weakref.ref(blocks.packed)]
    gathered, run = inverter._Gathered(tmp_path), runs.Run(part)
    gathered.add(part, blocks, np.ones(2, dtype=np.float32))
    with (tmp_path / "run").open("wb") as file:
        run.put_into(file)
    del part, blocks, two
    assert [reference() is None for reference in kept] == [True] * 3
    gathered.postings(lambda ids: np.arange(2, dtype=np.uint64), np.ones(2, dtype=np.int32))
