"""What was typed wrong? One sentence, with what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

import click

from bot.cli.speech import say

OF_ALL = ("--home", "--json")
"""Options that every command takes, and ``wence`` itself does not."""

_CHINESE = re.compile("[\u3400-\u9fff]")
_EXTRA = re.compile(r"unexpected extra arguments? \((.+)\)", re.DOTALL)
_TAKES_NONE = "does not take a value"
"""Click tells these two only in words."""


class Misused(click.UsageError):
    """A wrong command line, of which the sentence says everything."""


def unknown_command(typed: str, known: Iterable[str]) -> Misused:
    """There is no such command; a question that was typed in its place is told how to be asked."""
    if close := get_close_matches(typed, list(known), 1):
        return Misused(say("usage_command_meant", name=typed, meant=close[0]))
    name = "usage_question" if _CHINESE.search(typed) else "usage_command"
    return Misused(say(name, name=typed))


def usage_sentence(error: click.ClickException) -> str:
    """What is wrong with the command line, and what to do."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "wence"
    match error:
        case Misused():
            return error.message
        case click.NoSuchOption() if context and not context.parent and error.option_name in OF_ALL:
            return say("usage_option_early", name=error.option_name)
        case click.NoSuchOption(possibilities=[meant, *_]):
            return say("usage_option_meant", name=error.option_name, meant=meant)
        case click.NoSuchOption():
            return say("usage_option", name=error.option_name, command=command)
        case click.MissingParameter():
            return say("usage_missing", name=_parameter(error), command=command)
        case click.BadParameter(param=click.Parameter(type=click.IntRange() as wanted)):
            range_ = _range(wanted)
            return say("usage_number", name=_parameter(error), range=range_, command=command)
        case click.BadParameter():
            return say("usage_value", name=_parameter(error), command=command)
        case click.BadOptionUsage():
            line = "usage_no_value" if _TAKES_NONE in error.message else "usage_value_missing"
            return say(line, name=error.option_name, command=command)
        case click.UsageError() if extra := _EXTRA.search(error.message):
            return say("usage_extra", typed=extra[1], command=command)
    return say("usage_wrong", command=command)


def _parameter(error: click.BadParameter) -> str:
    """The name of an argument or option as it is typed."""
    parameter = error.param
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.human_readable_name if parameter else str(error.param_hint or "")


def _range(wanted: click.IntRange) -> str:
    """The whole numbers that are taken: ``1–50``, or ``≥ 1`` where there is no most."""
    return f"≥ {wanted.min}" if wanted.max is None else f"{wanted.min}–{wanted.max}"
