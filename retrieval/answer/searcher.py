"""A question in, an answer out: where everything under ``retrieval`` comes together."""

from __future__ import annotations

import time
import weakref
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from retrieval.answer.answer import Answer, Result, Verdict
from retrieval.answer.confidence import (
    confidence,
    is_ruled_elsewhere,
    less_sure,
    signs_of_confidence,
    verdict,
)
from retrieval.answer.explain import explain_choice
from retrieval.answer.follow_up import follows, lack_a_term
from retrieval.answer.named_section import NamedSection, look_up, quoted, read_named
from retrieval.answer.place_preference import strangers_last
from retrieval.answer.question.query import LONGEST, read_question
from retrieval.answer.reading.texts import ReadTexts
from retrieval.answer.reading.windows import ReadText, highlights
from retrieval.answer.rerank import (
    NEAR_TIE,
    NEARLY_AS_GOOD,
    Choice,
    adding,
    best,
    choices,
    newest_first,
    without_strangers,
)
from retrieval.answer.retrieve import (
    RESCORED,
    WHOLE,
    Candidate,
    candidates,
    rescored,
    stretches,
)
from retrieval.answer.search import Found, Search, search_for
from retrieval.answer.suggestion import repairs
from retrieval.answer.translations import NOTHING_LEARNT, Translations
from retrieval.answer.weights import Weights, default_weights
from retrieval.corpus.store import Store
from retrieval.errors import WenceError
from retrieval.home import Home
from retrieval.index.engine import Generations, Wanted
from retrieval.index.engines.choice import generations_of
from retrieval.index.engines.cluster.address import Address
from retrieval.text.fold import fold_question, fold_text, script_of
from retrieval.text.lexicon import Lexicon
from retrieval.text.ranges import clip
from retrieval.text.tokens import Tokenizer

