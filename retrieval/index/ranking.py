"""Which of the passages that were found come first? In the order that ``types`` states."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.postings.blocks import Docs
from retrieval.index.segment import Segment
from retrieval.index.types import Hit, Scores

Column = Callable[[Segment], NDArray[np.int32]]

NONE = np.empty(0, dtype=np.int32), np.empty(0)

_hit: Callable[[Any], Hit] = partial(tuple.__new__, Hit)
"""As ``Hit._make`` without its check, which takes twice as long as making it."""


def ranked(
    found: Sequence[tuple[Docs, Scores]], k: int, field: Callable[[Docs, Column], NDArray[np.int32]]
) -> tuple[Docs, Scores]:
    """The ``k`` best of the passages that were found in each segment.

    Args:
        field: gives one column of the tables of passages.
    """
    if not found:
        return NONE
    docs = np.concatenate([docs for docs, _ in found])
    scores = np.concatenate([scores for _, scores in found])
    if len(scores) > k:
        least = np.partition(scores, -k)[-k]
        docs, scores = docs[scores >= least], scores[scores >= least]
    start = field(docs, lambda segment: segment.passages.start)
    article = field(docs, lambda segment: segment.passages.article)
    date = field(docs, lambda segment: segment.passages.date)
    order = np.lexsort((start, article, -date, -scores))[:k]
    return docs[order], scores[order]


def hits(docs: Docs, scores: Scores) -> list[Hit]:
    """The passages that have a score, of passages by descending scores."""
    values = scores.tolist()
    if values and not values[-1]:
        values = values[: np.count_nonzero(scores)]
    return list(map(_hit, zip(docs.tolist(), values, strict=False)))
