"""Questions: in private, in groups, with a command, edited."""

from __future__ import annotations

from bot.conversation.answering import admits, answer, answer_again, answer_edited, may_edit
from bot.conversation.conversation import Conversation, Tap
from bot.conversation.permissions import barred
from bot.conversation.replies import say
from bot.db.database import now
from bot.db.query_log import questions
from bot.question import unfit
from bot.state import BotState
from bot.transport.incoming import (
    ask_tail,
    is_addressed,
    is_person,
    look_up_tail,
    replied_to,
    replies_to_us,
    without_mention,
)
from bot.view.callback_data import AskExample

EDIT_WINDOW_S = 600
"""So long may an edit of the question change its answer."""


async def private_text(state: BotState, talk: Conversation) -> None:
    """Any text in a private chat is a question."""
    if is_person(talk.message, talk.me):
        await answer(state, talk, look_up_tail(talk.text) or talk.text)


async def ask_command(state: BotState, talk: Conversation) -> None:
    """``/ask 问题``, in any form and any chat."""
    question = _question_in_command(talk)
    if question is not None and await _may_ask(state, talk):
        await answer(state, talk, question)


async def group_text(state: BotState, talk: Conversation) -> None:
    """In a group, what is put to the bot as the group wants it; silence otherwise."""
    question, addressed = _group_question(talk)
    if question is not None and await _may_ask(state, talk):
        await answer(state, talk, question, addressed=addressed)


async def example(state: BotState, tap: Tap) -> None:
    """A question that somebody taps instead of typing it."""
    if isinstance(tap.asks, AskExample):
        await answer_again(state, tap, tap.asks.text, title=tap.asks.text)


async def edited(state: BotState, talk: Conversation) -> None:
    """An edited question edits its answer, for a while; one that comes to be asked is answered."""
    before = questions.asked_by(state.chats, talk.chat, talk.message.message_id)
    if before is None and not talk.is_private:
        await _asked_by_edit(state, talk)
    if before is None or before.answer_id is None or now() - before.asked_at > EDIT_WINDOW_S:
        return
    question = (_question_in(talk) or "").strip()
    if question == before.text or unfit(question):
        return
    if await barred(state, talk) is None and may_edit(state, talk):
        await answer_edited(state, talk, question, before)


async def _asked_by_edit(state: BotState, talk: Conversation) -> None:
    """Answer a message that only its edit put to the bot, by a mention."""
    if state.telegram_clock.age(talk.message.date) > EDIT_WINDOW_S:
        return
    if without_mention(talk.message, talk.me) is not None:
        await group_text(state, talk)


async def _may_ask(state: BotState, talk: Conversation) -> bool:
    """Whether this is a person whom the group lets ask at this hour.

    Nobody is told why not, but for what the group's admins have to change.
    """
    if not is_person(talk.message, talk.me):
        return False
    why = await barred(state, talk)
    if why == "chat_admins_hidden" and is_addressed(talk.message, talk.me) and admits(state, talk):
        await say(state, talk, why)
    return why is None


def _question_in(talk: Conversation) -> str | None:
    """The question in a message that was already taken for one."""
    tail = _question_in_command(talk)
    if tail is not None:
        return tail
    if talk.is_private:
        return look_up_tail(talk.text) or talk.text
    return _group_question(talk)[0]


def _question_in_command(talk: Conversation) -> str | None:
    """What ``/ask`` asks, by itself or by what it replies to."""
    tail = ask_tail(talk.text, talk.me)
    return replied_to(talk.message) if tail == "" else tail


def _group_question(talk: Conversation) -> tuple[str | None, bool]:
    """The question of a group's message, None where it has none, and whether it is put to us."""
    text = talk.text.strip()
    tail = look_up_tail(text) if talk.preferences.look_up == "on" else None
    if tail is not None:
        return tail, True
    if talk.preferences.address == "command":
        return None, False
    mentioned = without_mention(talk.message, talk.me)
    if mentioned is not None:
        return mentioned or replied_to(talk.message), True
    if replies_to_us(talk.message, talk.me):
        return text, True
    every = talk.preferences.address == "every" and not text.startswith(("/", "／"))
    return (text, False) if every else (None, False)
