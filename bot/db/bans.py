"""Who may use the bot? Everybody, or the people and chats that are listed; never the banned."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from bot.db.database import Chats, now
from bot.settings import Settings


class Entry(Enum):
    """What becomes of somebody at the door."""

    WELCOME = "welcome"
    STRANGER = "stranger"
    """Not listed: may be told how to ask for access."""
    BANNED = "banned"
    """Gets no word at all."""


def entry(settings: Settings, chats: Chats, person: int | None, chat: int | None) -> Entry:
    """Whether this person, in this chat, may use the bot.

    Admins always may, editors until they are banned.
    """
    if person in settings.admin_ids:
        return Entry.WELCOME
    ids = [id for id in (person, chat) if id is not None]
    if is_banned(chats, ids):
        return Entry.BANNED
    listed = settings.allow_ids
    if not listed or person in settings.editor_ids:
        return Entry.WELCOME
    return Entry.WELCOME if listed.intersection(ids) else Entry.STRANGER


def is_banned(chats: Chats, ids: Iterable[int]) -> bool:
    given = list(ids)
    marks = ", ".join("?" * len(given))
    with chats.reading() as db:
        found = db.execute(f"select 1 from banned where id in ({marks}) limit 1", given)
        return found.fetchone() is not None


def ban(chats: Chats, id: int) -> bool:
    """Ban a person or a chat; False if they were banned already."""
    if is_banned(chats, [id]):
        return False
    with chats.writing() as db:
        db.table("banned").insert({"id": id, "at": now()}, ignore=True)
    return True


def unban(chats: Chats, id: int) -> bool:
    """Let a person or a chat in again; False if they were not banned."""
    if not is_banned(chats, [id]):
        return False
    with chats.writing() as db:
        db.table("banned").delete_where("id = ?", [id])
    return True
