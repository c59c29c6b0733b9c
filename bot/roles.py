"""What somebody is to the bot itself: one of its admins, an editor, or a person like others."""

from __future__ import annotations

from enum import IntEnum

from bot.settings import Settings


class Role(IntEnum):
    """A later one may do all that an earlier one may."""

    PERSON = 0
    EDITOR = 1
    """Looks after the collection: takes files in, lists and hides articles, works through gaps."""
    ADMIN = 2
    """Also removes articles, reindexes, sees what is asked, and bans people."""


def role_of(settings: Settings, user: int | None) -> Role:
    """By the person's own id alone: whoever speaks as a group or channel is nobody here."""
    if user in settings.admin_ids:
        return Role.ADMIN
    return Role.EDITOR if user in settings.editor_ids else Role.PERSON
