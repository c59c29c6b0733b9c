"""Whatever a handler did not expect: details to the log, a number to the person."""

from __future__ import annotations

import logging
import secrets

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TimedOut

from bot.desk import Context, Desk
from bot.handlers.common import me, script_of_message
from bot.incoming import is_addressed
from bot.markup import block
from bot.sending import lost, reply
from bot.wording import words

log = logging.getLogger(__name__)


async def failed(desk: Desk, update: object, context: Context) -> None:
    """Answer for an exception of a handler.

    A message that timed out may have arrived, so nothing is sent after it.
    """
    error = context.error
    chat = update.effective_chat if isinstance(update, Update) else None
    if isinstance(error, Forbidden) and chat is not None:
        await lost(desk, chat.id)
        return
    if isinstance(error, TimedOut | Conflict) or (
        isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    ):
        log.warning("Telegram could not be reached: %s", error)
        return
    id = secrets.token_hex(3)
    log.error("error %s", id, exc_info=error)
    message = update.message if isinstance(update, Update) else None
    if message is not None and is_addressed(message, me(context)):
        # Without a look into chats.db, which may be what failed.
        line = words("apology", script_of_message(message), id=id)
        await reply(desk, message, [block(line)])
