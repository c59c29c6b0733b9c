"""Who may do what: the bot's admins, a chat's admins, whoever may ask here and now."""

from __future__ import annotations

from bot.conversation.conversation import Conversation
from bot.conversation.replies import say
from bot.state import BotState


async def is_allowed(state: BotState, talk: Conversation) -> bool:
    """Whether an admin of the bot sent this; others get a polite refusal.

    Only a person's own id counts: whoever speaks as a group or channel is nobody here.
    """
    if not talk.is_admin:
        await say(state, talk, "admins_only")
    return talk.is_admin


async def runs_chat(state: BotState, talk: Conversation) -> bool:
    """Anybody in private; in a group its admins, also those who speak as the group."""
    if talk.is_private:
        return True
    if talk.user is not None:
        return await state.is_chat_admin(talk.bot, talk.chat, talk.user)
    speaker = talk.message.sender_chat
    return speaker is not None and speaker.id == talk.chat


async def barred(state: BotState, talk: Conversation) -> str | None:
    """The name of the line that says why nobody may ask here and now, None if they may."""
    if talk.is_private:
        return None
    if talk.preferences.silent_at(state.clock().hour):
        return "quiet_hours"
    if talk.preferences.who == "all" or await runs_chat(state, talk):
        return None
    return "chat_admins_ask"
