"""Which new articles does a watch match, and which that say something new? Where in them?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.db.database import Chats
from bot.db.query_log.snapshots import restore
from bot.db.watches import Alert, Watch, all_watches, looked_until, note_found
from retrieval.answer.answer import Result
from retrieval.corpus.article import Article
from retrieval.corpus.passages import passages
from retrieval.errors import UnknownArticle
from retrieval.index.engine import Articles
from retrieval.text.fold import fold_text
from retrieval.text.ranges import Range, merge

_SENTENCE = re.compile(r"[^。；！？\n]+")


def look(chats: Chats, articles: Articles) -> int:
    """Look at every article that came in since the last look; how many alerts that makes.

    The first look of all only remembers where the collection stands.
    """
    live = articles.live()
    newest = int(live[-1]) if len(live) else 0
    known = looked_until(chats)
    if known is None:
        known = newest
    found = list(_found(all_watches(chats), articles, known)) if newest > known else []
    note_found(chats, found, max(newest, known))
    return len(found)


def result_of(alert: Alert, articles: Articles, rank: int) -> Result | None:
    """The alert as a result to show, None when its article is gone or holds the quote no more."""
    found = {
        "article": alert.article,
        "score": 0.0,
        "quote": alert.quote,
        "start": alert.start,
        "highlights": _marks(fold_text(alert.quote), alert.watch.words),
        "answer": None,
        "reposts": 0,
    }
    try:
        return restore(found, rank, articles.get(alert.article))
    except UnknownArticle:
        return None


def _found(watches: Sequence[Watch], articles: Articles, after: int) -> Iterator[Alert]:
    if not watches:
        return
    live = articles.live()
    for n in live[live > after].tolist():
        changed = articles.is_changed(n)
        before = articles.earlier_text(n) if changed else ""
        if before is None:
            continue
        (article,) = articles.read([n])
        for watch in watches:
            if place := _place(article, watch.words, before):
                start, end = place
                yield Alert(watch, article.id, start, article.text[start:end], changed)


def _place(article: Article, words: Sequence[str], before: str) -> Range | None:
    """The first passage with all the words, counting those of the title, that is new there."""
    title = fold_text(article.shown_title) if article.title else ""
    missing = [word for word in words if word not in title]
    text = fold_text(article.text)
    if not all(word in text for word in missing):
        return None
    for passage in passages(article.text):
        place = passage.start, passage.end
        if all(word in text[slice(*place)] for word in missing) and (
            not before or _says_anew(article.text[slice(*place)], words, before)
        ):
            return place
    return None


def _says_anew(text: str, words: Sequence[str], before: str) -> bool:
    """Whether a sentence with one of the words, or any where none has, was not there before."""
    sentences = [match[0] for match in _SENTENCE.finditer(text)]
    about = [each for each in sentences if any(word in fold_text(each) for word in words)]
    return any(each not in before for each in about or sentences)


def _marks(folded: str, words: Sequence[str]) -> tuple[Range, ...]:
    """Where the words are."""
    return merge(match.span() for word in words for match in re.finditer(re.escape(word), folded))
