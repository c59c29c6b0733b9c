"""How does what is indexed here come into the cluster?

A generation is loaded beside the one that answers: without replicas, and not to be searched until
all of it is there. It is counted, gets its replicas and is warmed; then one document names it. A
generation in which little has changed begins as a clone of the last one, which copies nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from retrieval.corpus.roster import Roster, identity, roster
from retrieval.corpus.store import Store
from retrieval.errors import EngineUnavailable
from retrieval.home import Home
from retrieval.index.engine import Wanted
from retrieval.index.engines.cluster.articles import as_source
from retrieval.index.engines.cluster.connection import Json, hosts
from retrieval.index.engines.cluster.counts import (
    DTYPES,
    ClusterStatistics,
    Counts,
    counted_terms,
)
from retrieval.index.engines.cluster.generations import ClusterGenerations
from retrieval.index.engines.cluster.loading import (
    CHUNK,
    Action,
    Loader,
    delete,
    passages,
    pieces,
    put,
)
from retrieval.index.engines.cluster.schema import (
    LIVE,
    SEPARATOR,
    Description,
    numbered,
    passages_index,
    plain_index,
)
from retrieval.index.engines.cluster.search import ClusterEngine
from retrieval.index.generation import Generation
from retrieval.index.provenance import opened
from retrieval.index.segment import without
from retrieval.index.segment_writer import OnProgress, silent
from retrieval.index.types import PARTS, Clause
from retrieval.index.vocabulary import keys_of

PASSAGES_A_SHARD = 10_000_000
"""So many passages a shard holds; docs/scale.md has the arithmetic."""
SOURCES = 100
WARMING, AT_ONCE, TERMS = 240, 8, 12
"""Searches before a generation answers, how many of them at once, and the words of each."""
CLONED_SHARE = 0.2
"""Where a larger share of the articles has changed, all passages are loaded anew."""
GREEN_S, PATIENCE_S = 600, 660.0
"""How long an index may take to get its replicas, and the cluster to do what it is asked."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How passages are spread over the nodes."""

    shards: int | None = None
    """None: as many as the passages need."""
    replicas: int = 1
    """Copies beside the first; no more than there are other nodes."""


def publish_live(
    home: Home,
    target: ClusterGenerations,
    *,
    layout: Layout | None = None,
    whole: bool = False,
    on_progress: OnProgress = silent,
) -> str:
    """Publish the live generation of a home; the name under which it answers.

    Whoever calls holds the writer's lock. ``whole``: load all of it, whatever is there.

    Raises:
        NotIndexed: the index of the home is damaged or missing.
        EngineUnavailable: the cluster does not take it; what answered goes on answering.
    """
    with Store.open(home, write=True) as store, closing(opened(store, home)) as generation:
        return publish(
            store, generation, target, layout=layout, whole=whole, on_progress=on_progress
        )


def publish(
    store: Store,
    generation: Generation,
    target: ClusterGenerations,
    *,
    layout: Layout | None = None,
    whole: bool = False,
    on_progress: OnProgress = silent,
) -> str:
    """The same of an open generation, which was made from the store."""
    target.connection.check()
    with Loader(target.connection.address) as loader:
        publisher = Publisher(store, generation, target, loader, on_progress)
        return publisher.run(layout or Layout(), whole)


