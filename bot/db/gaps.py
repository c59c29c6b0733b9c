"""What was asked and not answered? Questions that found nothing or got 👎, grouped by likeness."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.db.chats import DAY_S, Chats, migrations, now
from bot.db.similarity import alike, bigrams, group

LOOKED_AT = 5_000
"""At most so many of the latest unanswered questions are grouped."""


@migrations()
def gaps_that_were_closed(db: Database) -> None:
    """What an admin has dealt with; the text names nobody."""
    db.table("closed_gaps").create({"key": str, "text": str, "state": str, "at": int}, pk="key")


class State(StrEnum):
    """What an admin says of a gap."""

    ADDED = "added"
    """Articles were added: only questions asked later count again."""
    IGNORED = "ignored"
    """Not for this collection: no such question counts any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Questions that are alike and were not answered well."""

    key: str
    """Eight hexadecimal digits that a button can carry; made from the text."""
    text: str
    """The latest of the questions."""
    times: int
    people: int
    none: int
    down: int
    asked_at: int

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Gap.__slots__}


def gaps(chats: Chats, days: int = 30) -> list[Gap]:
    """The gaps of the last ``days`` days, those asked by the most people first."""
    with chats.lock:
        rows = list(
            chats.db.execute(
                "select q.text, q.asked_at, q.person, q.verdict = 'none',"
                " (select count(*) from feedback f where f.question = q.id and f.value < 0)"
                " from questions q where q.asked_at >= ? and (q.verdict = 'none' or q.id in"
                " (select question from feedback where value < 0))"
                " order by q.asked_at desc limit ?",
                [now() - days * DAY_S, LOOKED_AT],
            )
        )
        closed = list(chats.db.execute("select text, state, at from closed_gaps"))
    shut = [(bigrams(text), state, at) for text, state, at in closed]
    open_rows = [row for row in rows if not _is_closed(row, shut)]
    found = []
    for places in group(row[0] for row in open_rows):
        members = [open_rows[place] for place in places]
        found.append(
            Gap(
                key=_key(members[0][0]),
                text=members[0][0],
                times=len(members),
                people=len({person for _, _, person, _, _ in members}),
                none=sum(none for _, _, _, none, _ in members),
                down=sum(down for _, _, _, _, down in members),
                asked_at=members[0][1],
            )
        )
    return sorted(found, key=lambda gap: (-gap.people, -gap.times, -gap.asked_at))


def close(chats: Chats, gap: Gap, state: State) -> None:
    """An admin has dealt with a gap."""
    row = {"key": gap.key, "text": gap.text, "state": str(state), "at": now()}
    with chats.lock, chats.db.atomic():
        chats.db.table("closed_gaps").insert(row, replace=True)


def _is_closed(row: tuple[Any, ...], shut: list[tuple[frozenset[str], str, int]]) -> bool:
    grams = bigrams(row[0])
    return any(
        (state == State.IGNORED or row[1] <= at) and alike(one, grams) for one, state, at in shut
    )


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
