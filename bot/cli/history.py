"""Line editing in the terminal, with the questions that were asked before.

They are kept in the home, a line each, readable by their owner alone.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

NAME = "chat_history"
MOST = 1000
"""Questions that are remembered."""


class History:
    """What was typed in earlier conversations: ↑ brings it back.

    Nothing is kept where nobody types, or where Python lacks readline.
    """

    def __init__(self, home: Path) -> None:
        self._file = home / NAME
        typed = sys.stdin.isatty() and find_spec("readline")
        self._readline = import_module("readline") if typed else None
        if self._readline is None:
            return
        self._readline.set_auto_history(False)
        self._readline.clear_history()
        lines = self._read()
        for line in lines[-MOST:]:
            self._readline.add_history(line)
        if len(lines) > MOST:
            self._write(lines[-MOST:], os.O_TRUNC)

    def add(self, text: str) -> None:
        """Remember what was typed, at once: a conversation that is killed loses none of it."""
        if self._readline is not None:
            self._readline.add_history(text)
            self._write([text], os.O_APPEND)

    def _read(self) -> list[str]:
        try:
            return self._file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []

    def _write(self, lines: list[str], how: int) -> None:
        """Nobody is kept from an answer by a history that cannot be written."""
        with suppress(OSError):
            number = os.open(self._file, os.O_WRONLY | os.O_CREAT | how, 0o600)
            with open(number, "w", encoding="utf-8", errors="replace") as file:
                file.write("".join(f"{line}\n" for line in lines))
