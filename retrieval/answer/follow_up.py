"""Does a question follow the answer before it, or has it a subject of its own?

那时间呢？ is answered from the articles that were spoken of. 停车多少钱 is not after 居住证怎么办:
the collection knows 停车, and those articles do not.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from retrieval.answer.answer import Verdict
from retrieval.answer.ranking.rerank import Choice
from retrieval.answer.retrieve import candidates
from retrieval.answer.search import Found, Search
from retrieval.answer.stages import Stages

HELD = 0.5
"""At least this share of a question that follows is in the articles that were spoken of."""
HELD_ALONE = 0.25
"""Or at least this, where nothing in the collection answers it by itself."""
LACKED = 0.25
"""They lack a term of it where another article holds so much more of the question."""
CURT = 6
"""A question of so few characters may follow by the shape of its answer alone: 多久能拿到."""


def following_on(
    stages: Stages,
    alone: Search,
    found: Found,
    within: Collection[str],
    quote_chars: int,
    today: date | None,
) -> tuple[Search, Found] | None:
    """The question as one that follows, and what the articles spoken of have of it.

    None where it is to be answered by itself: they do not hold it, it has a subject that they
    lack, or only the rest of the collection answers it confidently.

    Args:
        alone: what the question looks for by itself, and ``found`` what it then comes upon.
        within: ids of the articles that were spoken of.
    """
    search = stages.read(alone.query.question, today=today, following=True)
    spoken = _spoken(stages, search, within, quote_chars)
    by_itself = stages.verdict(found.ranked, alone)
    if not follows(spoken, search, by_itself):
        return None
    elsewhere = by_itself is Verdict.CONFIDENT and found.ranked[0].article.id not in within
    if elsewhere and (
        stages.verdict(spoken, search) is not Verdict.CONFIDENT
        or lack_a_term(spoken, search, found.ranked[0])
    ):
        return None
    return search, Found(ranked=spoken)


def _spoken(
    stages: Stages, search: Search, within: Collection[str], quote_chars: int
) -> list[Choice]:
    """The windows of the articles that were spoken of, best first."""
    period = search.query.filters.period
    versions = stages.articles.versions(within)
    found = candidates(stages.engine.inside(versions, search.searched))
    if period is not None:
        articles = stages.articles.read([candidate.n for candidate in found])
        pairs = zip(found, articles, strict=True)
        found = [candidate for candidate, article in pairs if period.admits(article)]
    return stages.rank(found, search, quote_chars, bare=True)


def follows(spoken: Sequence[Choice], search: Search, by_itself: Verdict) -> bool:
    """Whether the articles that were spoken of hold what is asked.

    Args:
        spoken: their windows, best first.
        search: what the question looks for when it is taken to follow.
        by_itself: what becomes of the question without them.
    """
    if not spoken:
        return False
    if search.query.empty:
        return bool(spoken[0].sign("form"))
    short = len(search.query.folded.strip(" ?!。")) <= CURT
    held = spoken[0].sign("with_title") / (search.evidence.total or 1.0)
    least = HELD_ALONE if short and by_itself is Verdict.NONE else HELD
    return held >= least or (short and spoken[0].sign("shape") > 0)


def lack_a_term(spoken: Sequence[Choice], search: Search, other: Choice) -> bool:
    """Whether the articles that were spoken of lack a term that another article has."""
    held = max(choice.sign("held") for choice in spoken)
    return other.sign("held") - held >= LACKED * (search.evidence.total or 1.0)
