"""Articles that stay in the collection and must not be shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import replace

from sqlite_utils import Database

from bot.db.chats import Chats, migrations, now
from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.searcher import Searcher
from retrieval.errors import WenceError
from retrieval.home import Home

SPARE = 10
"""So many more results are looked up where something is hidden, to fill the gaps."""


@migrations()
def hidden_articles_by_id(db: Database) -> None:
    """The ids of hidden articles; a reindex changes nothing about them."""
    db.table("hidden").create({"article": str, "at": int}, pk="article")


def hidden(chats: Chats) -> frozenset[str]:
    """The ids of all hidden articles."""
    with chats.lock:
        return frozenset(id for (id,) in chats.db.execute("select article from hidden"))


def hide(chats: Chats, id: str) -> bool:
    """Hide an article, or show it again if it was hidden; whether it is hidden now."""
    with chats.lock, chats.db.atomic():
        if chats.db.execute("delete from hidden where article = ?", [id]).rowcount:
            return False
        chats.db.table("hidden").insert({"article": id, "at": now()})
    return True


def hidden_in(home: Home) -> frozenset[str]:
    """The ids of all hidden articles of a home whose bot may be running; nothing is written.

    Raises:
        WenceError: ``chats.db`` cannot be read.
    """
    if not home.chats_db.exists():
        return frozenset()
    try:
        with closing(
            sqlite3.connect(f"{home.chats_db.resolve().as_uri()}?mode=ro", uri=True)
        ) as db:
            if not db.execute("select 1 from sqlite_master where name = 'hidden'").fetchone():
                return frozenset()
            return frozenset(id for (id,) in db.execute("select article from hidden"))
    except sqlite3.DatabaseError as error:
        raise WenceError(
            f"{home.chats_db} cannot be read ({error}), and it says which articles are hidden: "
            "put back a copy of it, or move it away."
        ) from error


def ask_without(
    searcher: Searcher,
    unseen: AbstractSet[str],
    question: str,
    *,
    results: int = 3,
    quote_chars: int = 200,
    explain: bool = False,
    within: Collection[str] = (),
) -> Answer:
    """The searcher's answer, without the hidden articles."""
    found = searcher.ask(
        question,
        results=results + (SPARE if unseen else 0),
        quote_chars=quote_chars,
        explain=explain,
        within=[id for id in within if id not in unseen],
    )
    if not unseen:
        return found
    if found.suggestion and not _is_answered(searcher, unseen, found.suggestion):
        found = replace(found, suggestion=None)
    return without(found, unseen, results)


def _is_answered(searcher: Searcher, unseen: AbstractSet[str], question: str) -> bool:
    """Whether a question is confidently answered without the hidden articles."""
    found = searcher.ask(question, results=1 + SPARE)
    return without(found, unseen, 1).verdict is Verdict.CONFIDENT


def without(answer: Answer, ids: AbstractSet[str], results: int) -> Answer:
    """The answer without these articles, at most ``results`` results, ranked anew.

    Where the best result goes, what is left is no more than possibly related.
    """
    kept = [result for result in answer.results if result.article.id not in ids][:results]
    if not kept:
        return replace(answer, verdict=Verdict.NONE, results=())
    best_is_gone = kept[0] != answer.results[0]
    return replace(
        answer,
        verdict=Verdict.WEAK if best_is_gone else answer.verdict,
        results=tuple(replace(result, rank=rank) for rank, result in enumerate(kept, start=1)),
    )