class Publisher:
    """One run of publishing."""

    def __init__(
        self,
        store: Store,
        generation: Generation,
        target: ClusterGenerations,
        loader: Loader,
        on_progress: OnProgress,
    ) -> None:
        self._store = store
        self._generation = generation
        self._target = target
        self._connection = target.connection
        self._prefix = target.connection.address.prefix
        self._loader = loader
        self._on_progress = on_progress
        self._sample: list[str] = []
        self._sizes: dict[int, int] = {}
        """By version of an article, how many passages it has."""

    def run(self, layout: Layout, whole: bool) -> str:
        last = self._target.described()
        articles = roster(self._store)
        described = self._describe(articles)
        known = None if whole else self._counts_of(last, described)
        if last and known and _is_same(last, described, known, articles):
            return last.name
        try:
            self._prepare()
            self._load_articles(articles, described, known)
            self._load_passages(described, last, known, layout)
            arrays = self._arrays(articles)
            described = replace(described, files=self._load_counts(described, arrays))
            self._count(described)
            self._complete(described, layout)
            self._warm(described, Counts(**arrays))
        except BaseException:
            with suppress(EngineUnavailable):
                self._connection.request("DELETE", f"/{described.index}")
            raise
        self._put_live(described)
        self._remove_old([described.index, *([last.index] if last else [])])
        return described.name

    def _describe(self, articles: Roster) -> Description:
        manifest, scorer = self._generation.manifest, self._generation.scorer
        name = f"{self._generation.name or 'g000000'}-{secrets.token_hex(3)}"
        return Description(
            name=name,
            index=f"{self._prefix}-{name}",
            collection=identity(self._store),
            lexicon=manifest.lexicon,
            params=manifest.params,
            passages=len(self._generation),
            articles=len(articles.ids),
            avgdl={part: scorer.avgdl.get(part, 1.0) for part in PARTS},
            sources=self._store.sources(SOURCES),
            places=articles.places,
        )

    def _counts_of(self, last: Description | None, described: Description) -> Counts | None:
        """What the last generation holds, where it is of this collection."""
        if last is None or last.collection != described.collection:
            return None
        return self._target.counts(last)

    def _prepare(self) -> None:
        """Make the indices that all generations share."""
        keyword = {"type": "keyword"}
        for name, properties in (
            ("live", {}),
            ("counts", {"generation": keyword}),
            ("articles", {"file": keyword}),
        ):
            path = f"/{self._prefix}-{name}"
            if self._ask("GET", path) is None:
                self._ask("PUT", path, plain_index(properties))
                self._wait(f"{self._prefix}-{name}", "yellow")

    def _load_articles(
        self, articles: Roster, described: Description, known: Counts | None
    ) -> None:
        """Every version that counts and is not there yet."""
        fresh = without(articles.versions, known.versions) if known else articles.versions
        index, prefix = f"{self._prefix}-articles", described.collection
        actions = (
            put(index, f"{prefix}-{n}", as_source(self._store.article(n))) for n in fresh.tolist()
        )
        self._load(actions)
        self._ask("POST", f"/{index}/_refresh")

    def _load_passages(
        self,
        described: Description,
        last: Description | None,
        known: Counts | None,
        layout: Layout,
    ) -> None:
        """All of them, or what has changed in a clone of the last generation."""
        live = self._generation.versions()
        if (
            known
            and last
            and _is_alike(last, described, known, live)
            and self._clone(last, described)
        ):
            there = known.live()
            sizes = dict(zip(known.versions.tolist(), known.passages.tolist(), strict=True))
            self._sizes = {n: sizes[n] for n in there.tolist()}
            gone, fresh = without(there, live), without(live, there)
        else:
            shards = layout.shards or 1 + described.passages // PASSAGES_A_SHARD
            self._ask("PUT", f"/{described.index}", passages_index(described.params, shards))
            gone, fresh = live[:0], live
        self._wait(described.index, "yellow")
        removing = (
            delete(described.index, numbered(n, at))
            for n in gone.tolist()
            for at in range(self._sizes[n])
        )
        self._load(removing)
        self._load(self._fresh_passages(described, set(fresh.tolist())))

    def _clone(self, last: Description, described: Description) -> bool:
        """Begin with what the last generation has; False where that is gone."""
        settings = {"index.blocks.write": None, "index.number_of_replicas": 0}
        made = self._ask("PUT", f"/{last.index}/_clone/{described.index}", {"settings": settings})
        return made is not None

    def _fresh_passages(self, described: Description, fresh: set[int]) -> Iterator[Action]:
        terms, headline = self._store.terms(), described.params.headline
        every = max(1, described.passages // WARMING)
        first = min(fresh, default=0)
        for article in self._store.indexed(first - 1) if fresh else ():
            if article.n not in fresh:
                continue
            self._sizes[article.n] = len(article.passages)
            for at, passage in enumerate(passages(article, terms, headline)):
                if (article.n + at) % every == 0 and len(self._sample) < WARMING:
                    self._sample.append(passage.words)
                yield put(described.index, passage.number, passage.as_source())

    def _arrays(self, articles: Roster) -> dict[str, np.ndarray]:
        """The statistics, by the names of ``Counts``."""
        sizes = [
            self._sizes.get(n, 0) if n == stands else 0
            for n, stands in zip(
                articles.versions.tolist(), articles.stands_for.tolist(), strict=True
            )
        ]
        return {
            **counted_terms(self._generation),
            "id_keys": keys_of(articles.ids),
            "key_keys": keys_of(articles.keys),
            "versions": articles.versions,
            "stands_for": articles.stands_for,
            "passages": np.array(sizes, dtype=np.int32),
            "place": articles.place,
            "is_changed": articles.is_changed,
        }

    def _load_counts(
        self, described: Description, arrays: dict[str, np.ndarray]
    ) -> dict[str, tuple[int, int]]:
        """Load the statistics; how many pieces each array has, and its checksum."""
        files = {}
        for name in DTYPES:
            index = f"{self._prefix}-counts"
            actions, checksum = pieces(index, described.index, name, arrays[name])
            self._load(actions)
            files[name] = (len(actions), checksum)
        self._ask("POST", f"/{self._prefix}-counts/_refresh")
        return files

    def _count(self, described: Description) -> None:
        """Is everything there?"""
        self._ask("POST", f"/{described.index}/_refresh")
        found = self._ask("GET", f"/{described.index}/_count")["count"]
        if found != described.passages:
            raise EngineUnavailable("engine_miscounted", found=found, wanted=described.passages)

    def _complete(self, described: Description, layout: Layout) -> None:
        """Copy it to other nodes; nothing is written to it any more."""
        nodes = self._ask("GET", "/_cluster/health")["number_of_data_nodes"]
        settings = {
            "index.number_of_replicas": min(layout.replicas, nodes - 1),
            "index.blocks.write": True,
        }
        self._ask("PUT", f"/{described.index}/_settings", settings)
        self._wait(described.index, "green")

    def _ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """A request that may take its time: nobody waits for it but whoever publishes."""
        return self._connection.request(
            method, path, body, timeout_s=PATIENCE_S, deadline_s=PATIENCE_S
        )

    def _wait(self, index: str, status: str) -> None:
        """Until an index is as well as that.

        Raises:
            EngineUnavailable: it does not become so in time.
        """
        path = f"/_cluster/health/{index}?wait_for_status={status}&timeout={GREEN_S}s"
        found = self._ask("GET", path)
        if found is None or found["timed_out"]:
            raise EngineUnavailable("engine_incomplete", hosts=hosts(self._connection.address))

    def _warm(self, described: Description, counts: Counts) -> None:
        """Ask what was drawn from the passages, so that the first people need not wait."""
        statistics = ClusterStatistics(counts, described.passages)
        engine = ClusterEngine(self._connection, described, statistics)
        searches = (
            Wanted([Clause("words", word) for word in words.split(SEPARATOR)[:TERMS]], AT_ONCE)
            for words in self._sample
        )
        while some := list(islice(searches, AT_ONCE)):
            engine.search(some)

    def _put_live(self, described: Description) -> None:
        path = f"/{self._prefix}-live/_doc/{LIVE}?refresh=true"
        self._ask("PUT", path, described.as_json())

    def _remove_old(self, kept: list[str]) -> None:
        """Remove what is neither live nor was so before this: somebody may still read that."""
        path = f"/_cat/indices/{self._prefix}-g*?format=json&h=index"
        for each in self._ask("GET", path) or ():
            if each["index"] not in kept:
                self._ask("DELETE", f"/{each['index']}")
        index = f"{self._prefix}-counts"
        query = {"bool": {"must_not": {"terms": {"generation": kept}}}}
        body = {"size": 1_000, "query": query, "_source": False}
        (found,) = self._connection.search([(index, body)])
        ids = [hit["_id"] for hit in found["hits"]["hits"]]
        self._load(delete(index, id) for id in ids)

    def _load(self, actions: Iterable[Action]) -> None:
        for done, _ in enumerate(self._loader.load(actions), start=1):
            if done % CHUNK == 0:
                self._on_progress("publishing", done, None)


def _is_same(last: Description, described: Description, known: Counts, articles: Roster) -> bool:
    """Is all of it published already?"""
    return (
        (last.lexicon, last.params) == (described.lexicon, described.params)
        and np.array_equal(known.versions, articles.versions)
        and np.array_equal(known.stands_for, articles.stands_for)
    )


def _is_alike(last: Description, described: Description, known: Counts, live: np.ndarray) -> bool:
    """Is the last generation made in the same way, of nearly the same articles?"""
    there = known.live()
    changed = len(without(there, live)) + len(without(live, there))
    return (last.lexicon, last.params) == (
        described.lexicon,
        described.params,
    ) and changed <= CLONED_SHARE * max(1, len(there))
