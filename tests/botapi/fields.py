"""What the server on loopback sends is made of Telegram's own fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from telegram import TelegramObject


@contextmanager
def only_telegrams_fields(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails at the end where the library was sent a field that it knows of no object."""
    unknown: set[str] = set()
    read = TelegramObject._de_json.__func__  # type: ignore[attr-defined]

    def noted(cls: type[TelegramObject], *data: Any, **options: Any) -> TelegramObject:
        found: TelegramObject = read(cls, *data, **options)
        unknown.update(f"{cls.__name__}.{field}" for field in found.api_kwargs)
        return found

    monkeypatch.setattr(TelegramObject, "_de_json", classmethod(noted))
    yield
    assert unknown == set(), "no fields of Telegram's"
