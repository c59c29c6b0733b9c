"""What the program says in a terminal, in the language of whoever sits there."""

from __future__ import annotations

import click

from bot.language import Language, language_for
from bot.settings import locale_tag, own_language, stated_language
from bot.view.reasons import reason_in
from bot.view.texts import words
from retrieval.reasons import Reason


def say(name: str, /, **values: object) -> str:
    """One of the program's own lines; reasons that fill it in are said as well."""
    filled = {
        key: say_reason(value) if isinstance(value, Reason) else value
        for key, value in values.items()
    }
    return words(name, own_language(), **filled)


def say_aside(line: str) -> None:
    """A line for whoever sits there, not for what reads the output."""
    click.echo(line, err=True)


def say_reason(reason: Reason) -> str:
    """What is wrong and what to do."""
    return reason_in(reason, own_language())


def language_of_question(question: str) -> Language:
    """The language in which to answer a question that was typed here."""
    return language_for(question, locale_tag(), stated_language())
