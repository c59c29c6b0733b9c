"""What was read from the cluster is remembered, up to so many characters."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Cache(Generic[Value]):
    """The values that were used last; none of them ever changes. Safe to use from any thread."""

    def __init__(self, most: int) -> None:
        """``most`` is how much the sizes of what is remembered may add up to."""
        self._most = most
        self._size = 0
        self._values: OrderedDict[int, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, keys: Iterable[int]) -> dict[int, Value]:
        """Those of the keys' values that are remembered."""
        found: dict[int, Value] = {}
        with self._lock:
            for key in keys:
                if key in self._values:
                    self._values.move_to_end(key)
                    found[key] = self._values[key][0]
        return found

    def put(self, values: Mapping[int, tuple[Value, int]]) -> None:
        """Remember values, given with their sizes."""
        with self._lock:
            for key, value in values.items():
                self._size += value[1] - self._values.pop(key, (None, 0))[1]
                self._values[key] = value
            while self._size > self._most and len(self._values) > 1:
                _, (_, size) = self._values.popitem(last=False)
                self._size -= size
