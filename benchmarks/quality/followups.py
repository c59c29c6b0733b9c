"""Does a short question with a subject of its own keep its answer, and does a follow-up follow?

Each question is put right after another one, as in a private chat. Those that have a subject
of their own are asked about something else, and lose by it where they have a confident and right
answer when they are asked alone. The others mean nothing without what was spoken of.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.rows import Row
from benchmarks.quality.sets import EvaluationSet
from bot.question import sounds_unfinished
from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.searcher import Searcher
from retrieval.evaluate.measures import flat

QUESTIONS = Path(__file__).with_name("followup_questions.jsonl")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions, one after the other."""

    id: str
    collection: str
    after: str
    question: str
    follows: bool
    """Whether the second leans on the first."""
    answers: tuple[str, ...]
    """What stands in an article that answers; none where any article that was spoken of does."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a pair."""

    pair: Pair
    before: Answer
    alone: Answer
    after: Answer

    @property
    def stands_alone(self) -> bool:
        return self.alone.verdict is Verdict.CONFIDENT and self._holds(self.alone)

    @property
    def kept(self) -> bool:
        """Whether a question that stands alone has the same answer after another."""
        return self._holds(self.after)

    @property
    def followed(self) -> bool:
        """Whether the first quote is of an article that was spoken of."""
        spoken = {result.article.id for result in self.before.results}
        return bool(self.after.results) and self.after.results[0].article.id in spoken

    def _holds(self, answer: Answer) -> bool:
        """Whether the first quote is of an article that answers."""
        text = flat(answer.results[0].article.text) if answer.results else ""
        return any(flat(gold) in text for gold in self.pair.answers)


def pairs() -> list[Pair]:
    lines = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return [Pair(**{**line, "answers": tuple(line["answers"])}) for line in lines]


def followups(sets: Mapping[str, EvaluationSet]) -> list[Row]:
    """The share of follow-ups that follow, and of other short questions that lose their answer."""
    found = [told for name, one in sets.items() for told in _told(name, one)]
    own = [told for told in found if not told.pair.follows and told.stands_alone]
    follow = [told for told in found if told.pair.follows]
    lost = sum(not told.kept for told in own) / len(own)
    followed = sum(told.followed for told in follow) / len(follow)
    return [
        Row("after another question", LOST, round(lost, 4), None, 0.05),
        Row("after another question", "followed", round(followed, 4), None, 0.9),
    ]


LOST = "lost by what was asked before"


def told_by(searcher: Searcher, pair: Pair) -> Told:
    """Both questions, as the bot would answer them."""
    before = searcher.ask(pair.after)
    spoken = {result.article.id for result in before.results}
    within = spoken if sounds_unfinished(pair.question) else set()
    return Told(
        pair, before, searcher.ask(pair.question), searcher.ask(pair.question, within=within)
    )


def _told(name: str, one: EvaluationSet) -> Iterator[Told]:
    chosen = [pair for pair in pairs() if pair.collection == name]
    if chosen:
        with one.searcher() as searcher:
            for pair in chosen:
                yield told_by(searcher, pair)
