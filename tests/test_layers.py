"""Imports go down only, and Telegram stays at the top."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from bot.cli.main import COMMANDS
from tests.forks.server import PYTHON
from tests.paths import ROOT

LAYERS = ["text", "corpus", "index", "answer", "evaluate", "learn"]
"""The packages of ``retrieval``, lowest first; each may import those before it."""
BOT_LAYERS = [
    *(
        "language",
        "settings",
        "db",
        "view",
        "transport",
        "uploads",
        "state",
        "conversation",
        "handlers",
    ),
    *("routes", "app", "cli"),
]
"""The rooms of ``bot``, lowest first; each may import those before it, and itself."""
BESIDE = {
    "question": "settings",
    "logs": "settings",
    "engine": "settings",
    "metrics": "settings",
    "network": "settings",
    "quotas": "settings",
    "roles": "settings",
    "supervisor": "settings",
    "troubles": "settings",
    "timer": "settings",
    "threads": "settings",
    "visible": "db",
    "older_index": "view",
    "examples": "db",
    "look_ups": "transport",
    "backup": "db",
    "follow": "db",
    "route": "routes",
    "jobs": "routes",
    "web": "routes",
    "web.sandbox": "app",
    "__main__": "cli",
}
"""Rooms that lie as high as another."""
WITHOUT_TELEGRAM = ("settings", "quotas", "db", "cli", "view.texts", "view.blocks")
CORPUS = ["outline", "", "encoding", "metadata", "readers", "dedup", "ingest", "exchange"]
"""The rooms of ``retrieval.corpus``, lowest first; the nameless one is its root."""
OPEN = {"", "outline", "readers", "ingest", "exchange"}
"""Those that are entered from outside of ``retrieval.corpus``."""
INDEX = ["postings", "", "building", "engines"]
"""The same of ``retrieval.index``."""
ROOMS = {"corpus": CORPUS, "index": INDEX}
FOUNDATION = {"errors", "home", "reasons", "resources"}
RETRIEVAL_MODULES = sorted(ROOT.glob("retrieval/**/*.py"))
BOT_MODULES = sorted(ROOT.glob("bot/**/*.py"))
MODULES = [*BOT_MODULES, *RETRIEVAL_MODULES]


@cache
def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def layer(module: str) -> int | None:
    parts = module.split(".")
    if parts[0] != "retrieval" or len(parts) < 2:
        return None
    return LAYERS.index(parts[1]) if parts[1] in LAYERS else None


def above(used: set[str], own: int | None, place: Callable[[str], int | None]) -> set[str]:
    """What is imported from above; what has no place lies neither above nor below."""
    below = {name: place(name) for name in used}
    return {name for name, at in below.items() if own is not None and at is not None and at > own}


def test_imports_go_down_only() -> None:
    for path in RETRIEVAL_MODULES:
        module, used = dotted(path), imports(path)
        outside = {name for name in used if name.split(".")[0] in {"bot", "telegram", "asyncio"}}
        assert (module, outside) == (module, set())
        assert (module, above(used, layer(module), layer)) == (module, set())
        if module.split(".")[1] in FOUNDATION:
            assert (module, {name for name in used if layer(name) is not None}) == (module, set())


def room(package: str, rooms: list[str], module: str) -> str | None:
    """The room of a module or of what it defines; None outside of ``retrieval.<package>``."""
    parts = module.split(".")
    if parts[:2] != ["retrieval", package] or len(parts) < 3:
        return None
    return parts[2] if parts[2] in rooms else ""


def test_rooms_of_a_package() -> None:
    for path, (package, rooms) in product(MODULES, ROOMS.items()):
        module, names = dotted(path), imports(path)
        own = room(package, rooms, module)
        used = {each for name in names if (each := room(package, rooms, name)) is not None}
        if own is not None:
            assert (module, used - set(rooms[: rooms.index(own) + 1])) == (module, set())
        elif package == "corpus":
            assert (module, used - OPEN) == (module, set())


@pytest.mark.parametrize(("package", "rooms"), ROOMS.items())
def test_every_room_of_a_package_has_its_layer(package: str, rooms: list[str]) -> None:
    found = {path.parent.name for path in ROOT.glob(f"retrieval/{package}/*/__init__.py")}
    assert found == set(rooms) - {""}


@pytest.mark.parametrize("path", sorted(ROOT.glob("bot/db/*.py")), ids=lambda path: path.stem)
def test_what_is_kept_stands_on_settings_and_language_alone(path: Path) -> None:
    above = {name for name in imports(path) if name.split(".")[0] in {"bot", "telegram"}}
    assert {
        name for name in above if not name.startswith(("bot.db", "bot.settings", "bot.language"))
    } == set()


def height(module: str) -> int | None:
    """How high a module of ``bot`` lies, None for one of another package."""
    package, _, rest = module.partition(".")
    room, inner = rest.split(".")[0], ".".join(rest.split(".")[:2])
    if package != "bot" or room in ("", "__init__"):
        return None
    return BOT_LAYERS.index(BESIDE.get(inner) or BESIDE.get(room, room))


def test_imports_of_the_bot_go_down_only() -> None:
    for path in BOT_MODULES:
        module, used = dotted(path), imports(path)
        assert (module, above(used, height(module), height)) == (module, set())
        barred = {
            "bot.handlers": module.startswith("bot.handlers."),
            "telegram": module.startswith(tuple(f"bot.{name}" for name in WITHOUT_TELEGRAM)),
        }
        for package, is_barred in barred.items():
            inside = {name for name in used if f"{name}.".startswith(f"{package}.")}
            assert (module, inside if is_barred else set()) == (module, set())


def test_the_bot_api_server_stands_alone() -> None:
    """It knows nothing of the bot; of the bot only the sandbox knows it."""
    for path in BOT_MODULES:
        module, used = dotted(path), {name for name in imports(path) if name.split(".")[0] == "bot"}
        served = {name for name in used if name.startswith("bot.web.botapi")}
        if module.startswith("bot.web.botapi"):
            assert (module, used - served) == (module, set())
        elif not module.startswith("bot.web.sandbox"):
            assert (module, served) == (module, set())


def test_the_command_line_loads_no_telegram() -> None:
    """In a process of its own; only ``serve`` and the demonstration load it, when they run."""
    modules = [dotted(path).removesuffix(".__init__") for path in ROOT.glob("bot/cli/**/*.py")]
    program = (
        "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] == 'telegram'))"
    )
    command = [PYTHON, "-c", program, *modules]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert len(modules) > 10
    assert done.stdout.strip() == "[]"


def reachable() -> dict[str, set[str]]:
    """What each module imports that the commands of ``wence`` reach, by its file."""
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in MODULES}
    names |= {name.removesuffix(".__init__"): path for name, path in names.items()}
    todo = [names[name] for name in ("bot.cli.main", *COMMANDS.values())]
    found: dict[str, set[str]] = {}
    while todo:
        path = todo.pop()
        if (file := str(path.relative_to(ROOT))) not in found:
            found[file] = imports(path)
            todo += [names[name] for name in found[file] & names.keys()]
    return found


@pytest.mark.parametrize(
    ("library", "name"),
    [
        ("python-telegram-bot", "telegram"),
        ("rank-bm25", "rank_bm25"),
        ("jieba", "jieba"),
        ("sqlite-utils", "sqlite_utils"),
        ("pydantic-settings", "pydantic_settings"),
    ],
)
def test_a_library_that_carries_the_program_is_used_where_it_is_said(
    library: str, name: str
) -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {library} \| (.*?) \|", text, re.MULTILINE)
    used, modules = reachable(), re.findall(r"`(.*?)`", row)
    assert modules
    for module in modules:
        assert name in {each.split(".")[0] for each in used[module]}, f"{module}: no {name}"


def test_only_the_settings_read_the_environment() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    readers = [path for path, text in texts.items() if "os.environ" in text or "getenv" in text]
    assert readers == [ROOT / "bot" / "settings.py"]
