"""From a question to its answer in the chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from telegram import Message
from telegram.error import TelegramError

from bot.conversation.conversation import Conversation, Tap
from bot.conversation.examples import show_with_examples
from bot.conversation.permissions import barred
from bot.conversation.replies import acknowledge, say, show
from bot.db.database import now
from bot.db.query_log import questions
from bot.db.query_log.questions import Asked, new_id
from bot.db.query_log.snapshots import keep
from bot.question import FOLLOW_S, QUESTION_CHARS, asks_for_help, sounds_unfinished, unfit
from bot.quotas import Admission
from bot.state import BotState
from bot.transport.load import MESSAGES_A_SECOND, MOST_S
from bot.transport.outgoing import edit, reply
from bot.view.answers.answer_blocks import Shown
from bot.view.answers.messages import answer_message
from bot.view.blocks import Block, MessageText, Span, block, message_texts
from bot.view.callback_data import View
from bot.view.guidance import help_blocks
from bot.view.texts import words
from retrieval.answer.answer import Answer, Verdict

PATIENCE_S = 1.0
"""After so long a person in a private chat sees that the bot is at work."""

ASKABLE = ("empty", "wordless", "small_talk")
"""What is said to somebody who may not know what to ask."""

EYES, SORRY = "👀", "🙏"


async def answer(
    state: BotState, talk: Conversation, question: str, *, addressed: bool = True
) -> None:
    """Answer one question, or say in one line why not.

    A message that nobody addressed to the bot gets an answer or nothing; what finds nothing there
    costs nobody.
    """
    question = question.strip()
    if talk.message.media_group_id is not None:
        state.albums.again(talk.message.media_group_id)
    if talk.message.forward_origin is not None:
        question = question[:QUESTION_CHARS]
    within = followed(state, talk, question)
    if asks_for_help(question):
        if addressed:
            shown = help_blocks(talk.language, talk.me.username, talk.role)
            await show_with_examples(state, talk, shown)
        return
    if problem := unfit(question):
        if addressed:
            line = block(words(problem, talk.language, limit=QUESTION_CHARS))
            if problem in ASKABLE:
                await show_with_examples(state, talk, [line])
            else:
                await show(state, talk, [line])
        return
    if addressed and not talk.late:
        if state.load.wait_s > MOST_S:
            await _refuse(state, talk)
            return
        admission = state.quotas.admit(talk.person, talk.chat)
        if admission is Admission.LINE:
            await say(state, talk, "quota")
        if admission is not Admission.ADMITTED:
            return
    async with patience(talk):
        found = await state.ask(question, talk.preferences, within=within)
        why_nothing = None
        if addressed and not found.results:
            why_nothing = _why_nothing(state, question)
        if why_nothing is not None:
            await say(state, talk, why_nothing)
        elif addressed or (found.verdict is not Verdict.NONE and admits(state, talk)):
            await _give(state, talk, found, question)


def _why_nothing(state: BotState, question: str) -> str | None:
    """The name of the line for a question that could not find anything, None where it could."""
    if state.live.current.articles.count() == 0:
        return "status_empty"
    return "only_filters" if state.live.current.stages.read(question).query.only_filters else None


async def _refuse(state: BotState, talk: Conversation) -> None:
    """Say at once that a question will not be answered; in words once a minute and chat.

    A sign is no message, so it does not wait behind those that do; words that would keep answers
    waiting are not said.
    """
    state.load.refused += 1
    with suppress(TelegramError):
        await talk.message.set_reaction(SORRY)
    if state.load.messages < MESSAGES_A_SECOND and state.quotas.may_tell(talk.chat):
        await say(state, talk, "busy")


async def answer_again(state: BotState, tap: Tap, question: str, title: str | None = None) -> None:
    """Answer a question for whoever tapped, under the message with the button, or say why not.

    A title is shown above, where that message does not say what is asked.
    """
    refused = unfit(question) or await barred(state, tap)
    if refused is None and not admits(state, tap):
        refused = "quota"
    await acknowledge(tap, refused, limit=QUESTION_CHARS)
    if refused is None:
        above = [block(Span(title, bold=True)), block("")] if title else []
        await _give(state, tap, await state.ask(question, tap.preferences), question, above)


async def answer_edited(state: BotState, talk: Conversation, question: str, before: Asked) -> None:
    """Put the answer to an edited question in the place of the old one; they are one question."""
    within = followed(state, talk, question)
    found = await state.ask(question, talk.preferences, within=within)
    asked = replace(_asked(state, talk, question, found), answer_id=before.answer_id)
    kept = await state.writes.attempt(questions.keep_instead, asked, before.id)
    shown = Shown(asked.id, found, state.reader_links)
    blocks, keyboard = answer_message(shown, asked.script, View(), talk.card)
    buttons = keyboard if kept else None
    if before.answer_id is not None:
        await edit(talk.bot, talk.chat, before.answer_id, MessageText.of(blocks), buttons)


def admits(state: BotState, talk: Conversation) -> bool:
    """Whether the quotas let one more question in."""
    return state.quotas.admit(talk.person, talk.chat) is Admission.ADMITTED


def may_edit(state: BotState, talk: Conversation) -> bool:
    """Whether an edit is none too many; it takes nothing of the quota of questions."""
    return state.quotas.admit_action(talk.person, talk.chat) is Admission.ADMITTED


def followed(state: BotState, talk: Conversation, question: str) -> set[str]:
    """The articles of the answer that this question follows up, none where it follows none.

    A reply to an answer does; so does, in a private chat and for ten minutes, a question that
    means little by itself.
    """
    to = talk.message.reply_to_message
    before = questions.answered_by(state.chats, talk.chat, to.message_id) if to else None
    if before is None and talk.is_private and sounds_unfinished(question):
        before = questions.last_of(state.chats, talk.chat, talk.person, now() - FOLLOW_S)
    return {result["article"] for result in before.results} if before else set()


async def _give(
    state: BotState,
    talk: Conversation,
    found: Answer,
    question: str,
    above: Sequence[Block] = (),
) -> None:
    """Write the question down, so that the buttons work at once, and answer it.

    Where it cannot be written down it is answered all the same, without buttons.
    """
    asked = _asked(state, talk, question, found)
    kept = await state.writes.attempt(questions.keep, asked)
    shown = Shown(asked.id, found, state.reader_links)
    blocks, keyboard = answer_message(shown, asked.script, View(), talk.card)
    texts = message_texts([*_notes(talk), *above, *blocks])
    sent = await reply(state.chats, talk.message, texts, keyboard if kept else None)
    if kept and sent is not None:
        await state.writes.attempt(questions.set_answer, asked.id, sent.message_id)


def _notes(talk: Conversation) -> list[Block]:
    """That an answer is late, and that it is the only one to several questions."""
    late = [words("late", talk.language)] if talk.late else []
    only = [words("overtook", talk.language, count=talk.overtook)] if talk.overtook else []
    return [block(Span(note, italic=True)) for note in late + only]


def _asked(state: BotState, talk: Conversation, question: str, found: Answer) -> Asked:
    """The question as it is kept, as this person's; one that is answered late is kept already."""
    number = talk.message.message_id
    before = questions.asked_by(state.chats, talk.chat, number) if talk.late else None
    return Asked(
        id=before.id if before else new_id(),
        asked_at=now(),
        person=state.chats.hashed(talk.person),
        chat=state.chats.hashed(talk.chat),
        kind="private" if talk.is_private else "group",
        script=talk.language_for(state, question),
        text=question,
        verdict=str(found.verdict),
        took_ms=found.took_ms,
        generation=state.live.current.generation,
        results=keep(found.results),
        message_id=number,
    )


@asynccontextmanager
async def patience(talk: Conversation) -> AsyncIterator[None]:
    """Show 👀 while an answer in a private chat takes longer than a second."""
    if not talk.is_private:
        yield
        return
    shown = asyncio.Event()
    sign = asyncio.create_task(_look(talk.message, shown))
    try:
        yield
    finally:
        if not shown.is_set():
            sign.cancel()
        with suppress(asyncio.CancelledError, TelegramError):
            await sign
            await talk.message.set_reaction()


async def _look(message: Message, shown: asyncio.Event) -> None:
    await asyncio.sleep(PATIENCE_S)
    shown.set()
    await message.set_reaction(EYES)
