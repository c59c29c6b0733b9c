"""/desk: the link that signs an editor in at the desk."""

from __future__ import annotations

import asyncio

from bot.conversation.conversation import Conversation
from bot.conversation.replies import say
from bot.db.desk import new_link
from bot.state import BotState


async def desk(state: BotState, talk: Conversation) -> None:
    """Send a link that works once, and only where nobody else reads it."""
    base = state.settings.web_url
    if not talk.is_private or talk.user is None:
        await say(state, talk, "desk_private")
    elif not base or state.settings.http is None:
        await say(state, talk, "desk_off")
    else:
        secret = await asyncio.to_thread(new_link, state.chats, talk.user)
        await say(state, talk, "desk_link", url=f"{base}/desk/sign-in?link={secret}")
