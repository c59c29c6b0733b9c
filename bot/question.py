"""Can a text be looked up, and does it lean on the question before it? Wherever one asks."""

from __future__ import annotations

import re

from retrieval.answer.question.query import is_small_talk
from retrieval.text.fold import fold_question

QUESTION_CHARS = 500
"""Longer texts are no questions; whoever sends one is told so."""
FOLLOW_S = 600
"""So long a question may follow up the one before it."""

_WORD = re.compile(r"\w")
_LEANING = re.compile(r"^[那它他她这這该該其]|^(?:还有|還有|另外|然后|然後)|呢[？?]?$")
_SHORT = 6


_THANKS = re.compile(r"(?:谢|感谢|thank|辛苦)")
_HELP = re.compile(
    r"(?:(?:请问|你好|您好)[,，!！。\s]*)?(?:这个?|你|您|机器人|问策|该)?"
    r"(?:怎么用|怎样用|如何使用|怎么使用|怎么玩|使用说明|使用方法|用法|帮助|帮忙|help"
    r"|(?:能|会|可以)(?:做|干|帮我做|帮我)?(?:什么|啥|些什么|哪些事)|有什么(?:功能|用)|能问(?:什么|啥))"
    r"(?:啊|呀|呢|吗|的)?\W*"
)
"""What is asked of the bot itself."""


def asks_for_help(question: str) -> bool:
    """Whether somebody asks how the bot is used: 怎么用, 你能做什么, 帮助."""
    return _HELP.fullmatch(fold_question(question.strip()[:QUESTION_CHARS])) is not None


def unfit(question: str) -> str | None:
    """The name of the line that says why this cannot be looked up, None where it can."""
    if not question:
        return "empty"
    if not has_words(question):
        return "wordless"
    if is_small_talk(question):
        return "welcome_back" if _THANKS.search(fold_question(question)) else "small_talk"
    return "too_long" if len(question) > QUESTION_CHARS else None


def has_words(text: str) -> bool:
    """Whether there is any letter, digit or Chinese character."""
    return _WORD.search(text) is not None


def sounds_unfinished(question: str) -> bool:
    """Whether a question leans on the one before: 那时间呢？ 谁主持的？"""
    return _LEANING.search(question) is not None or len(question) <= _SHORT
