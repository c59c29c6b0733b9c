"""What everybody can ask of the bot itself."""

from __future__ import annotations

import asyncio

from bot.conversation.articles import open_link
from bot.conversation.conversation import Conversation
from bot.conversation.examples import show_with_examples
from bot.conversation.replies import say, say_once, show
from bot.db.query_log import questions
from bot.roles import Role
from bot.state import BotState
from bot.transport.incoming import is_person
from bot.transport.menus import publish_to
from bot.view.answers.messages import answer_message
from bot.view.blocks import paragraphs
from bot.view.callback_data import View
from bot.view.guidance import help_blocks, status_blocks
from bot.view.texts import words

PLAIN = ("help", "access")
"""Deep links that only open the chat: the button above inline results leads here."""


async def start(state: BotState, talk: Conversation) -> None:
    """Say what this bot does, with examples; a deep link opens what it names."""
    payload = talk.tail if talk.is_private else ""
    if payload and await _open(state, talk, payload):
        return
    greeting = [words("start", talk.language)]
    if questions.looks_like_id(payload) and payload not in PLAIN:
        greeting.insert(0, words("link_expired", talk.language))
    await show_with_examples(state, talk, paragraphs(*greeting))
    if talk.is_private and (talk.role > Role.PERSON or talk.language == "hant"):
        await publish_to(talk.bot, talk.chat, talk.language, talk.role)


async def _open(state: BotState, talk: Conversation, payload: str) -> bool:
    """Show the article or the kept answer that a link names; False where it names neither."""
    if await open_link(state, talk, payload):
        return True
    asked = questions.find(state.chats, payload)
    if asked is None:
        return False
    shown = await asyncio.to_thread(state.restored, asked)
    language = talk.preferences.language_or(asked.script)
    await show(state, talk, *answer_message(shown, language, View(), talk.card))
    return True


async def help(state: BotState, talk: Conversation) -> None:
    """How to ask, in private and in groups; editors and admins also see their commands."""
    shown = help_blocks(talk.language, talk.me.username, talk.role)
    await show_with_examples(state, talk, shown)


async def status(state: BotState, talk: Conversation) -> None:
    """What is indexed, and whether groups' messages arrive."""
    shown = status_blocks(
        talk.language,
        articles=state.live.current.articles.count(),
        everything=bool(talk.bot.bot.can_read_all_group_messages),
    )
    await show(state, talk, shown)


async def unknown_command(state: BotState, talk: Conversation) -> None:
    """A command that there is not, in private; in groups it may be another bot's."""
    await say(state, talk, "unknown_command")


async def no_text(state: BotState, talk: Conversation) -> None:
    """A voice message, a picture, a sticker: one friendly line."""
    if is_person(talk.message, talk.me):
        await say_once(state, talk, "only_text")
