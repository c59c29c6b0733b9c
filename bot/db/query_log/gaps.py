"""What was not answered? Questions that found nothing, got 👎 or are wished for, by likeness."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.db.database import DAY_S, Chats, now
from bot.db.query_log.similarity import alike, bigrams, group
from bot.db.query_log.wishes import fill

LOOKED_AT = 5_000
"""At most so many of the latest unanswered questions are grouped."""

Row = Mapping[str, Any]

_UNANSWERED = """
    select text, asked_at, person, verdict = 'none' as none,
        (select count(*) from feedback where question = questions.id and value < 0) as down,
        id in (select question from wishes) as wished
    from questions
    where asked_at >= ? and (verdict = 'none' or down > 0 or wished)
    order by asked_at desc limit ?
"""


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
    wished: int
    """So many wish to hear once it is filled."""
    asked_at: int

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Gap.__slots__}


def gaps(chats: Chats, days: int = 30) -> list[Gap]:
    """The gaps of the last ``days`` days, those asked by the most people first."""
    with chats.reading() as db:
        rows = list(db.query(_UNANSWERED, [now() - days * DAY_S, LOOKED_AT]))
        closed = [(bigrams(row["text"]), row) for row in db.table("closed_gaps").rows]
    left = [row for row in rows if not _is_closed(row, closed)]
    groups = group(row["text"] for row in left)
    found = [_gap([left[place] for place in places]) for places in groups]
    return sorted(found, key=lambda gap: (-gap.people, -gap.times, -gap.asked_at))


def close(chats: Chats, gap: Gap, state: State) -> None:
    """An admin has dealt with a gap; who wished to hear that it is filled is told later."""
    row = {"key": gap.key, "text": gap.text, "state": str(state), "at": now()}
    with chats.writing() as db:
        db.table("closed_gaps").insert(row, replace=True)
        if state is State.ADDED:
            fill(chats, gap.text)


def forget_closed(chats: Chats, days: int) -> None:
    """Remove what was added before any question that is still kept was asked."""
    with chats.writing() as db:
        before = now() - days * DAY_S
        db.table("closed_gaps").delete_where("state = ? and at < ?", [str(State.ADDED), before])


def _gap(members: Sequence[Row]) -> Gap:
    """Questions that are alike, the latest first, as one gap."""
    latest = members[0]
    return Gap(
        key=_key(latest["text"]),
        text=latest["text"],
        times=len(members),
        people=len({row["person"] for row in members}),
        none=sum(row["none"] for row in members),
        down=sum(row["down"] for row in members),
        wished=sum(row["wished"] for row in members),
        asked_at=latest["asked_at"],
    )


def _is_closed(row: Row, closed: Iterable[tuple[frozenset[str], Row]]) -> bool:
    grams = bigrams(row["text"])
    return any(
        (one["state"] == State.IGNORED or row["asked_at"] <= one["at"]) and alike(known, grams)
        for known, one in closed
    )


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
