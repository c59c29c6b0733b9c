"""What everybody can ask of the bot itself."""

from __future__ import annotations

from telegram import Message, Update

from bot.handlers.answering import is_private, open_answer
from bot.handlers.articles import open_link
from bot.handlers.common import lines, me, say, script_in
from bot.state import BotState, Context
from bot.transport.incoming import is_person
from bot.transport.menus import ADMIN, PRIVATE, publish_to
from bot.transport.outgoing import reply
from bot.view.blocks import Block, Span, block
from bot.view.texts import words
from retrieval.text.fold import Script

PLAIN = ("help", "access")
"""Deep links that only open the chat: the button above inline results leads here."""


async def start(state: BotState, update: Update, context: Context) -> None:
    """Say what this bot does, with an example; a deep link opens the answer it names."""
    message = update.message
    if message is None:
        return
    payload = context.args[0] if context.args and is_private(message) else None
    if payload is not None and payload not in PLAIN:
        if not await open_link(state, message, payload):
            await open_answer(state, message, payload)
        return
    script = script_in(state, message)
    await reply(state, message, lines(words("start", script), words("start_example", script)))
    admin = state.is_admin(_user(message))
    if is_private(message) and (admin or script == "hant"):
        await publish_to(context.bot, message.chat.id, script, admin=admin)


async def help(state: BotState, update: Update, context: Context) -> None:
    """How to ask, in private and in groups; admins also see their commands."""
    message = update.message
    if message is None:
        return
    script = script_in(state, message)
    admin = not message.sender_chat and state.is_admin(_user(message))
    await reply(state, message, help_blocks(script, me(context).username, admin=admin))


async def status(state: BotState, update: Update, context: Context) -> None:
    """What is indexed, and whether groups' messages arrive."""
    message = update.message
    if message is None:
        return
    script = script_in(state, message)
    everything = bool(context.bot.bot.can_read_all_group_messages)
    await reply(state, message, status_blocks(state, script, everything=everything))


async def unknown_command(state: BotState, update: Update, context: Context) -> None:
    """A command that there is not, in private; in groups it may be another bot's."""
    if update.message is not None:
        await say(state, update.message, "unknown_command")


async def no_text(state: BotState, update: Update, context: Context) -> None:
    """A voice message, a picture, a sticker: one friendly line."""
    message = update.message
    if message is None or not is_person(message, me(context)):
        return
    if message.media_group_id is None or not state.albums.again(message.media_group_id):
        await say(state, message, "only_text")


def help_blocks(script: Script, username: str, *, admin: bool) -> list[Block]:
    names = ("ask", *PRIVATE[1:])
    shown = [
        block(Span(words("help_title", script), bold=True)),
        block(words("help_private", script)),
        block(words("help_group", script, bot=username)),
        block(words("help_privacy", script, bot=username)),
        block(words("help_verdict", script)),
        block(""),
        block(Span(words("help_commands", script), bold=True)),
        *(block(f"/{name} — {words(f'command_{name}', script)}") for name in names),
    ]
    if admin:
        shown += [
            block(""),
            block(Span(words("help_admin", script), bold=True)),
            *(
                block(f"/{name} — {words(f'command_{name}', script)}")
                for name in ADMIN[len(PRIVATE) :]
            ),
        ]
    return shown


def status_blocks(state: BotState, script: Script, *, everything: bool) -> list[Block]:
    searcher = state.live.current
    shown = [block(Span(words("status_title", script), bold=True))]
    if articles := searcher.store.count():
        shown += lines(
            words("status_articles", script, articles=articles),
            words("status_generation", script, generation=searcher.generation),
        )
    else:
        shown.append(block(words("status_empty", script)))
    privacy = "status_privacy_off" if everything else "status_privacy_on"
    return [*shown, block(words(privacy, script))]


def _user(message: Message) -> int | None:
    return message.from_user.id if message.from_user else None
