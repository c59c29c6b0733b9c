"""Slips of the pen that whole tables of texts are searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tests.paths import ROOT

TWO_CAPITALS = re.compile(r"\b[A-Z]{2,}[a-z]")
TABLES = [ROOT / "bot" / "view" / "texts", ROOT / "retrieval" / "reasons"]
RARE = """
am broke chown discarded dmesg helped improve lift lifted listened misread offline present
rebuilding redirected seems setjoingroups tmpdir unblock undo upgrade wavy writable yourself
a c d h i k m q r s t v
"""
"""Words, and letters of commands, that only the tables use."""
_HAN = "[\u4e00-\u9fff]"
_RUN_TOGETHER = re.compile(rf"[A-Za-z]{_HAN}|{_HAN}[A-Za-z]|[A-Za-z]\{{")


def slips(texts: Iterable[str]) -> list[str]:
    """The texts in which Latin letters touch Chinese characters or what is filled in, or form a
    word that is written nowhere else in the project.
    """
    known = _vocabulary()
    return [text for text in texts if _RUN_TOGETHER.search(text) or _words(text) - known]


def _words(text: str) -> set[str]:
    return set(re.findall("[a-z]+", re.sub(r"\{\w*", "{", text).lower()))


@cache
def _vocabulary() -> frozenset[str]:
    """What the documents and the program say, but for the tables themselves."""
    files = [path for place in ("bot", "retrieval") for path in (ROOT / place).rglob("*.py")]
    files = [path for path in files if not any(map(path.is_relative_to, TABLES))]
    texts = [*files, *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    words = (re.findall("[a-z]{2,}", path.read_text(encoding="utf-8").lower()) for path in texts)
    return frozenset(RARE.split()).union(*words)
