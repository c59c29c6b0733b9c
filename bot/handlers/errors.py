"""Whatever a handler did not expect: details to the log, a number to the person."""

from __future__ import annotations

import logging
import secrets

from telegram import CallbackQuery, Update, User
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.language import Language, language_for
from bot.state import BotState
from bot.transport.incoming import Me, is_addressed, text_of
from bot.transport.outgoing import OUT_OF_REACH, answer_tap, is_out_of_reach, reply
from bot.view.blocks import block, message_texts
from bot.view.texts import words
from retrieval.errors import EngineUnavailable

log = logging.getLogger(__name__)


async def failed(state: BotState, update: object, error: Exception | None) -> None:
    """Answer for an exception of a handler.

    A message that timed out may have arrived, so nothing is sent after it; of one that surely did
    not, the question is answered later. A tap is told that it came to nothing. Where the search
    cluster is away, that is said: nothing is wrong with the question, or with the program.
    """
    if is_out_of_reach(error):
        log.info(OUT_OF_REACH)
        return
    if isinstance(error, NetworkError | InvalidToken) and not isinstance(error, BadRequest):
        log.warning("Telegram could not be reached: %s", error)
        return
    if isinstance(error, EngineUnavailable):
        log.warning("%s", error)
        name, fields = "engine_away", {}
    else:
        name, fields = "apology", {"id": secrets.token_hex(3)}
        log.error("error %s", fields["id"], exc_info=error, extra={"each": True})
    if not isinstance(update, Update):
        return
    if update.callback_query is not None:
        await _tell_tap(state, update.callback_query)
    message = update.message
    if message is None:
        return
    bot, user = message.get_bot(), message.from_user
    if is_addressed(message, Me(bot.id, bot.username)):
        language = _language(state, text_of(message), user)
        await reply(state.chats, message, message_texts([block(words(name, language, **fields))]))


async def _tell_tap(state: BotState, query: CallbackQuery) -> None:
    await answer_tap(query, words("not_kept", _language(state, "", query.from_user)))


def _language(state: BotState, text: str, user: User | None) -> Language:
    """Without a look into chats.db, which may be what failed."""
    return language_for(text, user.language_code if user else None, state.settings.lang)
