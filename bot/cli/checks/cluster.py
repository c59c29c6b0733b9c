"""Is the search cluster there and well, and does it hold what answers?"""

from __future__ import annotations

from contextlib import closing

from bot.cli.checks.finding import Finding, Place, note, ok, wrong
from bot.engine import cluster_of
from retrieval.errors import WenceError


def cluster(place: Place) -> Finding:
    """Where the index is in the home, there is nothing to look at."""
    address = cluster_of(place.settings)
    if address is None:
        return ok("cluster_none")
    try:
        from retrieval.index.engines.cluster.generations import ClusterGenerations
    except ImportError:
        raise WenceError("engine_missing") from None
    with closing(ClusterGenerations(address, place.home)) as there:
        there.connection.check()
        described = there.described()
        if described is None:
            return wrong("cluster_empty", "cluster_empty_fix")
        health = there.connection.request("GET", f"/_cluster/health/{described.index}")
    status = health["status"] if health else "red"
    facts = {"name": described.name, "passages": described.passages}
    if status == "red":
        return wrong("cluster_red", "cluster_red_fix", **facts)
    if status == "yellow":
        return note("cluster_yellow", "cluster_yellow_fix", **facts)
    return ok("cluster_fine", **facts)
