"""What have the articles of the time that is asked for: 去年出台的…, 2023年以后的…?"""

from __future__ import annotations

from retrieval.answer.answer import Verdict
from retrieval.answer.search import Found, Search
from retrieval.answer.stages import Stages


def of_the_time(
    stages: Stages, search: Search, results: int, quote_chars: int, depth: int
) -> tuple[Found, bool]:
    """What the articles of the asked time have, and True; else those of any time, and False.

    Those of the time count where they answer, and hardly less well than the best of any time.
    """
    period = search.query.filters.period
    at_once = [search.whenever] if period is None or period.years else [search.whenever, search]
    anytime, *others = stages.find(at_once, results, quote_chars, depth)
    if period is None or not anytime.ranked:
        return anytime, True
    (in_time,) = others or [anytime.of(period)]
    if stages.verdict(in_time.ranked, search) is Verdict.NONE:
        return anytime, False
    holds_up = in_time.ranked[0].score >= period.holds_up * anytime.ranked[0].score
    return (in_time, True) if holds_up else (anytime, False)
