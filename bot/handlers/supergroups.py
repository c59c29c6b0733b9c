"""A group becomes a supergroup: what is kept of it goes along."""

from __future__ import annotations

from telegram import Update

from bot.db.supergroups import move
from bot.state import BotState


async def migrated(state: BotState, update: Update) -> None:
    """Telegram says so in the old chat and in the new one; either is enough."""
    message = update.message
    if message is None:
        return
    old = message.migrate_from_chat_id or message.chat.id
    new = message.migrate_to_chat_id or message.chat.id
    state.moved.add(new)
    move(state.chats, old, new)
