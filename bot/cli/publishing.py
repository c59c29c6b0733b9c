"""After a change of the collection: publish it, where a cluster answers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TypeVar

import click

from bot.cli.progress import progress
from bot.cli.speech import say
from bot.engine import address_of, cluster_of
from bot.settings import Settings
from retrieval.errors import WenceError
from retrieval.home import Home

PATIENCE_S = 60.0
"""How long another writer of the home is waited for."""
Command = TypeVar("Command", bound=Callable[..., object])


def with_target(command: Command) -> Command:
    """Add ``--to ENGINE``; the command gets ``to: str | None``."""
    return click.option(
        "--to",
        type=click.Choice(["embedded", "opensearch"]),
        help="Where to publish the index, whatever WENCE_ENGINE says.",
    )(command)


def publish(home: Home, settings: Settings, to: str | None = None, *, as_json: bool) -> None:
    """Publish the live generation of a home to the cluster that answers, or is named.

    Raises:
        WenceError: the cluster does not take it, or the extra ``cluster`` is not installed.
    """
    cluster = address_of(settings) if to == "opensearch" else cluster_of(settings)
    if cluster is None or to == "embedded":
        return
    try:
        from retrieval.index.engines.cluster.generations import ClusterGenerations
        from retrieval.index.engines.cluster.publishing import publish_live
    except ImportError:
        raise WenceError("engine_missing") from None
    with (
        home.writer(patience_s=PATIENCE_S),
        closing(ClusterGenerations(cluster, home, publishing=True)) as target,
        progress(as_json) as show,
    ):
        name = publish_live(home, target, whole=to is not None, on_progress=show)
    if not as_json:
        click.echo(say("published", name=name))
