"""Deep links to articles, ``t.me/<bot>?start=a_<key>``, perhaps with the place of a quote.

A payload has 1–64 characters of ``A–Z a–z 0–9 _ -``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.corpus.article import Article
from retrieval.text.ranges import Range

_ARTICLE = re.compile(r"a_(?P<key>[A-Za-z0-9]{4,8})(?:_(?P<start>\d{1,9})_(?P<end>\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """What a link to an article names."""

    key: str
    quote: Range | None


def article_link(username: str, article: Article, quote: Range | None = None) -> str:
    """The address that opens the article in a chat with the bot, at its quote."""
    place = f"_{quote[0]}_{quote[1]}" if quote else ""
    return f"https://t.me/{username}?start=a_{article.key}{place}"


def read_article_link(payload: str) -> ArticleLink | None:
    """What the payload names, None where it is no link to an article."""
    found = _ARTICLE.fullmatch(payload)
    if found is None:
        return None
    quote = (int(found["start"]), int(found["end"])) if found["start"] else None
    return ArticleLink(found["key"], quote)
