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
    if message.migrate_to_chat_id:
        move(state.chats, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        move(state.chats, message.migrate_from_chat_id, message.chat.id)
