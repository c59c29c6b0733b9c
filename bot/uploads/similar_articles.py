"""Which articles of the collection is a new one like, before it is taken in?"""

from __future__ import annotations

from retrieval.answer.searcher import Searcher
from retrieval.corpus.article import Article
from retrieval.corpus.dedup.reposts import Body, Head
from retrieval.corpus.draft import Draft

ASKED_CHARS = 80
"""So much of the title, and of the text, is looked up."""
LOOKED_AT = 5
OPENING = 200


def similar(searcher: Searcher, draft: Draft) -> list[Article]:
    """The articles that say the same, by the collection's own rule for reposts.

    Only those that the index finds by the draft's title and beginning are compared.
    """
    head, body = Head.of(draft.title, draft.date, draft.text[:OPENING]), Body.of(draft.text)
    found = [searcher.store.get(id) for id in _near(searcher, draft)]
    return [
        article
        for article in found
        if article.text == draft.text
        or (
            head.allows(Head.of(article.title, article.date, article.text[:OPENING]))
            and body.repeats(Body.of(article.text))
        )
    ]


def _near(searcher: Searcher, draft: Draft) -> dict[str, None]:
    beginnings = [draft.title or "", draft.text[:ASKED_CHARS]]
    asked = [beginning[:ASKED_CHARS] for beginning in beginnings if beginning]
    runs = [searcher.ask(question, depth=LOOKED_AT).run for question in asked]
    return dict.fromkeys(id for run in runs for id in run)
