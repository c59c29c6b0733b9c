"""Which articles does a draft repeat, before it is taken in?"""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.corpus.article import Article, Content
from retrieval.corpus.dedup.reposts import OPENING, Body, Head
from retrieval.corpus.draft import Draft


def repeated(draft: Draft, among: Iterable[Article]) -> list[Article]:
    """Those of the articles that say the same, by the collection's own rule for reposts."""
    head, body = _head(draft), Body.of(draft.text)
    return [
        article
        for article in among
        if article.text == draft.text
        or (head.allows(_head(article)) and body.repeats(Body.of(article.text)))
    ]


def _head(content: Content) -> Head:
    return Head.of(content.title, content.date, content.text[:OPENING])
