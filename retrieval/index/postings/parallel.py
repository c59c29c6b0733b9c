"""How is work shared among the cores? By threads: what takes long here lets go of the lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

MOST = 4

_T = TypeVar("_T")
_R = TypeVar("_R")


def for_each(items: Iterable[_T], action: Callable[[_T], _R]) -> list[_R]:
    """What the action makes of each, in their order; what it raises is raised."""
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST)) as threads:
        return list(threads.map(action, items))
