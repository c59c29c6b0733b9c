"""Which windows of the candidates answer best, and why?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answer.retrieve import Candidate
from retrieval.answer.term_weights import Evidence
from retrieval.answer.windows import Window, windows
from retrieval.corpus.article import Article
from retrieval.text.fold import fold_question, fold_text
from retrieval.text.ranges import Range, overlap

NEAR_TIE = 0.01
"""Scores that differ by less than this share nearly tie."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A window of an article with the signs it is judged by, and its score."""

    candidate: Candidate
    article: Article
    window: Window
    signs: Mapping[str, float]
    score: float


def choices(
    candidate: Candidate,
    article: Article,
    stretches: Iterable[Range],
    evidence: Evidence,
    weights: Mapping[str, float],
    limit: int,
    *,
    bare: bool = False,
) -> list[Choice]:
    """Every window of the stretches of an article, each with its score.

    ``bare``: also those without any term, because the form of the answer may be all that is asked.
    """
    title_terms = evidence.held_by(fold_text(headlines(article)))
    found = [
        window
        for stretch in stretches
        for window in _windows(article, stretch, title_terms, evidence, limit, bare)
    ]
    made = []
    there = float(bool(evidence.place) and _names(article, evidence.place))
    for window in found:
        signs = {
            "bm25": candidate.bm25,
            "passage": candidate.score_at(window.start, window.end),
            **window.signs(),
            "doubtful": _doubtful(article, window),
            "lapsed": float("lapsed" in article.meta),
            "place": there,
            "form": float(bare and window.fits),
        }
        score = sum(weights.get(name, 0.0) * value for name, value in signs.items())
        made.append(Choice(candidate, article, window, signs, score))
    return made


def best(ranked: Sequence[Choice], results: int, per_article: int = 2) -> list[Choice]:
    """The first ``results`` choices that do not overlap, at most ``per_article`` of one article."""
    taken: list[Choice] = []
    for choice in ranked:
        same = [other.window for other in taken if other.candidate.n == choice.candidate.n]
        if len(same) < per_article and not any(
            overlap(choice.window.range, other.range) for other in same
        ):
            taken.append(choice)
            if len(taken) == results:
                break
    return taken


def newest_first(ranked: list[Choice]) -> list[Choice]:
    """Where the best articles nearly tie, the newest of them comes first."""
    if not ranked:
        return ranked
    near = ranked[0].score - NEAR_TIE * abs(ranked[0].score)
    tied = [choice for choice in ranked if choice.score >= near and choice.article.date]
    newest = max(tied, key=lambda choice: _day(choice.article), default=ranked[0])
    if _day(newest.article) <= _day(ranked[0].article):
        return ranked
    return [newest, *(choice for choice in ranked if choice is not newest)]


def _day(article: Article) -> str:
    """For comparing dates: one without a year is the oldest."""
    return article.date if article.date and not article.date.startswith("-") else ""


def _names(article: Article, place: str) -> bool:
    """Whether an article's title, source or text names a folded place."""
    heads = f"{headlines(article)}\n{article.source or ''}"
    return place in fold_question(heads) or place in fold_text(article.text)


def headlines(article: Article) -> str:
    """Kicker, title and subtitle."""
    return "\n".join(filter(None, (article.kicker, article.title, article.subtitle)))


def _windows(
    article: Article,
    stretch: Range,
    title_terms: frozenset[str],
    evidence: Evidence,
    limit: int,
    bare: bool,
) -> list[Window]:
    start, end = stretch
    text = article.text[start:end]
    found = windows(text, fold_text(text), title_terms, evidence, limit, bare=bare)
    return [window.moved(start) for window in found] if start else found


def _doubtful(article: Article, window: Window) -> float:
    """1 where the window holds text that may be corrupt, else 0."""
    return float(any(overlap(each, window.range) for each in article.doubtful))
