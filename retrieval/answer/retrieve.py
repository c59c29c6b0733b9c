"""Which articles are likely to hold the answer?

In two stages. The index proposes passages: BM25 of the words + ``BIGRAM_SHARE`` × BM25 of the
character bigrams. The best of them are rescored with single characters, which 遛狗 and 携犬出户
share: + ``CHARACTER_SHARE`` × BM25 of the characters. An article is as good as its best passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from retrieval.answer.question.query import Query
from retrieval.index.engine import Engine, Passages
from retrieval.index.types import Clause, Part
from retrieval.text.bigrams import bigrams
from retrieval.text.ranges import Range, merge, overlap
from retrieval.text.tokens import Tokenizer

BIGRAM_SHARE = 0.5
"""What a bigram counts beside a word; the measures are flat around this value."""
CHARACTER_SHARE = 2.0
"""What a single character counts beside a word, in the second stage."""
RESCORED = 300
"""Passages that the second stage looks at, at most."""
RESCORED_ARTICLES = 100
"""Articles that they may be of."""
WHOLE = 20_000
"""Up to this many characters an article is looked at as a whole, else around its best passages."""
FORM_SHARE = 0.5
"""What another form counts beside the one that was asked."""


class Candidate(NamedTuple):
    """An article with its passages that were hit, the best one first."""

    n: int
    bm25: float
    """Of words and bigrams, of the best passage."""
    docs: tuple[int, ...]
    scores: tuple[float, ...]
    """Of those passages."""
    ranges: tuple[Range, ...]
    """Where in the article's text they are."""
    characters: float = 0.0
    """BM25 of single characters, the most that a passage has."""
    joint: float = 0.0
    """Of all three, of the best passage."""
    elsewhere: bool = False
    """It holds in none of the places that the question names, nor above, nor below one."""

    def score_at(self, start: int, end: int) -> float:
        """The score of the best passage that a stretch of the text touches; 0 for none."""
        at = self._passage_at(start, end)
        return 0.0 if at is None else self.scores[at]

    def doc_at(self, start: int, end: int) -> int | None:
        """That passage; None for none."""
        at = self._passage_at(start, end)
        return None if at is None else self.docs[at]

    def _passage_at(self, start: int, end: int) -> int | None:
        stretch = (start, end)
        return next((at for at, each in enumerate(self.ranges) if overlap(each, stretch)), None)


def clauses(query: Query, tokenizer: Tokenizer) -> list[Clause]:
    """The question as the index searches it, then its other forms with ``FORM_SHARE``."""
    shares: dict[tuple[Part, str], float] = {("words", word): 1.0 for word in query.words}
    shares |= {("bigrams", bigram): BIGRAM_SHARE for bigram in query.bigrams}
    for form in query.forms:
        share = FORM_SHARE * form.weight
        for word in tokenizer.terms(form.other):
            shares.setdefault(("words", word), share)
        for bigram in bigrams(form.other):
            shares.setdefault(("bigrams", bigram), share * BIGRAM_SHARE)
    return [Clause(part, term, share) for (part, term), share in shares.items()]


def learnt_clauses(query: Query, searched: Sequence[Clause]) -> list[Clause]:
    """What the words of the question stand for besides, as far as it is not searched already."""
    shares: dict[tuple[Part, str], float] = {}
    for form in query.learnt:
        shares.setdefault(("words", form.other), form.weight)
        for bigram in bigrams(form.other):
            shares.setdefault(("bigrams", bigram), BIGRAM_SHARE * form.weight)
    known = {(clause.part, clause.term) for clause in searched}
    return [Clause(*term, share) for term, share in shares.items() if term not in known]


def candidates(found: Passages) -> list[Candidate]:
    """The articles of some passages, best first, in the order of the index."""
    hits: dict[int, list[tuple[int, float, Range]]] = {}
    columns = (found.article, found.doc, found.score, found.start, found.end)
    for n, doc, score, start, end in zip(*(each.tolist() for each in columns), strict=True):
        hits.setdefault(n, []).append((doc, score, (start, end)))
    made = []
    for n, own in hits.items():
        docs, scores, ranges = zip(*own, strict=True)
        made.append(Candidate(n, scores[0], docs, scores, ranges))
    return made


def rescored(
    engine: Engine, found: Sequence[Candidate], characters: Mapping[str, float]
) -> list[Candidate]:
    """The first of the candidates in the order of all three kinds of terms, then the others.

    ``characters`` are those of the question, with their idf.
    """
    looked, others = found[:RESCORED_ARTICLES], found[RESCORED_ARTICLES:]
    docs = [doc for candidate in looked for doc in candidate.docs]
    added = engine.characters(docs, characters)
    made, at = [], 0
    for candidate in looked:
        more = added[at : at + len(candidate.docs)].tolist()
        at += len(more)
        joint = max(map(_joint, candidate.scores, more))
        made.append(candidate._replace(characters=max(more), joint=joint))
    made.sort(key=lambda candidate: -candidate.joint)
    return [*made, *others]


def _joint(score: float, characters: float) -> float:
    return score + CHARACTER_SHARE * characters


def stretches(engine: Engine, candidate: Candidate, around: int) -> list[Range]:
    """Where to look in a very long article: its best passages with their neighbours."""
    return list(merge(engine.around(candidate.docs[:around])))
