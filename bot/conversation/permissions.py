"""Who may do what: the bot's admins, a chat's admins, whoever may ask here and now."""

from __future__ import annotations

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import say
from bot.state import BotState
from bot.transport.incoming import GENERAL


async def is_allowed(state: BotState, talk: Conversation) -> bool:
    """Whether an admin of the bot sent this; others get a polite refusal.

    Only a person's own id counts: whoever speaks as a group or channel is nobody here.
    """
    if not talk.is_admin:
        await say(state, talk, "admins_only")
    return talk.is_admin


async def refused(state: BotState, talk: Conversation) -> str | None:
    """The name of the line that says why somebody does not run the chat, None if they do.

    Anybody runs a private chat; a group its admins, also those who speak as the group.
    """
    if talk.is_private:
        return None
    if talk.user is None:
        speaker = talk.message.sender_chat
        return None if speaker is not None and speaker.id == talk.chat else "chat_admins_only"
    is_one = await state.is_chat_admin(talk.bot, talk.chat, talk.user)
    if is_one is None:
        return "chat_admins_hidden"
    return None if is_one else "chat_admins_only"


async def speaks_as(state: BotState, tap: Tap, person: int) -> bool:
    """Whether who taps is this person; an admin of the group is the group as well."""
    if person == tap.person:
        return True
    return person == tap.chat and await refused(state, tap) is None


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
    why = await refused(state, talk)
    return "chat_admins_ask" if why == "chat_admins_only" else why
