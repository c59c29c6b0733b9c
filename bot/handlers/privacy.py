"""What is stored of a person: /privacy says it, /forget takes it out."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.db.forgetting import forget as forget_person
from bot.handlers.answer_buttons import acknowledge
from bot.handlers.common import lines, script_for, script_of_message
from bot.handlers.rewriting import rewrite
from bot.state import BotState, Context
from bot.transport.incoming import sender
from bot.transport.outgoing import reply
from bot.view.blocks import Span, block
from bot.view.texts import words

FORGET = "f1"
"""Prefix of the buttons: ``f1:<person>:y`` and ``f1:<person>:n``."""


async def privacy(state: BotState, update: Update, context: Context) -> None:
    """What is kept, how and how long."""
    message = update.message
    if message is None:
        return
    script = script_of_message(message)
    names = (
        "privacy_questions",
        "privacy_feedback",
        "privacy_watches",
        "privacy_inline",
        "privacy_forget",
    )
    told = [words(name, script, days=state.settings.keep_days) for name in names]
    title = block(Span(words("privacy", script), bold=True))
    await reply(state, message, [title, *lines(*told)])


async def forget(state: BotState, update: Update, context: Context) -> None:
    """Ask before everything of this person goes."""
    message = update.message
    if message is None:
        return
    script = script_of_message(message)
    row = [
        InlineKeyboardButton(words(name, script), callback_data=f"{FORGET}:{sender(message)}:{yes}")
        for name, yes in (("forget_yes", "y"), ("forget_no", "n"))
    ]
    await reply(state, message, [block(words("forget_ask", script))], InlineKeyboardMarkup([row]))


async def forget_button(state: BotState, update: Update, context: Context) -> None:
    """The answer to that question; only the person who asked may give it."""
    query = update.callback_query
    if query is None:
        return
    _, person, yes = (query.data or "").split(":")
    script = script_for("", query.from_user.language_code)
    if str(query.from_user.id) != person:
        await acknowledge(query, words("forget_not_yours", script))
        return
    await acknowledge(query)
    if yes == "y":
        count = forget_person(state.chats, query.from_user.id)
        await rewrite(query, [block(words("forgotten", script, count=count))])
    else:
        await rewrite(query, [block(words("kept", script))])
