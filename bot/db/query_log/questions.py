"""The questions that were asked, with what they found."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.db.database import DAY_S, Chats, now
from bot.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question as it is kept; ``query_log.snapshots`` made ``results`` of its answer."""

    id: str
    asked_at: int
    person: str
    chat: str
    kind: str
    """``private`` or ``group``."""
    script: Language
    """The language of the answer."""
    text: str
    verdict: str
    took_ms: float
    generation: str
    results: Sequence[dict[str, Any]]
    message_id: int
    answer_id: int | None = None


_ID = re.compile(r"[A-Za-z0-9_-]{8}")

_COLUMNS = list(Asked.__slots__)
_KEEP = (
    f"insert or replace into questions ({', '.join(_COLUMNS)})"
    f" values ({', '.join(f':{name}' for name in _COLUMNS)})"
)


def new_id() -> str:
    """A fresh question id: 8 characters that a button and a deep link can carry."""
    return secrets.token_urlsafe(6)


def looks_like_id(text: str) -> bool:
    """Whether a text could be the id of a question."""
    return _ID.fullmatch(text) is not None


def keep(chats: Chats, asked: Asked) -> None:
    """Write a question down, or replace it."""
    row = {name: getattr(asked, name) for name in Asked.__slots__}
    row["results"] = json.dumps(asked.results, ensure_ascii=False)
    with chats.writing() as db:
        db.execute(_KEEP, row)


def keep_instead(chats: Chats, asked: Asked, before: str) -> None:
    """Write an edited question down in place of what it was; what people thought of that goes."""
    with chats.writing() as db:
        db.table("questions").delete_where("id = ?", [before])
        db.table("feedback").delete_where("question = ?", [before])
        db.table("wishes").delete_where("question = ?", [before])
        keep(chats, asked)


def set_answer(chats: Chats, id: str, answer_id: int) -> None:
    """Note which message answered a question, where it is still kept."""
    with chats.writing() as db:
        db.execute("update questions set answer_id = ? where id = ?", [answer_id, id])


def find(chats: Chats, id: str) -> Asked | None:
    """The question with this id."""
    return _latest(chats, "id = ?", id)


def asked_by(chats: Chats, chat: int, message_id: int) -> Asked | None:
    """The latest question that this message of the chat asked."""
    return _latest(chats, "chat = ? and message_id = ?", chats.hashed(chat), message_id)


def answered_by(chats: Chats, chat: int, answer_id: int) -> Asked | None:
    """The question that this message of the bot's answers."""
    return _latest(chats, "chat = ? and answer_id = ?", chats.hashed(chat), answer_id)


def last_of(chats: Chats, chat: int, person: int, since: int) -> Asked | None:
    """What this person last asked in this chat, not before ``since``."""
    where = "chat = ? and person = ? and asked_at >= ?"
    return _latest(chats, where, chats.hashed(chat), chats.hashed(person), since)


def forget_older(chats: Chats, days: int) -> int:
    """Remove the questions older than so many days, with their feedback; how many went."""
    with chats.writing() as db:
        gone = db.execute("delete from questions where asked_at < ?", [now() - days * DAY_S])
        db.table("feedback").delete_where("question not in (select id from questions)")
    return gone.rowcount


def _latest(chats: Chats, where: str, *values: str | int) -> Asked | None:
    with chats.reading() as db:
        rows = db.table("questions").rows_where(
            where, values, order_by="asked_at desc, rowid desc", limit=1
        )
        row = next(iter(rows), None)
    return Asked(**{**row, "results": json.loads(row["results"])}) if row else None


def times_quoted(chats: Chats) -> dict[str, int]:
    """In how many of the answers that are kept each article is quoted, by the articles' ids."""
    with chats.reading() as db:
        rows = db.execute(
            "select json_extract(result.value, '$.article'), count(distinct questions.id)"
            " from questions, json_each(questions.results) result group by 1"
        )
        return {str(article): int(times) for article, times in rows}
