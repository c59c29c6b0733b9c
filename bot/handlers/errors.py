"""Whatever a handler did not expect: details to the log, a number to the person."""

from __future__ import annotations

import logging
import secrets

from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TimedOut

from bot.handlers.common import me, script_of_message
from bot.state import BotState, Context
from bot.transport.incoming import is_addressed
from bot.transport.outgoing import OUT_OF_REACH, reply
from bot.view.blocks import block
from bot.view.texts import words

log = logging.getLogger(__name__)


async def failed(state: BotState, update: object, context: Context) -> None:
    """Answer for an exception of a handler.

    A message that timed out may have arrived, so nothing is sent after it.
    """
    error = context.error
    if isinstance(error, Forbidden):
        log.info(OUT_OF_REACH)
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
        await reply(state, message, [block(line)])
