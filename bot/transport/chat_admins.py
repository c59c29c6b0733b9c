"""Does Telegram say that somebody runs a group?"""

from __future__ import annotations

from telegram import Bot, ChatMember
from telegram.error import BadRequest

HIDDEN = ("chat_admin_required", "member list is inaccessible")
"""How Telegram says that it tells only the group's admins who is in it."""
NOBODY = ("participant_id_invalid", "user not found", "member not found")


async def is_admin_of(bot: Bot, chat: int, user: int) -> bool | None:
    """Whether somebody is an admin of a group, None where Telegram does not tell the bot."""
    try:
        member = await bot.get_chat_member(chat, user)
    except BadRequest as error:
        said = error.message.lower()
        if any(sign in said for sign in HIDDEN):
            return None
        if any(sign in said for sign in NOBODY):
            return False
        raise
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
