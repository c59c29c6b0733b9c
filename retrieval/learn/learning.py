"""Learn from questions with known answers which words stand for which, and keep it in the home."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from retrieval.answer.searcher import Searcher
from retrieval.answer.translations import NOTHING_LEARNT, Origin, Translations
from retrieval.errors import WenceError
from retrieval.evaluate.comparison import Comparison
from retrieval.evaluate.questions import Question
from retrieval.home import Home
from retrieval.learn.known_questions import KnownQuestion, known_questions
from retrieval.learn.translation_model import translation_table
from retrieval.learn.trial import OnProgress, tried

NEEDED = 200
"""Questions with a known answer; from fewer nothing is learnt."""
METHOD = 2
"""To be raised when the same questions teach otherwise than before."""
JUDGED = ("hit@10", "recall@100")
"""Measures of which one has to gain ..."""
GAIN, CHANCE = 0.01, 0.01
"""... so much at least, and by mere luck with at most this probability; none may lose as much."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of learning."""

    given: int
    """Questions that there were."""
    pairs: int
    """Those of them of which a right article is in the collection."""
    table: Translations | None = None
    """The table that was learnt; None where the questions were too few."""
    unchanged: bool = False
    """The same had been learnt before."""
    stale: bool = False
    """What was learnt before came from another lexicon, and nothing took its place."""

    def as_json(self) -> dict[str, Any]:
        """For machines: the counts, what the trial showed, and whether the table is used."""
        table = self.table or NOTHING_LEARNT
        return {
            "questions": self.given,
            "pairs": self.pairs,
            "needed": NEEDED,
            "words": len(table.words),
            "used": table.used,
            "unchanged": self.unchanged,
            "stale": self.stale,
            "tried": table.trial[0]["questions"] if table.trial else 0,
            "trial": list(table.trial),
        }


def learn(
    home: Home,
    questions: Sequence[Question],
    origin: Origin,
    on_progress: OnProgress = lambda stage, done, total: None,
) -> Lesson:
    """Learn a table, try it by cross-validation, and keep it; it is used only if it gains.

    Raises:
        WenceError: the home cannot be opened, or the table cannot be written.
    """
    with closing(Searcher.open(home)) as searcher:
        known = known_questions(questions, searcher.articles, searcher.tokenizer)
        earlier, lexicon = _earlier(home), searcher.tokenizer.lexicon.fingerprint
        if len(known) < NEEDED:
            stale = earlier.used and earlier.lexicon != lexicon
            return Lesson(len(questions), len(known), stale=stale)
        learnt_from = _fingerprint(known, searcher)
        if earlier.learnt_from == learnt_from:
            return Lesson(len(questions), len(known), earlier, unchanged=True)
        trial = tried(known, searcher, on_progress)
        table = Translations(
            lexicon,
            learnt_from,
            origin,
            len(known),
            [one.as_json() for one in trial],
            gains(trial),
            translation_table([one.example for one in known]),
        )
        table.write(home)
        return Lesson(len(questions), len(known), table)


def gains(trial: Sequence[Comparison]) -> bool:
    """Whether a table is worth using."""
    judged = [one for one in trial if one.measure in JUDGED]
    gained = any(one.b - one.a >= GAIN and one.p <= CHANCE for one in judged)
    return gained and not any(one.a - one.b >= GAIN for one in judged)


def _earlier(home: Home) -> Translations:
    """What was learnt before; a damaged table is learnt anew."""
    try:
        return Translations.read(home) or NOTHING_LEARNT
    except WenceError:
        return NOTHING_LEARNT


def _fingerprint(known: Sequence[KnownQuestion], searcher: Searcher) -> str:
    """Changes with what is learnt from, with the index, and with the method."""
    told = [
        METHOD,
        searcher.generation,
        searcher.tokenizer.lexicon.fingerprint,
        sorted([one.example.asked, one.example.right] for one in known),
    ]
    return f"{zlib.crc32(json.dumps(told).encode()):08x}"
