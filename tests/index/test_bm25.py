"""The scores are those that rank-bm25 defines."""

from __future__ import annotations

import gzip
import json
import math
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.index.params import IndexParams
from retrieval.index.postings.postings import K1, B
from retrieval.index.scorer import Scorer
from retrieval.index.types import PARTS, Clause
from retrieval.text.fold import fold_question, fold_text
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
from tests.index.test_search import segment
from tests.shared import EVAL, LOAD, needs_shared

WORDS = st.sampled_from(["医保", "公积金", "三争行动", "的", "2024", "号", "a", "政策", "养老金"])
CORPORA = st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=25).filter(any)
QUERIES = st.lists(WORDS | st.just("absent"), max_size=6)
PARAMETERS = st.sampled_from([(1.5, 0.75), (1.2, 0.75), (0.9, 0.4), (2.0, 0.0), (1.5, 0.99)])


class LuceneOkapi(BM25Okapi):  # type: ignore[misc]
    """rank-bm25 with Lucene's idf: the definition of the default score."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for word, freq in nd.items():
            self.idf[word] = math.log(1 + (self.corpus_size - freq + 0.5) / (freq + 0.5))


def scores(corpus: list[list[str]], query: list[str], k1: float = K1, b: float = B) -> list[float]:
    """What the index gives, over one segment of these passages."""
    whole = segment([(document, [], 0) for document in corpus])
    clauses = [Clause("words", term) for term in query]
    totals = {part: whole.total_length(part) for part in PARTS}
    scorer = Scorer([whole], IndexParams(k1=k1, b=b), totals)
    docs = np.arange(len(corpus), dtype=np.int32)
    found: list[float] = scorer.all_scores(clauses).tolist()
    assert [sum(row) for row in scorer.scores_of(docs, clauses).tolist()] == found
    return found


@settings(max_examples=200, deadline=None)
@given(CORPORA, QUERIES, PARAMETERS)
def test_scores_are_rank_bm25s_to_the_last_bit(
    corpus: list[list[str]], query: list[str], parameters: tuple[float, float]
) -> None:
    k1, b = parameters
    expected = LuceneOkapi(corpus, k1=k1, b=b).get_scores(query)
    assert scores(corpus, query, k1, b) == expected.tolist()


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_an_empty_collection_scores_nothing(corpus: list[list[str]]) -> None:
    assert scores(corpus, ["a"]) == [0.0] * len(corpus)


def test_a_term_may_occur_often() -> None:
    corpus = [["a"] * 300 + ["b"], ["a", "b"]]
    assert scores(corpus, ["a"]) == LuceneOkapi(corpus).get_scores(["a"]).tolist()


@needs_shared
def test_real_passages_score_to_the_last_bit() -> None:
    tokenizer = Tokenizer(Lexicon.load())
    with gzip.open(LOAD / "laws_hans.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [fold_text(json.loads(line)["text"]) for line in islice(lines, 2000)]
    corpus = [tokenizer.terms(text) for text in texts]
    asked = (EVAL / "stard" / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:30]
    reference = LuceneOkapi(corpus)
    for line in asked:
        query = tokenizer.terms(fold_question(json.loads(line)["question"]))
        assert scores(corpus, query) == reference.get_scores(query).tolist()
