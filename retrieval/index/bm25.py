"""What does a passage score?

rank-bm25 defines the score: Okapi BM25 as in Trotman, Puurula and Burgess, *Improvements to BM25
and Language Models Examined* (2014). ``PostingsBM25`` computes the same numbers to the last bit,
in float64 and in rank-bm25's order of operations, from postings instead of dictionaries.

The idf is Lucene's by default, which is positive for every term: ln(1 + (N − df + ½) / (df + ½)).
rank-bm25's own can be asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from retrieval.index.inverter import Inverter
from retrieval.index.postings import K1, B, Postings, lengths
from retrieval.index.vocabulary import keys_of

Idf = Literal["lucene", "okapi"]


def lucene_idf(n: int, df: int) -> float:
    """ln(1 + (N − df + ½) / (df + ½)), 0 for a term that no passage holds."""
    return math.log(1 + (n - df + 0.5) / (df + 0.5)) if df else 0.0


class PostingsBM25(BM25Okapi):  # type: ignore[misc]
    """rank-bm25's ``BM25Okapi`` over postings: the same scores without its memory and time.

    An empty collection is allowed, and everything scores 0 there.
    """

    def __init__(
        self,
        postings: Postings,
        *,
        nd: dict[str, int] | None = None,
        k1: float = K1,
        b: float = B,
        epsilon: float = 0.25,
    ) -> None:
        """``nd``, each term's df in the order of first occurrence, asks for rank-bm25's own idf."""
        self.k1 = k1
        self.b = b
        self.epsilon = epsilon
        self.tokenizer = None
        self.postings = postings
        self.doc_len = postings.doc_len
        self.doc_freqs: list[dict[str, int]] = []
        self.corpus_size = len(postings.doc_len)
        self.avgdl = float(postings.doc_len.sum(dtype=np.int64)) / max(1, self.corpus_size)
        self.idf: Any = _LuceneIdf(postings, self.corpus_size)
        if nd:
            self.idf = {}
            self._calc_idf(nd)

    @classmethod
    def of(
        cls, corpus: Iterable[Sequence[str]], *, idf: Idf = "lucene", **how: float
    ) -> PostingsBM25:
        """Index the tokens of a corpus in memory, as rank-bm25's constructor does."""
        documents = list(corpus)
        ids: dict[str, int] = {}
        flat = [ids.setdefault(term, len(ids)) for term in chain.from_iterable(documents)]
        docs = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
        inverter = Inverter()
        inverter.add(np.array(flat, dtype=np.uint64), docs, len(documents))
        keys = keys_of(ids)
        postings = inverter.finish(lambda used: keys[used], k1=how.get("k1", K1), b=how.get("b", B))
        nd = {term: postings.df(postings.term(term)) for term in ids} if idf == "okapi" else None
        return cls(postings, nd=nd, **how)

    def get_scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """(N,): the score of every passage."""
        score = np.zeros(self.corpus_size)
        for term in query:
            place = self.postings.term(term)
            if place >= 0:
                run = slice(*self.postings.indptr[place : place + 2])
                docs = self.postings.docs[run]
                score[docs] += self._parts(self.idf.get(term) or 0, docs, self.postings.tf[run])
        return score

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of some passages, in the order given."""
        docs = np.asarray(doc_ids, dtype=np.int32)
        score = np.zeros(len(docs))
        for term in query:
            tf = self.tf(term, docs)
            score += self._parts(self.idf.get(term) or 0, docs, tf)
        return [float(value) for value in score]

    def tf(self, term: str, docs: NDArray[np.int32]) -> NDArray[np.int64]:
        """How often the term occurs in each of the passages."""
        place = self.postings.term(term)
        if place < 0:
            return np.zeros(len(docs), dtype=np.int64)
        run = slice(*self.postings.indptr[place : place + 2])
        return tf_of(self.postings.docs[run], self.postings.tf[run], docs)

    def _parts(self, idf: float, docs: NDArray[np.int32], tf: NDArray[Any]) -> NDArray[np.float64]:
        return okapi(idf, tf, lengths(self.doc_len[docs], self.avgdl, self.k1, self.b), self.k1)


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


def tf_of(
    docs: NDArray[np.int32], tf: NDArray[Any], wanted: NDArray[np.int32]
) -> NDArray[np.int64]:
    """The tf of wanted passages in a term's postings (``docs`` ascending), 0 where it is not."""
    found = np.zeros(len(wanted), dtype=np.int64)
    if len(docs):
        place = np.minimum(docs.searchsorted(wanted), len(docs) - 1)
        there = docs[place] == wanted
        found[there] = tf[place[there]]
    return found


class _LuceneIdf:
    """Looks like the dictionary that rank-bm25 keeps, without holding one."""

    def __init__(self, postings: Postings, n: int) -> None:
        self._postings = postings
        self._n = n

    def get(self, term: str) -> float:
        return lucene_idf(self._n, self._postings.df(self._postings.term(term)))
