"""What does a term add to the score of a passage?

rank-bm25 defines the score: Okapi BM25 as in Trotman, Puurula and Burgess, *Improvements to BM25
and Language Models Examined* (2014). Here are the same numbers to the last bit, in float64 and in
rank-bm25's order of operations, from postings instead of dictionaries.

The idf is Lucene's, which is positive for every term: ln(1 + (N − df + ½) / (df + ½)).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray


def lucene_idf(n: int, df: int) -> float:
    """ln(1 + (N − df + ½) / (df + ½)), 0 for a term that no passage holds."""
    return math.log(1 + (n - df + 0.5) / (df + 0.5)) if df else 0.0


def spread_df(n: int, places: int) -> float:
    """In how many of ``n`` passages something stands whose places are spread over them at random.

    n (1 − e^(−places / n)), after Poisson.
    """
    return n * (1 - math.exp(-places / max(1, n)))


def okapi(
    idf: float, tf: NDArray[Any], length: NDArray[np.float64], k1: float
) -> NDArray[np.float64]:
    """What a term adds to passages, in rank-bm25's order of operations.

    Args:
        tf: (n,) how often the term occurs in each.
        length: (n,) k1 × (1 − b + b × dl / avgdl) of each.
    """
    often = tf.astype(np.int64)
    return np.asarray(idf * (often * (k1 + 1) / (often + length)))
