"""``wence learn``: which words of questions stand for which words of what was right?"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from bot.cli.failures import failure_as_json
from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.progress import progress
from bot.cli.speech import say, say_aside
from bot.db.database import Chats
from bot.db.query_log.qrels import export
from bot.older_index import renewed
from retrieval.answer.translations import Origin
from retrieval.evaluate.questions import Question, read_questions
from retrieval.home import Home

SHOWN = ("hit@1", "hit@10", "recall@100")
"""Measures of the trial that people are told; ``--json`` has all."""


@click.command()
@click.argument("questions", type=click.Path(path_type=Path), required=False)
@with_home
@with_json
def learn(questions: Path | None, home: Path | None, as_json: bool) -> None:
    """Learn which words of questions stand for which of articles, from what got 👍.

    With QUESTIONS it is learnt from that file, which holds what `wence evaluate` reads. What is
    learnt is tried on questions that it was not learnt from, and used only where it gains.
    """
    from retrieval.learn.learning import learn as run

    with failure_as_json(as_json):
        opened, _ = open_home(home)
        known = read_questions(questions) if questions else liked(opened)
        origin: Origin = "file" if questions else "feedback"
        with progress(as_json) as show:
            lesson = renewed(opened, lambda: run(opened, known, origin, show), say_aside)
    if as_json:
        write_json({"event": "done", **lesson.as_json()})
    else:
        click.echo(said(lesson.as_json()))


def liked(home: Home) -> list[Question]:
    """The questions whose answers got 👍."""
    with closing(Chats.open(home)) as chats:
        return [
            Question(
                each["id"], each["question"], tuple(each["article_ids"]), tuple(each["answers"])
            )
            for each in export(chats)
        ]


def said(lesson: dict[str, Any]) -> str:
    """What came of it, in a line or a few."""
    if lesson["pairs"] < lesson["needed"]:
        return "\n".join(too_few(lesson))
    fate = say("learn_used" if lesson["used"] else "learn_unused")
    if lesson["unchanged"]:
        return say("learn_unchanged", fate=fate)
    shares = ", ".join(
        f"{one['measure']} {one['a']:.3f} → {one['b']:.3f} (p {one['p']:.4f})"
        for one in lesson["trial"]
        if one["measure"] in SHOWN
    )
    learnt = say("learn_words", words=lesson["words"], questions=lesson["pairs"])
    return f"{learnt}\n{say('learn_trial', questions=lesson['tried'], shares=shares, fate=fate)}"


def too_few(lesson: dict[str, Any]) -> list[str]:
    known, questions, needed = lesson["pairs"], lesson["questions"], lesson["needed"]
    lines = [say("learn_too_few", known=known, questions=questions, needed=needed)]
    return [*lines, say("learn_stale")] if lesson["stale"] else lines
