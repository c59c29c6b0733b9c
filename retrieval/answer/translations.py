"""What do the words of questions mean in the words of the articles, as 👍 has taught?

A table in the home, ``learnt.json``, made by ``retrieval.learn``: for a word of questions the
likeliest words of what was right. It tells of words alone, never of a person or of a question.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from retrieval.answer.question.expansion import Form
from retrieval.errors import WenceError, unusable
from retrieval.home import Home

Origin = Literal["feedback", "file"]
Stamp = tuple[int, int, int] | None

CERTAIN = 5.0
"""A word that is likely to 1 / ``CERTAIN`` or more counts like one that was asked."""
MOST = 20
"""Learnt words of one question; the likeliest are kept."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The table, and what it was learnt from. The default one knows nothing."""

    lexicon: str = ""
    """The fingerprint of the lexicon that made the words; under another one they differ."""
    learnt_from: str = ""
    """Changes with the questions, the index and the method."""
    origin: Origin = "feedback"
    pairs: int = 0
    """Questions with a known answer that it was learnt from."""
    trial: Sequence[Mapping[str, Any]] = ()
    """What it brought to questions that it had not seen."""
    used: bool = False
    """Whether it brought enough to be used."""
    words: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """By word of questions: the likeliest words of what was right, with their probabilities."""

    def of(self, words: Sequence[str]) -> tuple[Form, ...]:
        """What a question with these words may mean besides, the surest first."""
        surest: dict[str, Form] = {}
        for word in words:
            for other, likely in self.words.get(word, {}).items():
                form = Form(word, other, min(1.0, CERTAIN * likely))
                if other not in words and form.weight > _weight(surest.get(other)):
                    surest[other] = form
        return tuple(sorted(surest.values(), key=lambda form: -form.weight)[:MOST])

    @classmethod
    def read(cls, home: Home) -> Self | None:
        """The table as it was last learnt; None where nothing was.

        Raises:
            WenceError: it is damaged, or cannot be read.
        """
        try:
            return cls(**json.loads(home.learnt.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            raise WenceError("learnt_damaged", path=str(home.learnt)) from error

    @classmethod
    def in_use(cls, home: Home, lexicon: str) -> Self:
        """The table that counts in this home: an empty one where none is fit for use."""
        try:
            found = cls.read(home)
        except WenceError:
            return cls()
        return found if found and found.used and found.lexicon == lexicon else cls()

    def write(self, home: Home) -> None:
        """Put it in the place of the earlier one, in one step, readable by its owner alone.

        Raises:
            WenceError: it cannot be written.
        """
        new = home.learnt.with_suffix(".new")
        try:
            new.touch(mode=0o600)
            new.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
            new.replace(home.learnt)
        except OSError as error:
            raise unusable("file_not_written", path=str(home.learnt), error=error) from error


NOTHING_LEARNT = Translations()


def stamp(path: Path) -> Stamp:
    """Changes when the file is replaced; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _weight(form: Form | None) -> float:
    return form.weight if form else 0.0
