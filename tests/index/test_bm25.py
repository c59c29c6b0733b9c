from __future__ import annotations

import gzip
import json
import math
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.index.bm25 import PostingsBM25
from retrieval.index.postings import Postings
from retrieval.text.fold import fold_question, fold_text
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
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


@settings(max_examples=200, deadline=None)
@given(CORPORA, QUERIES, PARAMETERS)
def test_scores_are_rank_bm25s_to_the_last_bit(
    corpus: list[list[str]], query: list[str], parameters: tuple[float, float]
) -> None:
    k1, b = parameters
    okapi = PostingsBM25.of(corpus, idf="okapi", k1=k1, b=b)
    lucene = PostingsBM25.of(corpus, k1=k1, b=b)
    for ours, theirs in (
        (okapi, BM25Okapi(corpus, k1=k1, b=b)),
        (lucene, LuceneOkapi(corpus, k1=k1, b=b)),
    ):
        assert ours.get_scores(query).tolist() == theirs.get_scores(query).tolist()
        docs = list(range(0, len(corpus), 2))
        assert ours.get_batch_scores(query, docs) == theirs.get_batch_scores(query, docs)
        assert ours.average_idf == theirs.average_idf if ours is okapi else True


def test_postings_survive_the_disk(tmp_path: Path) -> None:
    before = PostingsBM25.of([["a", "b", "a"], [], ["长一点的词", "a"]])
    before.postings.save(tmp_path / "words")
    after = PostingsBM25(Postings.open(tmp_path / "words"))
    query = ["a", "长一点的词", "absent"]
    assert np.array_equal(after.get_scores(query), before.get_scores(query))
    assert not after.postings.docs.flags.writeable


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_an_empty_collection_scores_nothing(corpus: list[list[str]]) -> None:
    assert PostingsBM25.of(corpus).get_scores(["a"]).tolist() == [0.0] * len(corpus)


def test_a_term_may_occur_often() -> None:
    corpus = [["a"] * 300 + ["b"], ["a", "b"]]
    assert PostingsBM25.of(corpus).get_scores(["a"]).tolist() == (
        LuceneOkapi(corpus).get_scores(["a"]).tolist()
    )


@needs_shared
def test_real_passages_score_to_the_last_bit() -> None:
    tokenizer = Tokenizer(Lexicon.load())
    with gzip.open(LOAD / "laws_hans.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [fold_text(json.loads(line)["text"]) for line in islice(lines, 2000)]
    corpus = [tokenizer.terms(text) for text in texts]
    asked = (EVAL / "stard" / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:30]
    okapi, lucene = PostingsBM25.of(corpus, idf="okapi"), PostingsBM25.of(corpus)
    their_okapi, their_lucene = BM25Okapi(corpus), LuceneOkapi(corpus)
    for line in asked:
        query = tokenizer.terms(fold_question(json.loads(line)["question"]))
        assert np.array_equal(okapi.get_scores(query), their_okapi.get_scores(query))
        assert np.array_equal(lucene.get_scores(query), their_lucene.get_scores(query))
