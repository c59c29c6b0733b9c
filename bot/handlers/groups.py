"""The bot comes into a group."""

from __future__ import annotations

from telegram import Bot, ChatMember, ChatMemberUpdated, Update

from bot.conversation.conversation import language_of_user
from bot.db.bans import Entry, entry
from bot.state import BotState
from bot.transport.outgoing import send
from bot.view.blocks import MessageText
from bot.view.guidance import refusal_of_group, welcome_blocks

SETTLES_S = 2.0
"""So long after the bot came into a supergroup it may turn out that it had been there before."""
OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


async def added(state: BotState, update: Update) -> None:
    """One message when it was added: what it does and how it is asked, or that it may not."""
    change = update.my_chat_member
    if change is None or not comes_into_group(change):
        return
    chat, bot = change.chat.id, change.get_bot()
    language = language_of_user(state, change.from_user, chat=chat)
    match entry(state.settings, state.chats, change.from_user.id, chat):
        case Entry.WELCOME:
            shown = welcome_blocks(language, bot.username)
        case Entry.STRANGER:
            shown = refusal_of_group(language, chat)
        case _:
            return
    text = MessageText.of(shown)
    if change.chat.type == change.chat.SUPERGROUP:
        state.later(_say_unless_moved(state, bot, chat, text))
    else:
        await send(state.chats, bot, chat, text)


async def _say_unless_moved(state: BotState, bot: Bot, chat: int, text: MessageText) -> None:
    """A group that becomes a supergroup has heard it; which it is, Telegram says a little later."""
    await state.timer.sleep(SETTLES_S)
    if chat not in state.moved:
        await send(state.chats, bot, chat, text)


def comes_into_group(change: ChatMemberUpdated) -> bool:
    """Whether the bot was outside of a group, and is in it now."""
    if change.chat.type not in (change.chat.GROUP, change.chat.SUPERGROUP):
        return False
    before, now = change.old_chat_member.status, change.new_chat_member.status
    return before in OUTSIDE and now not in OUTSIDE
