"""How the bot is used, and how it is: /help and /status."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language import Language
from bot.roles import Role
from bot.view.blocks import Block, Span, block, paragraphs
from bot.view.texts import words

PRIVATE = ("start", "help", "settings", "watch", "watches", "privacy", "forget", "status")
GROUP = ("ask", "help", "settings", "watch", "watches")
HELP = (
    ("help_private", "help_follow", "help_filters", "help_verdict"),
    ("help_group", "help_privacy"),
    ("help_inline",),
)
"""What is said of use, in paragraphs."""
OF_EDITORS = ("articles", "article", "hide", "gaps", "desk")
OF_ADMINS = ("reindex", "remove", "follow", "stats", "ban", "unban")
OWN: dict[Role, tuple[str, ...]] = {
    Role.PERSON: (),
    Role.EDITOR: OF_EDITORS,
    Role.ADMIN: (*OF_EDITORS, *OF_ADMINS),
}
"""The commands of the menus, by who gets them."""


def help_blocks(language: Language, username: str, role: Role) -> list[Block]:
    """How to ask, and the commands; those of editors for editors, those of admins for admins."""
    shown = [block(Span(words("help_title", language), bold=True))]
    for names in HELP:
        shown += [*(block(words(name, language, bot=username)) for name in names), block("")]
    shown = [*shown[:-1], *_commands("help_commands", ("ask", *PRIVATE[1:]), language)]
    if role >= Role.EDITOR:
        shown += _commands("help_editor", OF_EDITORS, language)
    if role >= Role.ADMIN:
        shown += _commands("help_admin", OF_ADMINS, language)
    return shown


def status_blocks(language: Language, *, articles: int, everything: bool) -> list[Block]:
    """What is indexed, and whether groups' messages arrive: ``everything``, or what is for us."""
    if articles:
        indexed = paragraphs(words("status_articles", language, articles=articles))
    else:
        indexed = paragraphs(words("status_empty", language))
    privacy = "status_privacy_off" if everything else "status_privacy_on"
    title = block(Span(words("status_title", language), bold=True))
    return [title, *indexed, block(words(privacy, language))]


def _commands(heading: str, names: Sequence[str], language: Language) -> list[Block]:
    return [
        block(""),
        block(Span(words(heading, language), bold=True)),
        *(block(f"/{name} — {words(f'command_{name}', language)}") for name in names),
    ]


def welcome_blocks(language: Language, username: str) -> list[Block]:
    """What the bot says in a group that it comes into."""
    title = block(words("welcome", language))
    names = ("welcome_ask", "welcome_settings")
    return [title, *paragraphs(*(words(name, language, bot=username) for name in names))]


def refusal_of_group(language: Language, chat: int) -> list[Block]:
    """What it says in a group that is not on the list."""
    return paragraphs(words("stranger_group", language, id=chat))
