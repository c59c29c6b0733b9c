"""What kind of answer does a question want, and which form has a sentence that holds it?

Cheap patterns over folded text, in the words of people on one side and of official documents on the
other: ``question_types.toml`` beside this file. They raise sentences; they never rule one out.
"""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

NUMERAL = "[0-9〇零一二三四五六七八九十百千万亿两]"
FILE = Path(__file__).with_name("question_types.toml")


class QuestionType(StrEnum):
    """The kinds of answer that have a form of their own."""

    CONTACT = "contact"
    EFFECT = "effect"
    """When something takes effect, or lapses."""
    PENALTY = "penalty"
    SHARE = "share"
    MONEY = "money"
    AGE = "age"
    SPAN = "span"
    """How long, how often, until when."""
    WHEN = "when"
    NUMBER = "number"
    WHO = "who"
    WHERE = "where"
    WHY = "why"
    LIST = "list"
    WHAT = "what"
    """What a word means, and what counts as what."""
    PERMISSION = "permission"
    """May one, must one, need one?"""
    HOW = "how"
    OTHER = "other"


_ASKING = re.compile(
    r"请问|我?想(?:知道|问一?下?)|告诉我|(?:怎么|如何|咋)办(?!理)"
    r"|什么(?:时候|时间|地方|样|人|是)?|是什么|哪一?[个些位名年天月日里儿]?"
    r"|多少钱?|多(?:久|长时间|大|高|远)|几[岁天]|怎么样?|怎样|如何|为什么|为何|为啥|何[时地处人谓]|谁|几[个年月天日号点]"
    r"|吗|呢|吧|是否|是不是|有没有|能不能|可不可以"
)


def kind_of(question: str) -> QuestionType:
    """The kind of answer that a folded question wants."""
    asked = _patterns()["asked"]
    return next((kind for kind, asks in asked.items() if asks.search(question)), QuestionType.OTHER)


def form_of(kind: QuestionType) -> re.Pattern[str] | None:
    """What a folded sentence has that can hold an answer of that kind; None where that is open."""
    return _patterns()["held"].get(kind)


def announcement_of(kind: QuestionType) -> re.Pattern[str] | None:
    """What a folded heading or question has that says that this kind of answer follows."""
    return _patterns()["announced"].get(kind)


@cache
def _patterns() -> dict[str, dict[QuestionType, re.Pattern[str]]]:
    """asked, held, announced → the pattern of each kind, in the order of the file."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        name: {QuestionType(kind): _pattern(row[name]) for kind, row in read.items() if name in row}
        for name in ("asked", "held", "announced")
    }


def _pattern(lines: str) -> re.Pattern[str]:
    return re.compile("|".join(lines.split()).replace("{N}", NUMERAL))


def without_asking(question: str) -> str:
    """A folded question without the words that only ask; each becomes one space a character."""
    return _ASKING.sub(lambda match: " " * len(match.group()), question)
