"""Documents made from the code: its modules, its handlers, what its Bot API server speaks."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

from bot.conversation.permissions import Standing
from bot.routes import ROUTES
from bot.web.reader.openapi import document
from tests.documents.permissions import ROWS, cell
from tests.documents.spoken import bot_api
from tests.paths import ROOT

PACKAGES = ("bot", "retrieval", "benchmarks")
MADE = "<!-- Made from the code by `make docs`; edits here are lost. -->"


def first_line(path: Path) -> str:
    """The first line of a module's docstring, with Markdown's marks for code; "" without one."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].replace("``", "`")


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table of Markdown, in lines."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |" for cells in lines]


def modules() -> str:
    """``docs/modules.md``: every package with its modules."""
    paths = sorted(
        (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")),
        key=lambda path: (PACKAGES.index(path.relative_to(ROOT).parts[0]), path.parent, path.name),
    )
    lines = ["# Modules", "", MADE, "", "Each with the first line of its docstring."]
    for folder, within in groupby(paths, key=lambda path: path.parent):
        lines += ["", f"## {folder.relative_to(ROOT).as_posix()}", ""]
        lines += [first_line(folder / "__init__.py"), ""]
        named = [path for path in within if path.name != "__init__.py"]
        lines += table(("module", ""), ((f"`{path.name}`", first_line(path)) for path in named))
    return "\n".join(lines) + "\n"


def handlers() -> str:
    """``docs/handlers.md``: the table of routes."""
    rows = (
        (each.name, each.comes, each.right.value, f"`{each.handler.__name__}`", each.out)
        for each in ROUTES
    )
    return "\n".join(
        [
            *("# Handlers", "", MADE, ""),
            "What comes in goes to the first route that takes it (`bot/routes.py`), after the gate",
            "(`bot/handlers/gate.py`) has let it in.",
            "",
            *table(("route", "comes in", "from", "handler", "goes out"), rows),
            "",
        ]
    )


TABLE_BEGINS = "<!-- The table is made from the code by `make docs`; edits in it are lost. -->\n"
TABLE_ENDS = "<!-- End of the table. -->\n"


def security() -> str:
    """``SECURITY.md`` as it is, with the table of who may do what."""
    written = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    before, _, rest = written.partition(TABLE_BEGINS)
    _, _, after = rest.partition(TABLE_ENDS)
    rows = ([route.comes, *(cell(route, each) for each in Standing)] for route in ROWS)
    made = "\n".join(table(("", *Standing), rows))
    return f"{before}{TABLE_BEGINS}\n{made}\n\n{TABLE_ENDS}{after}"


def spoken() -> str:
    """``docs/botapi.md``: what the Bot API server speaks and refuses."""
    return bot_api(table, MADE)


def api() -> str:
    """``docs/openapi.json``: what ``/openapi.json`` says."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


DOCUMENTS: dict[str, Callable[[], str]] = {
    "docs/botapi.md": spoken,
    "docs/handlers.md": handlers,
    "docs/modules.md": modules,
    "docs/openapi.json": api,
    "SECURITY.md": security,
}
