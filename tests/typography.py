"""Slips of the pen that a whole table of texts is searched for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_HAN = "[\u4e00-\u9fff]"
_RUN_TOGETHER = re.compile(rf"[A-Za-z]{_HAN}|{_HAN}[A-Za-z]")
TWO_CAPITALS = re.compile(r"\b[A-Z]{2,}[a-z]")


def slips(chinese: Mapping[Any, str], english: Mapping[Any, str]) -> list[str]:
    """The names of texts in which Latin letters touch Chinese characters, a word starts with two
    capitals, or what is only names and commands differs between the languages.
    """
    return [
        name
        for name, text in chinese.items()
        if _RUN_TOGETHER.search(text)
        or TWO_CAPITALS.search(english[name])
        or (_is_names(text) and text != english[name])
    ]


def _is_names(text: str) -> bool:
    return text.isascii() and any(map(str.isalpha, text))
