"""Questions with known answers, one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import WenceError


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the articles that answer it, and the answers in them.

    No articles: the right verdict is ``none``. No answers: only the articles are known.
    """

    id: str
    question: str
    article_ids: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    """The labels, outermost first, of the item in which the answer stands: 第三章, 第十四条."""


def read_questions(path: Path) -> list[Question]:
    """The questions of a ``.jsonl`` file; empty lines are skipped.

    Raises:
        WenceError: the file cannot be read, or a line is not a question.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise WenceError("questions_not_read", path=str(path)) from error
    return [_question(line, number, path) for number, line in enumerate(lines, 1) if line.strip()]


def _question(line: str, number: int, path: Path) -> Question:
    try:
        read: dict[str, Any] = json.loads(line)
        return Question(
            str(read.get("id", number)),
            str(read["question"]),
            tuple(map(str, read.get("article_ids", ()))),
            tuple(map(str, read.get("answers", ()))),
            tuple(map(str, read.get("path", ()))),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WenceError("evaluation_line", path=str(path), line=number) from error
