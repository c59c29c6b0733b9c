"""Who is signed in at the desk, and what was done there.

Links and sessions are kept as keyed hashes alone: whoever reads the file cannot sign in with it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.db.database import Chats, now

LINK_S = 600
SESSION_S = 12 * 3_600
"""So long a link, and a session, can be used."""
LINK, SESSION, USED = "link", "session", "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that was done at the desk."""

    at: int
    person: int
    action: str
    article: str | None
    """The key of the article."""
    detail: str


def new_link(chats: Chats, person: int) -> str:
    """The secret of a link that signs this person in, once."""
    return _issue(chats, LINK, person, LINK_S)


def redeem(chats: Chats, link: str) -> str | None:
    """Use a link up; the secret of the session that it begins, None where it is not valid.

    Whoever guesses links keeps nobody from writing.
    """
    if _person(chats, LINK, link) is None:
        return None
    with chats.writing():
        person = _person(chats, LINK, link)
        if person is None:
            return None
        _revoke(chats, link)
        return _issue(chats, SESSION, person, SESSION_S)


def begin(chats: Chats, person: int) -> str:
    """The secret of a session of whoever has shown otherwise who they are."""
    return _issue(chats, SESSION, person, SESSION_S)


def use_once(chats: Chats, secret: str, person: int, until: int) -> bool:
    """Use up something that signs somebody in until then; False where it was used before."""
    row = {"hash": _hash(chats, secret), "kind": USED, "person": person, "until": until}
    with chats.writing() as db:
        known = db.table("desk_secrets").count_where("hash = ?", [row["hash"]])
        if not known:
            db.table("desk_secrets").insert(row)
    return not known


def person_of(chats: Chats, session: str) -> int | None:
    """Whose session it is, None where it is none or has expired."""
    return _person(chats, SESSION, session)


def sign_out(chats: Chats, session: str) -> None:
    """End a session."""
    _revoke(chats, session)


def form_token(chats: Chats, session: str) -> str:
    """What a form of this session carries, so that no other page can send it."""
    return chats.signed(f"form {session}")


def note(
    chats: Chats, person: int, action: str, article: str | None = None, detail: str = ""
) -> None:
    """Write down who did what."""
    row = {"at": now(), "person": person, "action": action, "article": article, "detail": detail}
    with chats.writing() as db:
        db.table("desk_log").insert(row)


def entries(chats: Chats, *, skip: int, most: int) -> list[Entry]:
    """What was done, the latest first."""
    with chats.reading() as db:
        rows = db.table("desk_log").rows_where(
            order_by="id desc",
            limit=most,
            offset=skip,
            select="at, person, action, article, detail",
        )
        return [Entry(**row) for row in rows]


def _issue(chats: Chats, kind: str, person: int, seconds: int) -> str:
    secret = secrets.token_urlsafe(24)
    row = {"hash": _hash(chats, secret), "kind": kind, "person": person, "until": now() + seconds}
    with chats.writing() as db:
        db.table("desk_secrets").delete_where("until < ?", [now()])
        db.table("desk_secrets").insert(row)
    return secret


def _person(chats: Chats, kind: str, secret: str) -> int | None:
    where = "hash = ? and kind = ? and until >= ?"
    with chats.reading() as db:
        rows = db.table("desk_secrets").rows_where(where, [_hash(chats, secret), kind, now()])
        return next((int(row["person"]) for row in rows), None)


def _revoke(chats: Chats, secret: str) -> None:
    with chats.writing() as db:
        db.table("desk_secrets").delete_where("hash = ?", [_hash(chats, secret)])


def _hash(chats: Chats, secret: str) -> str:
    return chats.signed(f"desk {secret[:100]}")
