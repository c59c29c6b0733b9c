"""A question in, an answer out: where everything under ``retrieval`` comes together."""

from __future__ import annotations

import time
import weakref
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.answer.asked_time import of_the_time
from retrieval.answer.explain import explain_choice
from retrieval.answer.follow_up import following_on
from retrieval.answer.named_section import name_sections, quoted
from retrieval.answer.ranking.rerank import Choice, adding, best, without_strangers
from retrieval.answer.ranking.weights import Weights, default_weights
from retrieval.answer.reading.windows import highlights
from retrieval.answer.retrieve import Candidate
from retrieval.answer.search import Found, Search
from retrieval.answer.stages import Stages
from retrieval.answer.suggestion import suggested
from retrieval.answer.translations import NOTHING_LEARNT, Translations
from retrieval.corpus.store import Store
from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.index.engine import Generations
from retrieval.index.engines.choice import generations_of
from retrieval.index.engines.cluster.address import Address
from retrieval.text.fold import fold_text
from retrieval.text.lexicon import Lexicon
from retrieval.text.ranges import clip
from retrieval.text.tokens import Tokenizer

BEHIND = 100
"""Articles that an answer names as those among which it was found."""


class Searcher:
    """Answers from one generation of the index. Immutable; safe to use from several threads."""

    def __init__(
        self,
        store: Store,
        generations: Generations,
        tokenizer: Tokenizer,
        weights: Weights | None = None,
        translations: Translations = NOTHING_LEARNT,
    ) -> None:
        self.store = store
        """What this machine takes in: the articles themselves, where the index is embedded."""
        self.generations = generations
        self._generation = generation = generations.open()
        self.articles = generation.articles
        self.tokenizer = tokenizer
        self._weights = weights or default_weights()
        self.stages = Stages(generation, tokenizer, self._weights, translations)
        self._letting_go = weakref.finalize(self, generation.close)

    @classmethod
    def open(
        cls, home: Home, weights: Weights | None = None, cluster: Address | None = None
    ) -> Searcher:
        """Open the live generation of a home, or of a cluster, and what was learnt in the home.

        The weights are those of ``weights.toml``.

        Raises:
            NotIndexed: the index is damaged, missing, or made from another collection.
            EngineUnavailable: the cluster does not answer as it should.
            WenceError: the collection cannot be opened.
        """
        tokenizer = Tokenizer(Lexicon.load(home.lexicon), home.cache)
        learnt = Translations.in_use(home, tokenizer.lexicon.fingerprint)
        store = Store.open(home)
        try:
            return cls(store, generations_of(store, cluster), tokenizer, weights, learnt)
        except WenceError:
            store.close()
            raise

    def reopened(self, translations: Translations | None = None) -> Searcher:
        """A searcher of the generation that is live now, with what need not be read again.

        ``translations`` stand in for those of the home.

        Raises:
            NotIndexed, EngineUnavailable: as when one is opened.
        """
        learnt = translations or Translations.in_use(
            self.store.home, self.tokenizer.lexicon.fingerprint
        )
        return Searcher(self.store, self.generations, self.tokenizer, self._weights, learnt)

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        return self._generation.name

    @property
    def passages(self) -> int:
        """How many passages it searches."""
        return self._generation.statistics.passages

    def close(self) -> None:
        """Let go of the index and of the collection.

        A searcher that is merely dropped lets go of its index by itself.
        """
        self._letting_go()
        self.generations.close()
        self.store.close()

    def ask(
        self,
        question: str,
        *,
        results: int = 3,
        quote_chars: int = 200,
        explain: bool = False,
        depth: int = 0,
        within: Collection[str] = (),
        today: date | None = None,
        every: bool = False,
        suggests: bool = True,
    ) -> Answer:
        """Answer one question: ``results`` quotes of ``quote_chars`` characters at most.

        Args:
            depth: the number of articles in the answer's run.
            within: ids of the articles that were spoken of, those of the answer that the question
                may follow; the rest of the collection where it has a subject of its own.
            today: what relative dates count from.
            every: also results that add little, for a caller who takes some of them away.
            suggests: whether a slip is looked for where nothing is found; it takes half the time.
        """
        began, stages = time.perf_counter(), self.stages
        if sections := name_sections(stages, question, within):
            answered = quoted(question, sections[:results], quote_chars)
            run = tuple(dict.fromkeys(result.article.id for result in answered.results))[:depth]
            return replace(answered, took_ms=(time.perf_counter() - began) * 1000, run=run)
        search, found, told = self._look_up(question, within, today, results, quote_chars, depth)
        nothing = told is Verdict.NONE
        taken = [] if nothing else best(without_strangers(found.ranked), results)
        taken = taken if every else adding(taken)
        shown = (self._result(rank, each, search, explain) for rank, each in enumerate(taken, 1))
        return Answer(
            question=question,
            verdict=told,
            results=tuple(shown),
            took_ms=(time.perf_counter() - began) * 1000,
            run=self._run(found.ranked, found.candidates, depth),
            behind=tuple(candidate.n for candidate in found.candidates[:BEHIND]),
            suggestion=suggested(stages, search, today) if nothing and suggests else None,
            filters=search.applied([choice.article for choice in taken]),
        )

    def _look_up(
        self,
        question: str,
        within: Collection[str],
        today: date | None,
        results: int,
        quote_chars: int,
        depth: int,
    ) -> tuple[Search, Found, Verdict]:
        """What a question looks for, what it comes upon, and how sure that is.

        What follows is weak at least, what is of another time than the asked one at most.
        """
        stages = self.stages
        search = stages.read(question, today=today)
        found, in_time = of_the_time(stages, search, results, quote_chars, depth)
        if within and (
            following := following_on(stages, search, found, within, quote_chars, today)
        ):
            search, found = following
            told = stages.verdict(found.ranked, search)
            return search, found, max(Verdict.WEAK, told, key=ORDER.index)
        told = stages.verdict(found.ranked, search)
        return search, found, told if in_time else min(Verdict.WEAK, told, key=ORDER.index)

    def _result(self, rank: int, choice: Choice, search: Search, explain: bool) -> Result:
        article, evidence = choice.article, search.evidence
        quote = article.text[choice.start : choice.end]
        words = [word for word in search.query.words if word in evidence.weights]
        marked = [word for word in words if len(word) > 1] or words
        engine, weights = self.stages.engine, self._weights
        return Result(
            rank=rank,
            score=choice.score,
            article=article,
            quote=quote,
            start=choice.start,
            end=choice.end,
            highlights=highlights(fold_text(quote), marked, evidence),
            answer=choice.answer,
            doubtful=clip(article.doubtful, (choice.start, choice.end)),
            reposts=self.articles.reposts(choice.candidate.n),
            explanation=explain_choice(choice, search, engine, weights) if explain else None,
        )

    def _run(
        self, ranked: Sequence[Choice], found: Sequence[Candidate], depth: int
    ) -> tuple[str, ...]:
        """The ids of the first ``depth`` articles: those that were read, then the others."""
        order = dict.fromkeys(
            [choice.candidate.n for choice in ranked] + [candidate.n for candidate in found]
        )
        return tuple(article.id for article in self.articles.read(list(order)[:depth]))


ORDER = list(reversed(Verdict))
"""The verdicts, the least sure first."""
