"""What the bot's admins have to see to, each kind at most once a day, whatever restarts between."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.durable import write
from retrieval.reasons import Reason

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Trouble:
    """The name of a line, with what fills it in."""

    kind: str
    reason: Reason | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


class Troubles:
    """Noted by whoever meets them, told by ``bot.jobs.telling_admins``.

    Args:
        path: remembers when each kind was told; where it cannot be written, this process does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told = _read(path)
        self._waiting: dict[str, Trouble] = {}

    def note(self, kind: str, reason: Reason | None = None, **counts: int) -> None:
        """Let the admins be told, unless they were told of this kind today."""
        if time.time() - self._told.get(kind, 0) >= DAY_S:
            self._waiting[kind] = Trouble(kind, reason, counts)

    @property
    def waiting(self) -> list[Trouble]:
        return list(self._waiting.values())

    def told(self, trouble: Trouble) -> None:
        """It need not be told again today."""
        self._waiting.pop(trouble.kind, None)
        self._told[trouble.kind] = int(time.time())
        with suppress(OSError):
            write(self._path, json.dumps(self._told).encode("ascii"))


def _read(path: Path) -> dict[str, int]:
    """Kind → seconds since 1970; nothing where it is not there or not as it was written."""
    try:
        told = json.loads(path.read_bytes())
        return {str(kind): int(at) for kind, at in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
