"""What the Bot API server of tests and sandbox speaks and refuses, as tables."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator

from telegram import Bot
from telegram.constants import BOT_API_VERSION

from bot.web.botapi.keyboards import BUTTON, MARKUPS, PREVIEW, REPLY
from bot.web.botapi.methods import METHODS
from bot.web.botapi.methods.queries import ARTICLE, CONTENT
from bot.web.botapi.parameters import Need, Schema
from tests.paths import ROOT

Table = Callable[[Iterable[str], Iterable[Iterable[str]]], list[str]]

CODES = {"bad": 400, "forbidden": 403}
SERVER = ROOT / "bot" / "web" / "botapi"
CARRIED: dict[str, Schema] = {
    **MARKUPS,
    "InlineKeyboardButton": BUTTON,
    "InlineQueryResultArticle": ARTICLE,
    "InputTextMessageContent": CONTENT,
    "LinkPreviewOptions": PREVIEW,
    "ReplyParameters": REPLY,
}
INTRODUCTION = f"""\
What `bot/web/botapi` speaks of Bot API {BOT_API_VERSION}: the server of the tests and of
`wence sandbox`. Each method takes all the parameters that the Bot API gives it; those in bold are
required. Any other parameter is refused, and every value of another kind."""


def unspoken() -> list[str]:
    """The methods of the Bot API that the server does not know; PTB names them all."""
    return sorted(
        name
        for name, value in vars(Bot).items()
        if callable(value) and not name.islower() and name[0].islower()
        if name.lower() not in METHODS
    )


def _fields(schema: Schema) -> str:
    shown = (f"**{name}**" if isinstance(kind, Need) else name for name, kind in schema.items())
    return ", ".join(shown)


def refusals() -> Iterator[tuple[int, str]]:
    """Code and description of every refusal in the source; … where something is filled in."""
    for path in SERVER.rglob("*.py"):
        if path.name != "errors.py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _refusals_by(node)


def _refusals_by(call: ast.Call) -> Iterator[tuple[int, str]]:
    name, arguments = ast.unparse(call.func), call.args
    if name in CODES:
        yield from ((CODES[name], text) for text in _texts(arguments[0]))
    elif name == "ApiError" and isinstance(arguments[0], ast.Constant):
        code = int(str(arguments[0].value))
        yield from ((code, text) for text in _texts(arguments[1]))


def _texts(node: ast.expr) -> list[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        parts = [str(one.value) if isinstance(one, ast.Constant) else "…" for one in node.values]
        return ["".join(parts)]
    return []


def bot_api(table: Table, made: str) -> str:
    """``docs/botapi.md``."""
    methods = sorted(METHODS.values(), key=lambda method: method.name)
    said = sorted(set(refusals()))
    return "\n".join(
        [
            *("# The Bot API server", "", made, "", INTRODUCTION, ""),
            *table(
                ("method", "takes"), ((f"`{each.name}`", _fields(each.schema)) for each in methods)
            ),
            *("", "## What requests carry", "", "Objects within those parameters.", ""),
            *table(("object", "has"), ((name, _fields(has)) for name, has in CARRIED.items())),
            *("", "## What it does not speak", "", "These methods are answered with 404:"),
            f"{', '.join(unspoken())}.",
            *("", "## What it refuses", "", "In Telegram's words; … is what is filled in.", ""),
            *table(("code", "description"), ((str(code), text) for code, text in said)),
            "",
        ]
    )
