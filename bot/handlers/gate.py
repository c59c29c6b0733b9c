"""What every update passes first: seen already, too old, from whom?"""

from __future__ import annotations

import time

from telegram import Message, Update

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.replies import acknowledge, say
from bot.db.bans import Entry, entry
from bot.quotas import Admission
from bot.state import BotState
from bot.transport.incoming import is_addressed
from bot.transport.updates.arrival import CURRENT

STALE_S = 600


async def lets_in(state: BotState, update: Update) -> bool:
    """Whether a handler may have the update: once, while it is fresh, from whoever may use the bot.

    What is answered late was seen before. Inline and guest queries look for themselves who asks.
    """
    message = update.message or update.edited_message
    arrival = CURRENT.get()
    if state.seen.again(update.update_id) and not (arrival and arrival.late):
        return False
    if arrival is not None:
        state.metrics.unanswered += len(arrival.overtook)
    if message is None:
        return update.callback_query is None or _entry(state, update) is Entry.WELCOME
    if _age(state, message) > STALE_S:
        await _apologise(state, update.message)
        return False
    came = Entry.WELCOME if _is_service(message) else _entry(state, update)
    if came is Entry.STRANGER and update.message is not None:
        await _show_the_way(state, Conversation.of_message(state, update.message))
    return came is Entry.WELCOME


async def has_turn(state: BotState, given: object) -> bool:
    """Whether a command or a tap is none too many; in groups nobody may hold up the others."""
    if not isinstance(given, Conversation) or given.is_private:
        return True
    admission = state.quotas.admit_action(given.person, given.chat)
    if isinstance(given, Tap) and admission is not Admission.ADMITTED:
        await acknowledge(given, "quota_taps")
    elif admission is Admission.LINE:
        await say(state, given, "quota")
    return admission is Admission.ADMITTED


def _entry(state: BotState, update: Update) -> Entry:
    user, chat = update.effective_user, update.effective_chat
    return entry(state.settings, state.chats, user.id if user else None, chat.id if chat else None)


def _is_service(message: Message) -> bool:
    return bool(
        message.migrate_to_chat_id or message.migrate_from_chat_id or message.new_chat_members
    )


async def _show_the_way(state: BotState, talk: Conversation) -> None:
    """How to ask for access, to those who expect an answer."""
    if is_addressed(talk.message, talk.me):
        await say(state, talk, "stranger" if talk.is_private else "stranger_group", id=talk.chat)


def _age(state: BotState, message: Message) -> float:
    """Seconds since it was sent, or edited."""
    return state.telegram_clock.age(message.edit_date or message.date)


async def _apologise(state: BotState, message: Message | None) -> None:
    """Once a chat, for as long as that counts; in a group only to whoever spoke to the bot."""
    if message is None or _is_service(message):
        return
    talk = Conversation.of_message(state, message)
    if not is_addressed(message, talk.me):
        return
    state.metrics.unanswered += 1
    told, now = state.apologised.get(talk.chat), time.monotonic()
    if told is None or now - told > STALE_S:
        state.apologised[talk.chat] = now
        await say(state, talk, "stale")
