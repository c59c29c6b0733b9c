"""The index of this project over a benchmark's collection: words alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.index.collections import Collection
from retrieval.index.building.inverter import Inverter
from retrieval.index.params import IndexParams
from retrieval.index.postings.postings import K1, B, Postings
from retrieval.index.postings.vocabulary import keys_of
from retrieval.index.scorer import Scorer
from retrieval.index.segment import Dead, Passages, Segment

BATCH = 100_000


def build(collection: Collection, directory: Path) -> None:
    """Write the postings of a collection."""
    inverter = Inverter(directory)
    for first in range(0, len(collection), BATCH):
        bounds = collection.bounds[first : first + BATCH + 1]
        docs = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        inverter.add(collection.ids[bounds[0] : bounds[-1]], docs, len(bounds) - 1)
    keys = keys_of(collection.terms)
    inverter.finish(lambda ids: keys[ids], k1=K1, b=B, directory=directory)


def open_scorer(directory: Path) -> Scorer:
    """The scorer over those postings, memory-mapped."""
    postings = Postings.open(directory)
    docs = np.arange(len(postings.doc_len), dtype=np.int32)
    passages = Passages(docs, docs, docs, np.zeros_like(docs))
    segment = Segment(docs, passages, {"words": postings}, Dead.none(), {"words": postings.avgdl})
    return Scorer([segment], IndexParams(), {"words": segment.total_length("words")})
