"""Which wordings are one slip away from a question, and known to the collection?

A slip is a character in the place of one that sounds the same (pinyin without tones), one too
many, or one too few. It shows as bigrams that no passage holds and as a word fallen apart; a repair
leaves fewer of the former and makes a word: one of jieba's, of the lexicon or of everyday speech.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain, islice

from retrieval.answer.question.query import Query
from retrieval.answer.search import Search
from retrieval.answer.stages import Stages, worth_reading
from retrieval.index.engine import Statistics
from retrieval.text.fold import Script, convert, script_of
from retrieval.text.tokens import Tokenizer

MOST_REPAIRS = 8
"""Wordings that are tried; each costs a search."""
LONGEST = 60
"""Characters of a question that is looked at; in a longer one a slip does not decide."""
LONGEST_WORD = 8
"""Characters of an everyday word that a repair may make."""
NO_WORD = (1, True)
"""How long a single character is, which is no word here; see ``_word``."""
SAME_SOUND = 1.0
"""How much likelier a homophone is than a character lost or added, as a logarithm of df."""
QUOTED = 200
"""Characters of the quotes that a repair is judged by."""
STILL_UNKNOWN = 2.0
"""What a bigram that stays unknown takes away from it."""


@dataclass(frozen=True, slots=True)
class Repair:
    """``question[start:end]`` is to be replaced by ``put``, a folded character or nothing."""

    start: int
    end: int
    put: str
    score: float

    def applied(self, question: str, script: Script = "hans") -> str:
        """The question repaired, in its own script."""
        return question[: self.start] + convert(self.put, script) + question[self.end :]


def suggested(stages: Stages, search: Search, today: date | None) -> str | None:
    """The question without a slip, where it then has a confident answer."""
    asked = search.query.question.strip()
    likely = repairs(search.query, stages.statistics, stages.tokenizer)
    worded = [repair.applied(asked, script_of(asked)) for repair in likely]
    corrected = [stages.read(each, today=today) for each in worded]
    near = [worth_reading(found) for found in stages.all_candidates(corrected)]
    stages.texts.read([candidate.n for found in near for candidate in found], QUOTED)
    ranked = [stages.rank(*each, QUOTED) for each in zip(near, corrected, strict=True)]
    sure = [
        (stages.relevance(windows, each), words)
        for windows, each, words in zip(ranked, corrected, worded, strict=True)
        if windows
    ]
    surest, words = max(sure, default=(0.0, ""))
    return words if surest >= stages.weights.offered else None


def repairs(query: Query, statistics: Statistics, tokenizer: Tokenizer) -> list[Repair]:
    """The likeliest repairs of a folded question, best first."""
    if len(query.folded) > LONGEST:
        return []
    workshop = _Workshop(query, statistics, tokenizer)
    best: dict[str, Repair] = {}
    for repair in sorted(workshop.repairs(), key=lambda repair: -repair.score):
        best.setdefault(repair.applied(query.folded), repair)
    likely = (repair for worded, repair in best.items() if workshop.makes_a_word(worded, repair))
    return list(islice(likely, MOST_REPAIRS))


class _Workshop:
    """A folded question, its pairs of characters, and what the collection knows of others."""

    def __init__(self, query: Query, statistics: Statistics, tokenizer: Tokenizer) -> None:
        self._folded = folded = query.folded
        self._statistics = statistics
        self._tokenizer = tokenizer
        self._tokens = lru_cache(maxsize=2)(tokenizer.tokens)
        terms = {pair for pair in query.bigrams if len(pair) == 2 and not pair.isascii()}
        self._pairs = {at for at in range(len(folded) - 1) if folded[at : at + 2] in terms}
        self._known: dict[str, int] = {}

    def repairs(self) -> Iterator[Repair]:
        """Every repair of a pair that no passage holds."""
        ordered = sorted(self._pairs)
        dfs = self._dfs(self._folded[at : at + 2] for at in ordered)
        for at in (at for at, df in zip(ordered, dfs, strict=True) if not df):
            yield from self._replacing(at)
            yield from self._replacing(at + 1)
            yield from self._adding(at)

    def makes_a_word(self, repaired: str, repair: Repair) -> bool:
        """Whether the place of the repair lies in a word, and in no shorter one than before.

        A character that is left out joins its neighbours. What is put in its place makes a longer
        word or one of the lexicon (年检 is no slip for 年前), and what is added is inside of one,
        not at its edge, where nearly everything fits: 濮阳市 → 濮阳全市.
        """
        start, end = repair.start, repair.end
        added = int(start == end)
        before = max(NO_WORD, self._word(self._folded, start - added, end + added))
        if repair.put:
            return self._word(repaired, start - added, end + 2 * added) > before
        return NO_WORD != self._word(repaired, start - 1, start + 1) >= before

    def _word(self, folded: str, start: int, end: int) -> tuple[int, bool]:
        """How long the word is that a stretch lies in, and whether the lexicon has it."""
        lexicon = self._tokenizer.lexicon
        everyday = (
            folded[first:last]
            for first in range(max(0, end - LONGEST_WORD), start + 1)
            for last in range(end, first + LONGEST_WORD + 1)
            if folded[first:last] in lexicon.synonyms
        )
        tokens = (
            token.text
            for token in self._tokens(folded)
            if token.start <= start and end <= token.end
        )
        found = (
            (len(word), word in lexicon.words or word in lexicon.synonyms)
            for word in (*tokens, *everyday)
        )
        return max(found, default=NO_WORD)

    def _replacing(self, place: int) -> Iterator[Repair]:
        """A homophone in the place of a character, or nothing."""
        folded = self._folded
        before = folded[place - 1] if place - 1 in self._pairs else ""
        after = folded[place + 1] if place in self._pairs else ""
        puts = (*self._tokenizer.lexicon.homophones(folded[place]), "")
        runs = [_pairs_of(before + put + after) for put in (folded[place], *puts)]
        self._dfs(chain.from_iterable(runs))
        unknown = self._dfs(runs[0]).count(0)
        for put, pairs in zip(puts, runs[1:], strict=True):
            score = self._score(pairs, unknown)
            if score is not None:
                yield Repair(place, place + 1, put, score + SAME_SOUND * bool(put))

    def _adding(self, at: int) -> Iterator[Repair]:
        """A character between two."""
        before, after = self._folded[at], self._folded[at + 1]
        puts = self._statistics.followers(before)
        dfs = zip(puts, self._dfs(put + after for put in puts), strict=True)
        likely = {put: df for put, df in dfs if df}
        firsts = self._dfs(before + put for put in likely)
        for (put, second), first in zip(likely.items(), firsts, strict=True):
            if first:
                yield Repair(at + 1, at + 1, put, math.log(min(first, second)))

    def _score(self, pairs: Sequence[str], unknown: int) -> float | None:
        """How likely a run is; None where it has no known pair, or no fewer unknown than before."""
        known = [df for df in self._dfs(pairs) if df]
        left = len(pairs) - len(known)
        return math.log(min(known)) - STILL_UNKNOWN * left if known and left < unknown else None

    def _dfs(self, pairs: Iterable[str]) -> list[int]:
        """How many passages hold each pair; 1 where they hold another word for it."""
        pairs = [*pairs]
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        if new:
            dfs = self._statistics.dfs("bigrams", new).tolist()
            worded = (df or self._is_worded(pair) for pair, df in zip(new, dfs, strict=True))
            self._known.update(zip(new, worded, strict=True))
        return [self._known[pair] for pair in pairs]

    def _is_worded(self, pair: str) -> int:
        others = self._tokenizer.lexicon.synonyms.get(pair, ())
        return int(any(self._statistics.df("words", other) for other in others))


def _pairs_of(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]
