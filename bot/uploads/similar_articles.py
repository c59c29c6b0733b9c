"""Which articles of the collection is a new one like, before it is taken in?"""

from __future__ import annotations

from retrieval.answer.searcher import Searcher
from retrieval.corpus.article import Article
from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.repeats import repeated

ASKED_CHARS = 80
"""So much of the title, and of the text, is looked up."""
LOOKED_AT = 5


def similar(searcher: Searcher, draft: Draft) -> list[Article]:
    """The articles that say the same, by the collection's own rule for reposts.

    Only those that the index finds by the draft's title and beginning are compared.
    """
    return repeated(draft, (searcher.articles.get(id) for id in _near(searcher, draft)))


def _near(searcher: Searcher, draft: Draft) -> dict[str, None]:
    beginnings = [draft.title or "", draft.text[:ASKED_CHARS]]
    asked = [beginning[:ASKED_CHARS] for beginning in beginnings if beginning]
    runs = [searcher.ask(question, depth=LOOKED_AT).run for question in asked]
    return dict.fromkeys(id for run in runs for id in run)
