"""``wence ask``: one answer, or many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.speech import say, say_aside
from bot.cli.terminal import answered
from bot.cli.usage_errors import Misused
from bot.db.hidden import hidden_in
from bot.engine import cluster_of
from bot.older_index import renewed
from bot.visible import ask_visible
from retrieval.answer.searcher import Searcher
from retrieval.errors import WenceError
from retrieval.index.kernel import warm


@click.command()
@click.argument("words", metavar="QUESTION", nargs=-1)
@click.option(
    "--questions", type=click.Path(path_type=Path), help="A .jsonl file with many questions."
)
@click.option("--results", type=click.IntRange(1, 50), default=3, show_default=True)
@click.option("--quote-chars", type=click.IntRange(40, 2000), default=200, show_default=True)
@click.option("--explain", is_flag=True, help="Show where each score comes from.")
@with_home
@with_json
def ask(
    words: tuple[str, ...],
    questions: Path | None,
    results: int,
    quote_chars: int,
    explain: bool,
    home: Path | None,
    as_json: bool,
) -> None:
    """Answer QUESTION as the bot would; it needs no quotation marks."""
    question = " ".join(words) if words else None
    if (question is None) == (questions is None):
        raise Misused(say("ask_usage"))
    asked = list(read_questions(questions)) if questions else [(None, question or "")]
    opened, settings = open_home(home)
    unseen = hidden_in(opened)
    if questions is not None:
        warm()
    cluster = cluster_of(settings)
    with closing(
        renewed(opened, lambda: Searcher.open(opened, cluster=cluster), say_aside)
    ) as searcher:
        for id, text in asked:
            if questions is None and not text.strip():
                raise WenceError("question_empty")
            answer = ask_visible(
                searcher,
                unseen,
                text,
                results=results,
                quote_chars=quote_chars,
                explain=explain,
            )
            if as_json:
                write_json(answer.as_json(id))
            else:
                click.echo(answered(answer, searcher))


def read_questions(file: Path) -> Iterator[tuple[str | None, str]]:
    """The ids and questions of a ``.jsonl`` file, empty lines left out.

    Raises:
        WenceError: the file cannot be read, or a line is not an object with a question.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError:
        raise WenceError("questions_not_read", path=str(file)) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            id, question = value.get("id"), value["question"]
        except (ValueError, KeyError, AttributeError):
            raise WenceError("question_line", line=number) from None
        yield (None if id is None else str(id)), str(question)
