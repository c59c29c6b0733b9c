"""A question in, an answer out: where everything under ``retrieval`` comes together."""

from __future__ import annotations

import math
import time
import weakref
from collections.abc import Sequence

import numpy as np

from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.answer.candidates import BIGRAM_SHARE, Candidate, candidates
from retrieval.answer.excerpt import Evidence, highlights
from retrieval.answer.explain import explain_choice
from retrieval.answer.query import Query, read_question
from retrieval.answer.ranking import AROUND, WHOLE, Choice, best, choices
from retrieval.answer.verdict import confidence, signs_of_confidence, verdict
from retrieval.answer.weights import Weights, default_weights
from retrieval.corpus.article import Range
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.generation import Generation
from retrieval.index.seam import Index
from retrieval.text.fold import fold_text
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer


def rarest_idf(n: int) -> float:
    """Lucene's idf of a term that none of ``n`` passages holds."""
    return math.log(1 + (n + 0.5) / 0.5)


READ = 12
"""Articles whose text is looked at for the excerpt."""
PASSAGES = 60
"""Passages that each index gives for an answer."""
LONGEST_RUN = 1_000
"""Passages that each index gives for a run of articles."""


class Searcher:
    """Answers from one generation of the index. Immutable; safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        generation: Generation,
        tokenizer: Tokenizer,
        weights: Weights | None = None,
    ) -> None:
        self.store = store
        self._generation = generation
        self._tokenizer = tokenizer
        self._weights = weights or default_weights()
        self._letting_go = weakref.finalize(self, generation.close)

    @classmethod
    def open(cls, home: Home) -> Searcher:
        """Open the live generation of a home.

        Raises:
            NotIndexed: the index is damaged.
            WenceError: the collection cannot be opened.
        """
        return cls(Store.open(home), Generation.open(home), Tokenizer(Lexicon.load(), home.cache))

    def reopened(self) -> Searcher:
        """A searcher of the generation that is live now, with what need not be read again.

        Raises:
            NotIndexed: the index is damaged.
        """
        return Searcher(
            self.store, Generation.open(self.store.home), self._tokenizer, self._weights
        )

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        return self._generation.name

    def close(self) -> None:
        """Let go of the index and of the collection.

        A searcher that is merely dropped lets go of its index by itself.
        """
        self._letting_go()
        self.store.close()

    def ask(
        self,
        question: str,
        *,
        results: int = 3,
        quote_chars: int = 200,
        explain: bool = False,
        depth: int = 0,
    ) -> Answer:
        """Answer one question: ``results`` quotes of ``quote_chars`` characters at most.

        ``depth`` is the number of articles in the answer's run.
        """
        began = time.perf_counter()
        query = read_question(question, self._tokenizer)
        found = self._candidates(query, depth)
        evidence = self.evidence(query)
        ranked = self.rank(found[:READ], evidence, quote_chars)
        sure = confidence(signs_of_confidence(ranked, evidence), self._weights) if ranked else 0.0
        told = verdict(sure, self._weights)
        taken = best(ranked, results) if told is not Verdict.NONE else []
        return Answer(
            question=question,
            verdict=told,
            results=tuple(
                self._result(rank, choice, query, evidence, explain)
                for rank, choice in enumerate(taken, 1)
            ),
            took_ms=(time.perf_counter() - began) * 1000,
            run=self._run(ranked, found, depth),
        )

    def evidence(self, query: Query) -> Evidence:
        """The weights of the question's terms in this collection.

        A document's number is left to its bigrams: it is written in several ways.
        """
        words = {word: self._weight(self._generation.words, word) for word in query.words}
        weights = {word: weight for word, (weight, _) in words.items() if "〔" not in word}
        unknown = sum(words[word][0] for word in weights if not words[word][1])
        for bigram in query.bigrams:
            weight, known = self._weight(self._generation.bigrams, bigram)
            weights[bigram] = weights.get(bigram, 0.0) + BIGRAM_SHARE * weight
            unknown += 0.0 if known else BIGRAM_SHARE * weight
        return Evidence(weights, query.kind, unknown)

    @staticmethod
    def _weight(index: Index, term: str) -> tuple[float, bool]:
        """The term's idf, and whether any passage holds it: one that none does is the rarest."""
        known = index.df(term) > 0
        return index.idf(term) if known else rarest_idf(len(index)), known

    def rank(
        self, found: Sequence[Candidate], evidence: Evidence, quote_chars: int
    ) -> list[Choice]:
        """Every window of the candidates, best first."""
        made: list[Choice] = []
        for candidate in found:
            article = self.store.article(candidate.n)
            stretches = self._stretches(candidate, len(article.text))
            made += choices(
                candidate, article, stretches, evidence, self._weights.ranking, quote_chars
            )
        return sorted(made, key=lambda choice: -choice.score)

    def _candidates(self, query: Query, depth: int) -> list[Candidate]:
        if query.empty:
            return []
        return candidates(self._generation, query, LONGEST_RUN if depth else PASSAGES)

    def _stretches(self, candidate: Candidate, characters: int) -> list[Range]:
        """Where to look in an article: all of it, or its best passages with their neighbours."""
        if characters <= WHOLE:
            return [(0, characters)]
        docs = self._generation.passages_of(candidate.n)
        first = np.searchsorted(docs, candidate.docs[:AROUND])
        before, after = np.maximum(first - 1, 0), np.minimum(first + 1, len(docs) - 1)
        starts, ends = self._generation.start(docs[before]), self._generation.end(docs[after])
        joined: list[Range] = []
        for start, end in sorted(zip(starts.tolist(), ends.tolist(), strict=True)):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def _result(
        self, rank: int, choice: Choice, query: Query, evidence: Evidence, explain: bool
    ) -> Result:
        article, window = choice.article, choice.window
        quote = article.text[window.start : window.end]
        marked = [word for word in query.words if word in evidence.weights and len(word) > 1]
        return Result(
            rank=rank,
            score=choice.score,
            article=article,
            quote=quote,
            start=window.start,
            end=window.end,
            highlights=highlights(fold_text(quote), marked or query.words),
            answer=window.answer,
            doubtful=tuple(
                (max(start, window.start), min(end, window.end))
                for start, end in article.doubtful
                if start < window.end and window.start < end
            ),
            explanation=(
                explain_choice(choice, query, self._generation, self._weights) if explain else None
            ),
        )

    def _run(
        self, ranked: Sequence[Choice], found: Sequence[Candidate], depth: int
    ) -> tuple[str, ...]:
        """The ids of the first ``depth`` articles: those that were read, then the others."""
        order = dict.fromkeys(
            [choice.candidate.n for choice in ranked] + [candidate.n for candidate in found]
        )
        return tuple(self.store.article(n).id for n in list(order)[:depth])
