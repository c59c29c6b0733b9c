"""The indices of the cluster: made, waited for, counted, named as the live one, removed.

Whoever publishes waits for these as long as they take; nobody who asks does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from retrieval.errors import EngineUnavailable
from retrieval.index.engines.cluster.articles import MAPPED
from retrieval.index.engines.cluster.connection import Connection, Json, hosts
from retrieval.index.engines.cluster.schema import LIVE, Description, plain_index

GREEN_S, PATIENCE_S = 600, 660.0
"""How long an index may take to get its replicas, and the cluster to do what it is asked."""
LOOK_S = 15
"""After so long it is asked what keeps a shard from a node."""
NO_ROOM = "disk_threshold"
"""How a cluster calls what keeps shards from disks that are full."""
BLOCK = "index.blocks.read_only_allow_delete"
"""What a cluster sets where a disk is full."""


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a run that was killed has loaded the passages of a generation."""

    is_there: bool = False
    """Is there an index? Then the articles were loaded before it was made."""
    article: int = 0
    """The newest version of which passages are there."""


class Indices:
    """What a publisher asks of a cluster, but for loading."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.articles, self.counts = self.named("articles"), self.named("counts")

    def named(self, name: str) -> str:
        """The name of an index of ours."""
        return f"{self._connection.address.prefix}-{name}"

    def prepare(self) -> None:
        """Make the indices that all generations share.

        Raises:
            EngineUnavailable: the disks are full, so that nothing can be written to them.
        """
        path = f"/{self.named('*')}/_settings/{BLOCK}?flat_settings=true"
        for each in (self._ask("GET", path) or {}).values():
            if each["settings"].get(BLOCK) == "true":
                raise EngineUnavailable("engine_full")
        for index, properties in (
            (self.named("live"), {}),
            (self.counts, {"generation": {"type": "keyword"}}),
            (self.articles, MAPPED),
        ):
            if self._ask("GET", f"/{index}") is None:
                self.make(index, plain_index(properties))
            else:
                self._ask("PUT", f"/{index}/_mapping", {"properties": properties})

    def make(self, index: str, layout: Json) -> None:
        """Make an index, and wait until it can be written to."""
        self._ask("PUT", f"/{index}", layout)
        self._wait(index, "yellow")

    def resume(self, index: str) -> Begun:
        """Let a generation be written to that is not live yet, if it is there."""
        settings = {"index.blocks.write": None, "index.number_of_replicas": 0}
        if self._ask("PUT", f"/{index}/_settings", settings) is None:
            return Begun()
        try:
            self._wait(index, "yellow")
        except EngineUnavailable:  # what has no copies is lost with its node
            self.remove(index)
            return Begun()
        self._ask("POST", f"/{index}/_refresh")
        newest = {"size": 1, "sort": [{"number": "desc"}], "_source": ["article"]}
        (found,) = self._connection.search([(index, newest)])
        versions = [hit["_source"]["article"] for hit in found["hits"]["hits"]]
        return Begun(True, max(versions, default=0))

    def clone(self, last: Description, described: Description) -> bool:
        """Begin a generation with what the last one has; False where that is gone."""
        settings = {"index.blocks.write": None, "index.number_of_replicas": 0}
        made = self._ask("PUT", f"/{last.index}/_clone/{described.index}", {"settings": settings})
        if made is not None:
            self._wait(described.index, "yellow")
        return made is not None

    def complete(self, described: Description, replicas: int) -> None:
        """Count a generation, and copy it to other nodes; nothing is written to it any more.

        Raises:
            EngineUnavailable: passages are missing, or no node has room for the copies.
        """
        for index in (described.index, self.articles, self.counts):
            self._ask("POST", f"/{index}/_refresh")
        found = self._ask("GET", f"/{described.index}/_count")["count"]
        if found != described.passages:
            raise EngineUnavailable("engine_miscounted", found=found, wanted=described.passages)
        # What is on disk is copied; what is in the log alone would be indexed once more.
        self._ask("POST", f"/{described.index}/_flush")
        nodes = self._ask("GET", "/_cluster/health")["number_of_data_nodes"]
        settings = {
            "index.number_of_replicas": min(replicas, nodes - 1),
            "index.blocks.write": True,
        }
        self._ask("PUT", f"/{described.index}/_settings", settings)
        self._wait(described.index, "green")

    def make_live(self, described: Description) -> None:
        """From now on this generation answers."""
        path = f"/{self.named('live')}/_doc/{LIVE}?refresh=true"
        self._ask("PUT", path, described.as_json())

    def remove(self, index: str) -> None:
        """Remove an index, if it is there."""
        self._connection.request("DELETE", f"/{index}")

    def remove_old(self, kept: list[str], told: list[str], before: float) -> list[str]:
        """Remove generations of ours but those that are ``kept``; the indices that stay.

        Others may be loading one: removed is what was ``told`` of, or made ``before`` that moment.
        """
        own = re.compile(re.escape(self.named("g")) + r"\d{6,}-[0-9a-f]{6}")
        path = f"/_cat/indices/{self.named('g')}*?format=json&h=index,creation.date"
        there = []
        for each in self._ask("GET", path) or ():
            index, made = each["index"], int(each["creation.date"]) / 1_000
            if own.fullmatch(index) and index not in kept and (index in told or made < before):
                self.remove(index)
            else:
                there.append(index)
        return there

    def pieces_of_others(self, there: list[str]) -> Iterator[str]:
        """The ids of the statistics of generations that are not there."""
        query = {"bool": {"must_not": {"terms": {"generation": there}}}}
        return self._connection.found(self.counts, query)

    def _wait(self, index: str, status: str) -> None:
        """Until an index is as well as that.

        Raises:
            EngineUnavailable: it does not become so in time.
        """
        path = f"/_cluster/health/{index}?wait_for_status={status}&timeout={LOOK_S}s"
        for _ in range(GREEN_S // LOOK_S):
            found = self._ask("GET", path)
            if found is not None and not found["timed_out"]:
                return
            if self._has_no_room(index):
                raise EngineUnavailable("engine_full")
        raise EngineUnavailable("engine_incomplete", hosts=hosts(self._connection.address))

    def _has_no_room(self, index: str) -> bool:
        """Whether no disk takes a shard of an index."""
        path = f"/_cat/shards/{index}?format=json&h=shard,prirep,state"
        waiting = [each for each in self._ask("GET", path) or () if each["state"] == "UNASSIGNED"]
        if not waiting:
            return False
        shard = {"index": index, "shard": int(waiting[0]["shard"]),
                 "primary": waiting[0]["prirep"] == "p"}  # fmt: skip
        told = self._ask("GET", "/_cluster/allocation/explain", shard) or {}
        nodes = told.get("node_allocation_decisions", ())
        return bool(nodes) and any(
            decider["decider"] == NO_ROOM and decider["decision"] == "NO"
            for node in nodes
            for decider in node.get("deciders", ())
        )

    def _ask(self, method: str, path: str, body: Json | None = None) -> Any:
        return self._connection.request(
            method, path, body, timeout_s=PATIENCE_S, deadline_s=PATIENCE_S
        )
