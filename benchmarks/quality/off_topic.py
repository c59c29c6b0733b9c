"""What becomes of questions that a collection cannot answer?

Strangers ask about other things altogether; office words (落户怎么办理) are asked of collections
that treat none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.quality.rows import Row, told_off_topic
from benchmarks.quality.sets import EvaluationSet, held_out
from retrieval.answer.answer import Verdict

STRANGERS = ("drcd", "cmrc2018", "xquad_zh")
"""Whose questions are asked."""
ASKED_BY_STRANGERS = ("policy", "seeds", "stard", "samples")
WITHOUT_OFFICES = ("seeds", "drcd", "cmrc2018", "xquad_zh")
MOST = 1_000
"""Questions of each set of strangers."""
OFFICE_WORDS = Path(__file__).with_name("office_words.txt")


def off_topic(sets: Mapping[str, EvaluationSet], most: int | None) -> list[Row]:
    """The rows of all collections that are there."""
    asked = [name for name in ASKED_BY_STRANGERS if name in sets]
    return [row for name in asked for row in by_strangers(sets, name, most)] + [
        row for name in WITHOUT_OFFICES for row in in_office_words(sets[name])
    ]


def by_strangers(sets: Mapping[str, EvaluationSet], name: str, most: int | None) -> list[Row]:
    """The questions of other sets, put to a collection that cannot know them."""
    told: dict[bool, list[Verdict]] = {False: [], True: []}
    with sets[name].searcher() as searcher:
        for other in STRANGERS:
            for question in sets[other].questions(min(most or MOST, MOST)):
                told[held_out(question)].append(searcher.ask(question.question).verdict)
    return told_off_topic(f"strangers → {name}", told[False] + told[True], told[True])


def in_office_words(one: EvaluationSet) -> list[Row]:
    """The office words, put to a collection that treats none of it."""
    with one.searcher() as searcher:
        told = [searcher.ask(question).verdict for question in office_words()]
    return told_off_topic(f"office words → {one.name}", told)


def office_words() -> list[str]:
    lines = OFFICE_WORDS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
