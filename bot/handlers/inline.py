"""Answers in any chat: inline mode as people type, and guest queries."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, Update
from telegram.error import BadRequest

from bot.conversation.conversation import Conversation, language_of_user
from bot.conversation.examples import examples_in
from bot.db.bans import Entry, entry
from bot.language import Language
from bot.question import QUESTION_CHARS
from bot.quotas import Admission
from bot.state import BotState
from bot.transport.incoming import without_mention
from bot.view.answers.answer_blocks import answer_blocks
from bot.view.answers.inline_cards import cache_time, card, whole
from bot.view.blocks import block
from bot.view.texts import words
from retrieval.answer.answer import Answer, Verdict

RESULTS = 20
TYPING_S = 1.0
"""Whoever types goes on typing: what would take longer is not begun."""


async def inline(state: BotState, update: Update) -> None:
    """``@bot 三争行动``: up to twenty quotes, each inserting a complete card."""
    query = update.inline_query
    if query is None:
        return
    language = language_of_user(state, query.from_user, query.query)
    if entry(state.settings, state.chats, query.from_user.id, None) is not Entry.WELCOME:
        await _answer(query, [], words("inline_refused", language), "access", 0)
        return
    question = query.query.strip()
    if not question:
        await _answer(query, [], _prompt(state, language), "help", 0)
        return
    if state.load.look_up_wait_s > TYPING_S:
        state.load.refused += 1
        await _answer(query, [], words("inline_busy", language), "help", 0)
        return
    found = await state.ask(question, results=RESULTS)
    me, links = query.get_bot().username, state.reader_links
    cards = [card(result, found, language, me, links) for result in found.results]
    until = cache_time(state.home, reindexing=state.reindexing.running)
    await _answer(query, cards, "" if cards else words("inline_none", language), "help", until)


def _prompt(state: BotState, language: Language) -> str:
    """What is said above an empty list: to type a question, and which for example."""
    if examples := examples_in(state, language):
        return words("inline_prompt_such_as", language, question=examples[0])
    return words("inline_prompt", language)


async def guest(state: BotState, update: Update) -> None:
    """The bot was called where it is no member: one answer, at once."""
    message = update.guest_message
    if message is None:
        return
    talk = Conversation.of_message(state, message)
    user = message.from_user
    language = language_of_user(state, user, talk.text) if user else talk.language
    admitted = entry(state.settings, state.chats, talk.user, talk.chat)
    if admitted is Entry.BANNED:
        return
    if talk.user and state.quotas.admit(talk.user, talk.user) is not Admission.ADMITTED:
        return
    mentioned = without_mention(message, talk.me)
    question = (talk.text if mentioned is None else mentioned).strip()[:QUESTION_CHARS]
    if admitted is Entry.STRANGER:
        nothing = Answer(question=question, verdict=Verdict.NONE)
        refusal = [block(words("guest_refused", language))]
        await message.answer_guest_query(whole(nothing, refusal))
        return
    found = await state.ask(question)
    await message.answer_guest_query(
        whole(found, answer_blocks(found, language, links=state.reader_links))
    )


async def _answer(
    query: InlineQuery,
    cards: Sequence[InlineQueryResultArticle],
    button: str,
    start: str,
    until: int,
) -> None:
    """Answer; a query that Telegram has given up meanwhile is no error.

    Which language and which access hold depends on the person, so the answer is personal.
    """
    above = InlineQueryResultsButton(button, start_parameter=start) if button else None
    try:
        await query.answer(cards, cache_time=until, is_personal=True, button=above)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise
