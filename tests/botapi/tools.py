"""What the server's own tests share."""

from __future__ import annotations

import re
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup


def refused(error: type[Exception], words: str) -> pytest.RaisesExc[Exception]:
    """The library raises ``error``, and says ``words`` in whatever case."""
    return pytest.raises(error, match=f"(?i){re.escape(words)}")


def keyboard(**action: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("按", **action)]])
