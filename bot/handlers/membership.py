"""What happens to chats: joined, blocked, moved."""

from __future__ import annotations

from telegram import ChatMember, Update

from bot.state import BotState, Context

GONE = (ChatMember.LEFT, ChatMember.BANNED)


async def membership(state: BotState, update: Update, context: Context) -> None:
    """The bot was added, removed, blocked or let in again."""
    change = update.my_chat_member
    if change is not None:
        state.chats.set_active(change.chat.id, change.new_chat_member.status not in GONE)


async def migrated(state: BotState, update: Update, context: Context) -> None:
    """A group has become a supergroup: its settings go along."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id:
        state.chats.migrate(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        state.chats.migrate(message.migrate_from_chat_id, message.chat.id)
