"""Which windows of the candidates answer best, and why?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from retrieval.answer.ranking.place_preference import STRANGER, closeness
from retrieval.answer.ranking.term_weights import Evidence, Floats, added_up
from retrieval.answer.reading.read_text import ReadText
from retrieval.answer.reading.windows import SIGNS, Windows, windows
from retrieval.answer.retrieve import Candidate
from retrieval.corpus.article import Article
from retrieval.text.ranges import Range, overlap

NEAR_TIE, NEARLY_AS_GOOD = 0.01, 0.15
"""Scores that differ by less than this share nearly tie; where the newest is asked for, by this."""
SECOND, FURTHER = 0.6, 0.7
"""The second result, and further ones, have at least these shares of the first one's score."""
ARTICLE_SIGNS = (
    "bm25_characters", "held", "held_characters", "passage", "doubtful", "lapsed", "place",
    "bare",
)  # fmt: skip
"""What is judged beside the window itself.

``bm25_characters``: of the article's best passage. ``held…``: the weight of the terms that
the article holds anywhere. ``passage``: BM25 of the passage of the window. ``bare``: 1 for the form
of the answer where that is all that is asked.
"""
ALL_SIGNS = (*ARTICLE_SIGNS, *SIGNS)


class Choice(NamedTuple):
    """A window of an article with the signs it is judged by, and its score."""

    candidate: Candidate
    article: Article
    start: int
    end: int
    answer: Range
    """The sentence that answers."""
    row: Floats
    """Its signs, in the order of ``ALL_SIGNS``."""
    score: float
    held: float
    """The weight of the question's terms in it."""
    by_chance: bool
    """It has nothing of the question but single characters, which stand anywhere."""

    @property
    def signs(self) -> dict[str, float]:
        return dict(zip(ALL_SIGNS, self.row.tolist(), strict=True))

    def sign(self, name: str) -> float:
        return float(self.row[ALL_SIGNS.index(name)])


def choices(
    looked: Sequence[tuple[Candidate, ReadText]],
    evidence: Evidence,
    weights: Mapping[str, float],
    *,
    bare: bool = False,
) -> list[Choice]:
    """Every window of some articles, best first; of equal ones in the order of the articles.

    ``bare``: also those without any term, because the form of the answer may be all that is asked.
    """
    looked = [(candidate, text) for candidate, text in looked if text.sentences]
    if not looked:
        return []
    found = windows([text for _, text in looked], evidence, bare=bare)
    of_article = _of_article(looked, found, evidence, bare)
    rows = np.column_stack([*(of_article[name] for name in ARTICLE_SIGNS), found.signs])
    scores = added_up(rows, np.array([weights.get(name, 0.0) for name in ALL_SIGNS]))
    wordy = any(len(term) > 1 for term in evidence.weights)
    chance = (wordy & ~found.words).tolist()
    held, of, in_order = found.held.tolist(), found.text.tolist(), scores.tolist()
    made = []
    for at in np.argsort(-scores, kind="stable").tolist():
        candidate, text = looked[of[at]]
        made.append(
            Choice(
                candidate,
                text.article,
                found.ranges[at][0],
                found.ranges[at][1],
                found.answers[at],
                rows[at],
                in_order[at],
                held[at],
                chance[at],
            )
        )
    return made


def _of_article(
    looked: Sequence[tuple[Candidate, ReadText]], found: Windows, evidence: Evidence, bare: bool
) -> dict[str, Floats]:
    """By name of a sign: (W,)."""
    of_articles = {
        "bm25_characters": [candidate.characters for candidate, _ in looked],
        "held": found.whole,
        "held_characters": found.whole_characters,
        "lapsed": [float("lapsed" in text.article.meta) for _, text in looked],
        "place": [closeness(text.article.place, evidence.asked) for _, text in looked],
    }
    windows = list(zip(found.text.tolist(), found.ranges, strict=True))
    form = found.signs[:, SIGNS.index("form")]
    return {
        **{name: np.array(values)[found.text] for name, values in of_articles.items()},
        "passage": np.array([looked[at][0].score_at(*span) for at, span in windows]),
        "doubtful": np.array([_is_doubtful(looked[at][1].article, span) for at, span in windows]),
        "bare": form if bare else np.zeros(len(form)),
    }


def _is_doubtful(article: Article, span: Range) -> float:
    return float(any(overlap(pair, span) for pair in article.doubtful)) if article.doubtful else 0.0


def best(ranked: Sequence[Choice], results: int, per_article: int = 2) -> list[Choice]:
    """The first ``results`` choices that do not overlap, at most ``per_article`` of one article."""
    taken: list[Choice] = []
    for choice in ranked:
        same = [other for other in taken if other.candidate.n == choice.candidate.n]
        if len(same) < per_article and not any(_overlap(choice, other) for other in same):
            taken.append(choice)
            if len(taken) == results:
                break
    return taken


def without_strangers(ranked: Sequence[Choice]) -> Sequence[Choice]:
    """No article from elsewhere below one that is not: see ``place_preference``."""
    if not ranked or ranked[0].sign("place") == STRANGER:
        return ranked
    return [choice for choice in ranked if choice.sign("place") != STRANGER]


class Scored(Protocol):
    """What has a score: a window, or a result."""

    @property
    def score(self) -> float: ...


Each = TypeVar("Each", bound=Scored)


def adding(ranked: Sequence[Each]) -> list[Each]:
    """Those that may add something, best first: the first, and what is nearly as good.

    On policy this keeps 2.4 of 2.8 results, and answer@3 as it is.
    """
    least = [0.0 if rank == 0 else SECOND if rank == 1 else FURTHER for rank in range(len(ranked))]
    return [
        each
        for each, share in zip(ranked, least, strict=True)
        if each is ranked[0] or each.score >= share * ranked[0].score
    ]


def newest_first(ranked: list[Choice], within: float = NEAR_TIE) -> list[Choice]:
    """Where the best articles differ by less than this share, the newest of them comes first."""
    if not ranked:
        return ranked
    near = ranked[0].score - within * abs(ranked[0].score)
    tied = [choice for choice in ranked if choice.score >= near and choice.article.date]
    newest = max(tied, key=lambda choice: _day(choice.article), default=ranked[0])
    if _day(newest.article) <= _day(ranked[0].article):
        return ranked
    return [newest, *(choice for choice in ranked if choice is not newest)]


def _day(article: Article) -> str:
    """For comparing dates: one without a year is the oldest."""
    return article.date if article.date and not article.date.startswith("-") else ""


def _overlap(one: Choice, other: Choice) -> bool:
    return overlap((one.start, one.end), (other.start, other.end))