READ = 8
"""Articles whose windows are looked at, or more where more results are asked for."""
STRANGERS = 2
"""Articles from elsewhere than the asked place that are read, whatever else there is."""
FALLS_BEHIND = 0.5
"""An article whose best passage has less than this share of the best one's score is not read."""
AROUND = 6
"""Of very long articles only what lies around their best passages is looked at."""
LONGEST_RUN = 1_000
"""Passages that are taken from it for a run of articles, or to be filtered."""
FILTERED = 100
"""Articles that are held against the filters of a question."""
SHORT = 200
"""Characters of the quotes that a suggestion is judged by."""


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
        self.engine = generation.engine
        self.articles = generation.articles
        self.tokenizer = tokenizer
        self._weights = weights or default_weights()
        self._translations = translations
        self._texts = ReadTexts(generation.articles)
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
    ) -> Answer:
        """Answer one question: ``results`` quotes of ``quote_chars`` characters at most.

        Args:
            depth: the number of articles in the answer's run.
            within: ids of the articles that were spoken of, those of the answer that the question
                may follow; the rest of the collection where it has a subject of its own.
            today: what relative dates count from.
            every: also results that add little, for a caller who takes some of them away.
        """
        began = time.perf_counter()
        if sections := self._named(question, within):
            answered = quoted(question, sections[:results], quote_chars)
            run = tuple(dict.fromkeys(result.article.id for result in answered.results))[:depth]
            return replace(answered, took_ms=(time.perf_counter() - began) * 1000, run=run)
        search = self.read(question, today=today)
        found, in_time = self._of_the_time(search, results, quote_chars, depth)
        following = self._following(search, found, within, quote_chars, today) if within else None
        if following:
            search, found = following
        ranked = found.ranked
        told = self._told(
            ranked, search, follows=following is not None, in_time=in_time or following is not None
        )
        nothing = told is Verdict.NONE
        taken = [] if nothing else best(without_strangers(ranked), results)
        taken = taken if every else adding(taken)
        return Answer(
            question=question,
            verdict=told,
            results=tuple(
                self._result(rank, choice, search, explain) for rank, choice in enumerate(taken, 1)
            ),
            took_ms=(time.perf_counter() - began) * 1000,
            run=self._run(ranked, found.candidates, depth),
            suggestion=self._suggested(search, today) if nothing else None,
            filters=search.applied([choice.article for choice in taken]),
        )

    def _told(
        self, ranked: Sequence[Choice], search: Search, *, follows: bool, in_time: bool
    ) -> Verdict:
        """The verdict: weak at least for what follows, at most for what is of another time."""
        least = Verdict.WEAK if follows else Verdict.NONE
        most = Verdict.CONFIDENT if in_time else Verdict.WEAK
        told = max(least, self._verdict(ranked, search), key=ORDER.index)
        return min(most, told, key=ORDER.index)

    def _of_the_time(
        self, search: Search, results: int, quote_chars: int, depth: int
    ) -> tuple[Found, bool]:
        """What is found among the articles of the asked time, if it answers; else of any time."""
        period = search.query.filters.period
        anytime = self._find(search.whenever, results, quote_chars, depth)
        if period is None or not anytime.ranked:
            return anytime, True
        if period.years:
            in_time = anytime.of(period)
        else:
            in_time = self._find(search, results, quote_chars, depth)
        if self._verdict(in_time.ranked, search) is Verdict.NONE:
            return anytime, False
        holds_up = in_time.ranked[0].score >= period.holds_up * anytime.ranked[0].score
        return (in_time, True) if holds_up else (anytime, False)

    def _find(self, search: Search, results: int, quote_chars: int, depth: int) -> Found:
        found = self.candidates(search, depth)
        near = NEARLY_AS_GOOD if search.query.filters.newest else NEAR_TIE
        ranked = self.rank(worth_reading(found, results), search, quote_chars)
        return Found(found, newest_first(ranked, near))

    def _verdict(self, ranked: Sequence[Choice], search: Search) -> Verdict:
        if not ranked:
            return Verdict.NONE
        told = verdict(self._sure(ranked, search), self._weights)
        elsewhere = is_ruled_elsewhere(ranked, search.evidence, self._weights)
        return less_sure(told) if elsewhere else told

    def _named(self, question: str, within: Collection[str]) -> list[NamedSection]:
        """The section that a question names, 第十四条, in each document of its title."""
        named = read_named(fold_question(question.strip()[:LONGEST]))
        if named is None or not (named.title or within):
            return []
        versions = self.articles.versions(within)
        if named.title:
            searched = self.read(named.words).searched
            (found,) = self.engine.search([Wanted(searched, LONGEST_RUN)])
            versions = [candidate.n for candidate in candidates(found)[:FILTERED]]
        return look_up(named, self.articles.read(versions))

    def _sure(self, ranked: Sequence[Choice], search: Search) -> float:
        if ranked[0].by_chance:
            return 0.0
        return confidence(signs_of_confidence(ranked, search.evidence), self._weights)

    def _suggested(self, search: Search, today: date | None) -> str | None:
        """The question without a slip, where it then has a confident answer."""
        asked = search.query.question.strip()
        likely = repairs(search.query, self._generation.statistics, self.tokenizer)
        worded = [repair.applied(asked, script_of(asked)) for repair in likely]
        corrected = [self.read(each, today=today) for each in worded]
        near = [worth_reading(found) for found in self.all_candidates(corrected)]
        self._texts.read([candidate.n for found in near for candidate in found], SHORT)
        ranked = [self.rank(*each, SHORT) for each in zip(near, corrected, strict=True)]
        sure = [
            (self._sure(windows, each), words)
            for windows, each, words in zip(ranked, corrected, worded, strict=True)
            if windows
        ]
        surest, words = max(sure, default=(0.0, ""))
        return words if surest >= self._weights.offered else None

    def read(self, question: str, *, today: date | None = None, following: bool = False) -> Search:
        """What a question looks for in this collection."""
        query = read_question(question, self.tokenizer, today=today, following=following)
        return search_for(query, self._translations, self.tokenizer, self._generation.statistics)

    def candidates(self, search: Search, depth: int = 0) -> list[Candidate]:
        """The articles that are likely to hold the answer, best first."""
        return self.all_candidates([search], depth)[0]

    def all_candidates(self, searches: Sequence[Search], depth: int = 0) -> list[list[Candidate]]:
        """The same of several searches, which the engine is asked at once."""
        wanted = [
            Wanted([*each.searched, *each.learnt], _deep(each, depth))
            for each in searches
            if not each.query.empty
        ]
        found = iter(self.engine.search(wanted) if wanted else ())
        return [
            [] if each.query.empty else self._preferred(each, candidates(next(found)))
            for each in searches
        ]

    def _preferred(self, search: Search, found: list[Candidate]) -> list[Candidate]:
        """Those that the filters admit, in the order of the second stage, strangers last."""
        query = search.query
        if query.filters.chooses:
            looked = found[:FILTERED]
            articles = self.articles.read([candidate.n for candidate in looked])
            admitted = [
                candidate
                for candidate, article in zip(looked, articles, strict=True)
                if query.filters.admit(article)
            ]
            found = admitted if admitted or query.filters.strict else found
        found = rescored(self.engine, found, search.characters)
        if not query.places:
            return found
        places = self.articles.jurisdictions([candidate.n for candidate in found])
        return strangers_last(found, places, query.places)

    def rank(
        self, found: Sequence[Candidate], search: Search, quote_chars: int, *, bare: bool = False
    ) -> list[Choice]:
        """Every window of the candidates, best first."""
        made: list[Choice] = []
        whole = self._texts.read([candidate.n for candidate in found], quote_chars)
        for candidate, text in zip(found, whole, strict=True):
            for read in self._looked_at(candidate, text):
                made += choices(candidate, read, search.evidence, self._weights.ranking, bare=bare)
        return sorted(made, key=lambda choice: -choice.score)

    def _looked_at(self, candidate: Candidate, whole: ReadText) -> list[ReadText]:
        """An article as it is read: as a whole, or a very long one around its best passages."""
        if len(whole.article.text) <= WHOLE:
            return [whole]
        around = stretches(self.engine, candidate, AROUND)
        return [ReadText(whole.article, whole.limit, within) for within in around]

    def _following(
        self,
        alone: Search,
        found: Found,
        within: Collection[str],
        quote_chars: int,
        today: date | None,
    ) -> tuple[Search, Found] | None:
        """The question as one that follows, and what the articles spoken of have of it.

        None where it is to be answered by itself: they do not hold it, it has a subject that they
        lack, or only the rest of the collection answers it confidently.
        """
        search = self.read(alone.query.question, today=today, following=True)
        spoken = self._spoken(search, within, quote_chars)
        by_itself = self._verdict(found.ranked, alone)
        if not follows(spoken, search, by_itself):
            return None
        elsewhere = by_itself is Verdict.CONFIDENT and found.ranked[0].article.id not in within
        if elsewhere and (
            self._verdict(spoken, search) is not Verdict.CONFIDENT
            or lack_a_term(spoken, search, found.ranked[0])
        ):
            return None
        return search, Found(ranked=spoken)

    def _spoken(self, search: Search, within: Collection[str], quote_chars: int) -> list[Choice]:
        """The windows of the articles of an earlier answer, best first."""
        period = search.query.filters.period
        versions = self.articles.versions(within)
        found = candidates(self.engine.inside(versions, search.searched))
        if period is not None:
            articles = self.articles.read([candidate.n for candidate in found])
            pairs = zip(found, articles, strict=True)
            found = [candidate for candidate, article in pairs if period.admits(article)]
        return self.rank(found, search, quote_chars, bare=True)

    def _result(self, rank: int, choice: Choice, search: Search, explain: bool) -> Result:
        article, evidence = choice.article, search.evidence
        quote = article.text[choice.start : choice.end]
        words = [word for word in search.query.words if word in evidence.weights]
        marked = [word for word in words if len(word) > 1] or words
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
            explanation=(
                explain_choice(choice, search, self.engine, self._weights) if explain else None
            ),
        )

    def _run(
        self, ranked: Sequence[Choice], found: Sequence[Candidate], depth: int
    ) -> tuple[str, ...]:
        """The ids of the first ``depth`` articles: those that were read, then the others."""
        order = dict.fromkeys(
            [choice.candidate.n for choice in ranked] + [candidate.n for candidate in found]
        )
        return tuple(article.id for article in self.articles.read(list(order)[:depth]))


def _deep(search: Search, depth: int) -> int:
    """How many passages are taken for a run of ``depth`` articles, or to be filtered."""
    return LONGEST_RUN if depth or search.query.filters.chooses else RESCORED


def worth_reading(found: Sequence[Candidate], results: int = 0) -> list[Candidate]:
    """The candidates that may still come first once they are read."""
    least = FALLS_BEHIND * max((candidate.joint for candidate in found), default=0.0)
    near = [candidate for candidate in found if not candidate.elsewhere][: max(READ, results)]
    strangers = [candidate for candidate in found if candidate.elsewhere]
    read = [*near, *strangers[: max(STRANGERS, READ - len(near))]]
    return [candidate for candidate in read if candidate.joint >= least]


ORDER = list(reversed(Verdict))
"""The verdicts, the least sure first."""
