"""What every update passes first: seen already, too old?"""

from __future__ import annotations

import asyncio
import time

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.conversation.conversation import Conversation
from bot.conversation.replies import say
from bot.state import BotState

STALE_S = 600
BACKLOG_S = 60
"""What is older than this was sent while the bot was away; only a chat's last is answered."""
ARRIVAL_S = 0.1
"""So long the rest of a backlog, which comes at once, may take to be handed out."""


async def gate(state: BotState, update: Update) -> None:
    """Let an update through once, and only while it is fresh; of a backlog only the last.

    Raises:
        ApplicationHandlerStop: nobody else shall handle this update.
    """
    if state.seen.again(update.update_id):
        raise ApplicationHandlerStop
    message = update.message or update.edited_message
    if message is not None and _stale(message):
        await _apologise(state, update.message)
        raise ApplicationHandlerStop
    if update.message is not None and await _is_overtaken(state, update.message):
        raise ApplicationHandlerStop


def _stale(message: Message) -> bool:
    sent = message.edit_date or message.date
    return time.time() - sent.timestamp() > STALE_S


async def _is_overtaken(state: BotState, message: Message) -> bool:
    """Whether this is a question of a while ago, and the same chat has sent more since."""
    text = message.text or ""
    if message.chat.type != message.chat.PRIVATE or not text or text.startswith(("/", "／")):
        return False
    if time.time() - message.date.timestamp() <= BACKLOG_S:
        return False
    await asyncio.sleep(ARRIVAL_S)
    return state.processor.waiting(message.chat.id) > 0


async def _apologise(state: BotState, message: Message | None) -> None:
    """Once a private chat."""
    if message is None or message.chat.type != message.chat.PRIVATE:
        return
    if message.migrate_to_chat_id or message.chat.id in state.apologised:
        return
    state.apologised.add(message.chat.id)
    await say(state, Conversation.of_message(state, message), "stale")
