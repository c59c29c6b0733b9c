"""What the server's own tests share."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.web.botapi import TOKEN, Telegram


def refused(error: type[Exception], words: str) -> pytest.RaisesExc[Exception]:
    """The library raises ``error``, and says ``words`` in whatever case."""
    return pytest.raises(error, match=f"(?i){re.escape(words)}")


def keyboard(**action: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("按", **action)]])


async def plain(telegram: Telegram, method: str, **body: Any) -> dict[str, Any]:
    """What the server answers to a request, which is told by its status too."""
    # Nothing is encrypted on loopback, and the authorities take long to load.
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.post(f"{telegram.url}/bot{TOKEN}/{method}", json=body)
        found: dict[str, Any] = answer.json()
        assert answer.status_code == found.get("error_code", 200)
        return found
