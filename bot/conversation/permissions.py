"""Who may do what: what each right takes, and whether somebody has it here and now."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.conversation.conversation import Conversation, Tap
from bot.db.query_log.questions import Asked
from bot.roles import Role
from bot.state import BotState
from bot.transport.incoming import GENERAL


class Standing(StrEnum):
    """Who somebody can be; an admin of the bot in a group is also a member of it."""

    STRANGER = "stranger"
    PERSON = "listed person"
    """In private. Everybody is listed where ``WENCE_ALLOW_IDS`` is empty."""
    MEMBER = "group member"
    GROUP_ADMIN = "group admin"
    ANONYMOUS_ADMIN = "anonymous admin"
    EDITOR = "editor"
    ADMIN = "bot admin"


class Right(StrEnum):
    """What a route asks of whoever comes; the value is what documents say."""

    NONE = "Telegram"
    USE = "anybody who may use the bot"
    OWN = "who asked"
    """The handler knows who asked; before it, this is the same as ``USE``."""
    OWN_OR_RUN_CHAT = "who asked; in groups their admins too"
    RUN_CHAT = "anybody in private; in groups their admins, anonymous ones too"
    EDIT = "editors and admins of the bot"
    ADMINISTER = "admins of the bot"


_LET_IN = frozenset(Standing) - {Standing.STRANGER}

HOLDERS: Mapping[Right, frozenset[Standing]] = {
    Right.NONE: frozenset(Standing),
    Right.USE: _LET_IN,
    Right.OWN: _LET_IN,
    Right.OWN_OR_RUN_CHAT: _LET_IN,
    Right.RUN_CHAT: frozenset({Standing.PERSON, Standing.GROUP_ADMIN, Standing.ANONYMOUS_ADMIN}),
    Right.EDIT: frozenset({Standing.EDITOR, Standing.ADMIN}),
    Right.ADMINISTER: frozenset({Standing.ADMIN}),
}
"""The table of who may do what. That a stranger comes no further is seen to by the gate."""

OPEN = frozenset(right for right, holders in HOLDERS.items() if holders >= _LET_IN)
"""What everybody may do whom the gate has let in."""

_OF_ROLE = {Role.EDITOR: Standing.EDITOR, Role.ADMIN: Standing.ADMIN}
_REFUSALS = {Right.EDIT: "editors_only", Right.ADMINISTER: "admins_only"}


async def refusal(state: BotState, talk: Conversation, right: Right) -> str | None:
    """The name of the line that says why somebody may not do something, None if they may."""
    holders = HOLDERS[right]
    if not holders.isdisjoint(_standings(talk)):
        return None
    if Standing.GROUP_ADMIN in holders:
        return await _why_no_group_admin(state, talk)
    return _REFUSALS[right]


def _standings(talk: Conversation) -> set[Standing]:
    """What is known of somebody without asking Telegram who runs the group."""
    found = {Standing.PERSON if talk.is_private else Standing.MEMBER}
    if talk.role in _OF_ROLE:
        found.add(_OF_ROLE[talk.role])
    speaker = talk.message.sender_chat
    if talk.user is None and speaker is not None and speaker.id == talk.chat:
        found.add(Standing.ANONYMOUS_ADMIN)
    return found


async def _why_no_group_admin(state: BotState, talk: Conversation) -> str | None:
    if talk.user is None:
        return "chat_admins_only"
    is_one = await state.is_chat_admin(talk.bot, talk.chat, talk.user)
    if is_one is None:
        return "chat_admins_hidden"
    return None if is_one else "chat_admins_only"


async def speaks_as(state: BotState, tap: Tap, person: int) -> bool:
    """Whether who taps is this person; an admin of the group is the group as well."""
    if person == tap.person:
        return True
    return person == tap.chat and await refusal(state, tap, Right.RUN_CHAT) is None


async def is_asker(state: BotState, tap: Tap, asked: Asked) -> bool:
    """Whether who taps asked this; for a question by a group's anonymous admin any admin."""
    if state.chats.same(tap.person, asked.person):
        return True
    if not state.chats.same(tap.chat, asked.person):
        return False
    return await state.is_chat_admin(tap.bot, tap.chat, tap.person) is True


async def barred(state: BotState, talk: Conversation) -> str | None:
    """The name of the line that says why nobody may ask here and now, None if they may."""
    if talk.is_private:
        return None
    if talk.preferences.silent_at(state.clock().hour):
        return "quiet_hours"
    if talk.message.chat.is_forum and talk.preferences.silent_in(talk.topic or GENERAL):
        return "quiet_topic"
    if talk.preferences.who == "all":
        return None
    why = await refusal(state, talk, Right.RUN_CHAT)
    return "chat_admins_ask" if why == "chat_admins_only" else why
