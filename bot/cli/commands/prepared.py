"""``wence prepare`` and ``wence load``: a collection that many processes read at once."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.commands.index import finish, summary
from bot.cli.failures import failure_as_json
from bot.cli.options import open_home, with_home, with_json, write_json
from bot.cli.progress import progress
from bot.cli.publishing import publish, with_target
from bot.cli.speech import say
from bot.cli.usage_errors import Misused
from retrieval.corpus.ingest.prepared.division import Share


@click.command()
@click.option("--part", metavar="I/K", required=True, help="Which part of how many: 3/16.")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@with_home
@with_json
def prepare(part: str, source: Path, out: Path, home: Path | None, as_json: bool) -> None:
    """Read part I of K of the files below IN, and write what came of it into OUT.

    Parts may be prepared by any processes and machines, in any order and more than once; wence load
    takes them in. The home only gives the lexicon.
    """
    from retrieval.corpus.ingest.prepared.preparing import prepare as run
    from retrieval.corpus.ingest.report import Report
    from retrieval.text.lexicon import Lexicon
    from retrieval.text.tokens import Tokenizer

    share = _share(part)
    with failure_as_json(as_json):
        opened, settings = open_home(home)
        tokenizer = Tokenizer(Lexicon.load(opened.lexicon), opened.cache)
        limit = settings.max_file_bytes
        with progress(as_json) as show:
            manifest, was_there = run(
                source, out, share, tokenizer, max_file_bytes=limit, on_progress=show
            )
    if as_json:
        told = {"part": str(share), "was_there": was_there, "bytes": manifest.size}
        write_json({"event": "done", **told, **manifest.report})
        return
    for line in summary(Report.from_json(manifest.report)):
        click.echo(line)
    name = "part_there" if was_there else "part_prepared"
    click.echo(say(name, part=share, path=manifest.data(out)))


def _share(part: str) -> Share:
    """What ``--part`` names."""
    number, _, count = part.partition("/")
    if number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
        return Share(int(count), int(number))
    raise Misused(say("part_usage"))


@click.command()
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@with_target
@with_home
@with_json
def load(out: Path, to: str | None, home: Path | None, as_json: bool) -> None:
    """Take in the parts in OUT, which wence prepare has written, and publish the index.

    What comes of it is what wence index would have made of the same files. What was loaded before
    is skipped, so that a run that was killed goes on.
    """
    from retrieval.index.building.operations import load_parts

    with failure_as_json(as_json):
        opened, settings = open_home(home)
        with progress(as_json) as show:
            report = load_parts(opened, out, on_progress=show)
        publish(opened, settings, to, as_json=as_json)
        finish(opened, report, as_json)
