"""A message that nobody has just asked for: sent, or to be tried again later."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import Bot, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.db.supergroups import move
from bot.state import BotState
from bot.transport.outgoing import OUT_OF_REACH, is_lost_topic
from bot.view.blocks import Block, html

log = logging.getLogger(__name__)


async def notify(
    state: BotState,
    bot: Bot,
    chat: int,
    blocks: Sequence[Block],
    buttons: InlineKeyboardMarkup | None = None,
    *,
    thread: int | None = None,
    reply_to: int | None = None,
) -> bool:
    """Send it; False if it is to be tried again later.

    One that timed out may have arrived, and one that was refused would be refused again. One for a
    topic that is gone is told in General.
    """
    to = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
    try:
        await bot.send_message(
            chat,
            html(blocks),
            message_thread_id=thread,
            reply_parameters=to,
            reply_markup=buttons,
        )
    except Forbidden:
        log.info(OUT_OF_REACH)
    except ChatMigrated as moved:
        move(state.chats, chat, moved.new_chat_id)
        return False
    except RetryAfter:
        return False
    except BadRequest as error:
        if thread is not None and is_lost_topic(error):
            return await notify(state, bot, chat, blocks, buttons)
        log.warning("a notice was not sent: %s", error)
    except TelegramError as error:
        log.warning("a notice was not sent: %s", error)
    return True
