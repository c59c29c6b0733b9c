"""``wence evaluate``: how good are the answers, and how quick?"""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.progress import progress
from bot.cli.speech import say, say_aside
from bot.cli.usage_errors import Misused
from bot.engine import cluster_of
from bot.older_index import renewed
from retrieval.answer.searcher import Searcher
from retrieval.evaluate.comparison import Comparison, compare
from retrieval.evaluate.evaluation import evaluate as put
from retrieval.evaluate.measures import Measures, measures
from retrieval.evaluate.questions import read_questions
from retrieval.evaluate.runs import load_run, save_run
from retrieval.index.kernel import warm

COMPARED = ("A", "B", "B - A", "p")
Directory = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("questions", type=click.Path(path_type=Path), required=False)
@click.option("--save", type=Directory, help="Write the run here: records, TREC run and qrels.")
@click.option("--compare", type=Directory, nargs=2, help="Put two saved runs side by side.")
@click.option("--quote-chars", type=click.IntRange(min=20), default=200, show_default=True)
@with_home
@with_json
def evaluate(
    questions: Path | None,
    save: Path | None,
    compare: tuple[Path, Path] | None,
    quote_chars: int,
    home: Path | None,
    as_json: bool,
) -> None:
    """Put questions with known answers to the collection, and measure the answers.

    Each line of QUESTIONS is {"id", "question", "article_ids", "answers"}, perhaps with "path",
    the labels of the item that answers; no article_ids mean that nothing answers it.
    """
    if compare:
        show_comparison(*compare, as_json=as_json)
    elif questions:
        measure(questions, home, save, quote_chars, as_json=as_json)
    else:
        raise Misused(say("evaluate_usage"))


def measure(
    questions: Path, home: Path | None, save: Path | None, quote_chars: int, *, as_json: bool
) -> None:
    asked = read_questions(questions)
    opened, settings = open_home(home)
    warm()
    cluster = cluster_of(settings)
    searcher = renewed(opened, lambda: Searcher.open(opened, cluster=cluster), say_aside)
    try:
        with progress(False) as on_progress:
            records = put(searcher, asked, quote_chars=quote_chars, on_progress=on_progress)
    finally:
        searcher.close()
    if save:
        save_run(save, records)
    show_measures(measures(records), as_json=as_json)


def show_measures(found: Measures, *, as_json: bool) -> None:
    if as_json:
        write_json(found)
        return
    table = Table.grid(padding=(0, 2))
    for name, value in found.items():
        table.add_row(name, "–" if value is None else str(value))
    Console(highlight=False).print(table)


def show_comparison(a: Path, b: Path, *, as_json: bool) -> None:
    """One line a measure: both means, their difference, and how likely it is mere luck."""
    found = compare_runs(a, b)
    if as_json:
        write_json({"a": str(a), "b": str(b), "measures": [one.as_json() for one in found]})
        return
    table = Table("", *COMPARED, say("stage_questions"), box=None, pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for one in found:
        shares = f"{one.a:.4f}", f"{one.b:.4f}", f"{one.b - one.a:+.4f}", f"{one.p:.4f}"
        table.add_row(one.measure, *shares, str(one.questions))
    Console(highlight=False).print(table)


def compare_runs(a: Path, b: Path) -> list[Comparison]:
    return compare(load_run(a), load_run(b))
