"""Results as they are kept with a question, and back, whatever was indexed in between.

Buttons page through what was found when the question was asked; a reindex between two taps
neither shifts the results nor lets a quote be shown that its article no longer holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from retrieval.answer.answer import Result
from retrieval.corpus.article import Article
from retrieval.text.ranges import clip, shift


def keep(results: Iterable[Result]) -> list[dict[str, Any]]:
    """The results as plain data for ``chats.db``."""
    return [
        {
            "article": result.article.id,
            "score": round(result.score, 4),
            "quote": result.quote,
            "start": result.start,
            "highlights": result.highlights,
            "answer": result.answer,
            "reposts": result.reposts,
        }
        for result in results
    ]


def restored(
    results: Sequence[dict[str, Any]], articles: Mapping[str, Article]
) -> tuple[Result, ...]:
    """Those of the kept results that can be shown again, with the articles by their ids."""
    found = [
        restore(result, rank, articles.get(result["article"]))
        for rank, result in enumerate(results, 1)
    ]
    return tuple(result for result in found if result is not None)


def restore(kept: dict[str, Any], rank: int, article: Article | None) -> Result | None:
    """The result again, None when its article is gone or no longer holds the quote.

    Where the article's text has shifted, the offsets move along with the quote.
    """
    if article is None:
        return None
    quote: str = kept["quote"]
    start = _place(article.text, quote, kept["start"])
    if start is None:
        return None
    end = start + len(quote)
    answer = shift([kept["answer"]] if kept["answer"] else [], start - int(kept["start"]))
    return Result(
        rank=rank,
        score=kept["score"],
        article=article,
        quote=quote,
        start=start,
        end=end,
        highlights=tuple((a, b) for a, b in kept["highlights"]),
        answer=answer[0] if answer else None,
        doubtful=clip(article.doubtful, (start, end)),
        reposts=kept["reposts"],
    )


def _place(text: str, quote: str, expected: int) -> int | None:
    """Where the quote stands, the nearest place to the expected one; None for nowhere."""
    places = (match.start() for match in re.finditer(f"(?={re.escape(quote)})", text))
    return min(places, key=lambda place: abs(place - expected), default=None)
