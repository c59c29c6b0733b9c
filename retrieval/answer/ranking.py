"""Which windows of the candidates answer best, and why?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answer.candidates import Candidate
from retrieval.answer.excerpt import Evidence, Window, windows
from retrieval.corpus.article import Article, Range
from retrieval.text.fold import fold_text

WHOLE = 2_000
"""Up to this many characters an article is looked at as a whole, else around its best passages."""
AROUND = 3
"""Passages around which a longer article is looked at."""


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
) -> list[Choice]:
    """Every window of the stretches of an article, each with its score."""
    title_terms = evidence.held_by(fold_text(headlines(article)))
    found = [
        window
        for stretch in stretches
        for window in _windows(article, stretch, title_terms, evidence, limit)
    ]
    held = title_terms.union(*(window.terms for window in found))
    of_article = {
        "bm25": candidate.bm25,
        "article": evidence.weight_of(held),
        "title": evidence.weight_of(title_terms),
    }
    made = []
    for window in found:
        signs = {**of_article, **window.signs(), "doubtful": _doubtful(article, window)}
        score = sum(weights.get(name, 0.0) * value for name, value in signs.items())
        made.append(Choice(candidate, article, window, signs, score))
    return made


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


def headlines(article: Article) -> str:
    """Kicker, title and subtitle."""
    return "\n".join(filter(None, (article.kicker, article.title, article.subtitle)))


def _windows(
    article: Article, stretch: Range, title_terms: frozenset[str], evidence: Evidence, limit: int
) -> list[Window]:
    start, end = stretch
    text = article.text[start:end]
    found = windows(text, fold_text(text), title_terms, evidence, limit)
    return [window.moved(start) for window in found] if start else found


def _doubtful(article: Article, window: Window) -> float:
    """1 where the window holds text that may be corrupt, else 0."""
    return float(any(a < window.end and window.start < b for a, b in article.doubtful))


def _overlap(one: Choice, other: Choice) -> bool:
    return one.window.start < other.window.end and other.window.start < one.window.end
