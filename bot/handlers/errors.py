"""Whatever a handler did not expect: details to the log, a number to the person."""

from __future__ import annotations

import logging
import secrets

from telegram import Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from bot.language import language_for
from bot.state import BotState
from bot.transport.incoming import Me, is_addressed, text_of
from bot.transport.outgoing import OUT_OF_REACH, reply
from bot.view.blocks import block, message_texts
from bot.view.texts import words

log = logging.getLogger(__name__)


async def failed(state: BotState, update: object, error: Exception | None) -> None:
    """Answer for an exception of a handler.

    A message that timed out may have arrived, so nothing is sent after it.
    """
    if isinstance(error, Forbidden):
        log.info(OUT_OF_REACH)
        return
    if isinstance(error, NetworkError | InvalidToken) and not isinstance(error, BadRequest):
        log.warning("Telegram could not be reached: %s", error)
        return
    id = secrets.token_hex(3)
    log.error("error %s", id, exc_info=error)
    message = update.message if isinstance(update, Update) else None
    if message is None:
        return
    bot, user = message.get_bot(), message.from_user
    if is_addressed(message, Me(bot.id, bot.username)):
        # Without a look into chats.db, which may be what failed.
        tag = user.language_code if user else None
        language = language_for(text_of(message), tag, state.settings.lang)
        await reply(state.chats, message, message_texts([block(words("apology", language, id=id))]))
