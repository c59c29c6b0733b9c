"""Can a text be looked up, and does it lean on the question before it? Wherever one asks."""

from __future__ import annotations

import re

from retrieval.answer.query import is_small_talk

QUESTION_CHARS = 500
"""Longer texts are no questions; whoever sends one is told so."""
FOLLOW_S = 600
"""So long a question may follow up the one before it."""

_WORD = re.compile(r"\w")
_LEANING = re.compile(r"^[那它他她这這该該其]|^(?:还有|還有|另外|然后|然後)|呢[？?]?$")
_SHORT = 6


def unfit(question: str) -> str | None:
    """The name of the line that says why this cannot be looked up, None where it can."""
    if not question:
        return "empty"
    if not has_words(question):
        return "wordless"
    if is_small_talk(question):
        return "small_talk"
    return "too_long" if len(question) > QUESTION_CHARS else None


def has_words(text: str) -> bool:
    """Whether there is any letter, digit or Chinese character."""
    return _WORD.search(text) is not None


def sounds_unfinished(question: str) -> bool:
    """Whether a question leans on the one before: 那时间呢？ 谁主持的？"""
    return _LEANING.search(question) is not None or len(question) <= _SHORT
