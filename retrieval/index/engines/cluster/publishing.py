"""How does what is indexed here come into the cluster?

A generation is loaded beside the one that answers: without replicas, and not to be searched until
all of it is there. It is counted, gets its replicas and is warmed; then one document names it. A
generation in which little has changed begins as a clone of the last one, which copies nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.roster import Roster, identity, roster
from retrieval.corpus.store import Store
from retrieval.errors import EngineUnavailable
from retrieval.home import Home
from retrieval.index.building.segment_writer import OnProgress, silent
from retrieval.index.engines.cluster.articles import as_source
from retrieval.index.engines.cluster.counts import (
    DTYPES,
    ClusterStatistics,
    Counts,
    counts_of,
    packed,
)
from retrieval.index.engines.cluster.generations import ClusterGenerations
from retrieval.index.engines.cluster.indices import Begun, Indices
from retrieval.index.engines.cluster.loading import (
    CHUNK,
    UNSURE,
    Action,
    Loader,
    delete,
    documents,
    pieces,
    put,
)
from retrieval.index.engines.cluster.retention import Retention, earlier
from retrieval.index.engines.cluster.schema import Description, numbered, passages_index
from retrieval.index.engines.cluster.search import ClusterEngine
from retrieval.index.engines.cluster.warming import warm
from retrieval.index.generation import Generation
from retrieval.index.provenance import opened
from retrieval.index.segment import without
from retrieval.index.types import PARTS

PASSAGES_A_SHARD = 10_000_000
"""So many passages a shard holds; docs/scale.md has the arithmetic."""
SOURCES = 100
OF_NO_USE = {"engine_full", "engine_miscounted"}
"""Why what has been loaded is removed; whoever is stopped otherwise goes on the next time."""
CLONED_SHARE = 0.2
"""Where a larger share of the articles has changed, all passages are loaded anew."""


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
        self._indices = Indices(target.connection)
        self._loader = loader
        self._on_progress = on_progress

    def run(self, layout: Layout, whole: bool) -> str:
        last = self._last()
        articles = roster(self._store)
        described = self._describe(articles)
        there = self._counts_of(last, described)
        retention = Retention(self._target.connection, self._store, described.collection)
        if last and there and not whole and _is_same(last, described, there, articles):
            self._load(retention.due(last, last, articles))
            return last.name
        known = None if whole else there
        described = self._named(described, last, articles, whole)
        try:
            self._indices.prepare()
            self._load(retention.marks(there, articles))
            self._load_passages(described, last, known, articles, layout)
            counts = counts_of(self._generation, articles)
            described = replace(described, files=self._load_counts(described, counts))
            self._indices.complete(described, layout.replicas)
            statistics = ClusterStatistics(counts, described.passages)
            engine = ClusterEngine(self._target.connection, described, statistics)
            warm(engine, self._store, self._generation.versions(), described.params.headline)
        except EngineUnavailable as error:
            if error.reason.code in OF_NO_USE:
                with suppress(EngineUnavailable):
                    self._indices.remove(described.index)
            raise
        described = replace(described, earlier=earlier(last, time.time()))
        self._indices.make_live(described)
        self._load(retention.due(described, last, articles))
        return described.name

    def _last(self) -> Description | None:
        """What answers now, if it is of this format; what is not is published anew."""
        try:
            return self._target.described()
        except EngineUnavailable as error:
            if error.reason.code != "engine_newer":
                raise
            return None

    def _describe(self, articles: Roster) -> Description:
        manifest, scorer = self._generation.manifest, self._generation.scorer
        return Description(
            collection=identity(self._store),
            lexicon=manifest.lexicon,
            params=manifest.params,
            passages=len(self._generation),
            articles=len(articles.ids),
            avgdl={part: scorer.avgdl.get(part, 1.0) for part in PARTS},
            sources=self._store.sources(SOURCES),
            places=articles.places,
        )

    def _named(
        self, described: Description, last: Description | None, articles: Roster, whole: bool
    ) -> Description:
        """The same with its name: of what is published, and in place of what.

        So a run that was killed finds what it has loaded.
        """
        hash = blake2b(digest_size=3)
        hash.update(repr((described, last and last.name, whole)).encode())
        for array in (articles.versions, articles.stands_for):
            hash.update(array.tobytes())
        name = f"{self._generation.name or 'g000000'}-{hash.hexdigest()}"
        return replace(described, name=name, index=self._indices.named(name))

    def _counts_of(self, last: Description | None, described: Description) -> Counts | None:
        """What the last generation holds, where it is of this collection."""
        if last is None or last.collection != described.collection:
            return None
        return self._target.counts(last)

    def _load_articles(
        self, articles: Roster, described: Description, known: Counts | None
    ) -> None:
        """Every version that counts and is not there yet."""
        fresh = without(articles.versions, known.versions) if known else articles.versions
        index, collection = self._indices.articles, described.collection
        self._load(
            put(index, f"{collection}-{n}", as_source(*self._store.stated(n)))
            for n in fresh.tolist()
        )

    def _load_passages(
        self,
        described: Description,
        last: Description | None,
        known: Counts | None,
        articles: Roster,
        layout: Layout,
    ) -> None:
        """All of them, or what has changed in a clone of the last generation; first the articles.

        Where a run was killed while it loaded all of them, this one goes on behind it.
        """
        live, begun = self._generation.versions(), self._indices.resume(described.index)
        if not begun.is_there:
            self._load_articles(articles, described, known)
        if known and last and _is_alike(last, described, known, live):
            self._indices.remove(described.index)
            if self._indices.clone(last, described):
                self._load(_removals(described, known, live))
                self._load(self._passages(described, without(live, known.live())))
                return
            begun = Begun()
        if not begun.is_there:
            shards = layout.shards or 1 + described.passages // PASSAGES_A_SHARD
            self._indices.make(described.index, passages_index(described, shards))
        behind = max(0, int(live.searchsorted(begun.article)) - UNSURE)
        self._load(self._passages(described, live[behind:]))

    def _passages(self, described: Description, versions: NDArray[np.int32]) -> Iterator[Action]:
        """The actions that put the passages of these versions there, which are ascending."""
        wanted, terms = set(versions.tolist()), self._store.terms()
        for article in self._store.indexed(min(wanted, default=0) - 1) if wanted else ():
            if article.n in wanted:
                for source in documents(article, terms, described.params.headline):
                    yield put(described.index, source["number"], source)

    def _load_counts(self, described: Description, counts: Counts) -> dict[str, tuple[int, int]]:
        """Load the statistics; how many pieces each array has, and its checksum."""
        files = {}
        for name in DTYPES:
            actions, checksum = pieces(
                self._indices.counts, described.index, name, getattr(counts, name)
            )
            self._load(actions)
            files[name] = (len(actions), checksum)
        return files

    def _load(self, actions: Iterable[Action]) -> None:
        for done, _ in enumerate(self._loader.load(actions), start=1):
            if done % CHUNK == 0:
                self._on_progress("publishing", done, None)


def _removals(described: Description, known: Counts, live: NDArray[np.int32]) -> Iterator[Action]:
    """The actions that take out of a clone what has gone."""
    sizes = dict(zip(known.versions.tolist(), known.passages.tolist(), strict=True))
    for n in without(known.live(), live).tolist():
        yield from (delete(described.index, numbered(n, at)) for at in range(sizes[n]))


def _is_same(last: Description, described: Description, known: Counts, articles: Roster) -> bool:
    """Is all of it published already?"""
    return (
        (last.lexicon, last.params) == (described.lexicon, described.params)
        and np.array_equal(known.versions, articles.versions)
        and np.array_equal(known.stands_for, articles.stands_for)
        and np.array_equal(known.repealed, packed(articles.repealed))
    )


def _is_alike(last: Description, described: Description, known: Counts, live: np.ndarray) -> bool:
    """Is the last generation made in the same way, of nearly the same articles?"""
    there = known.live()
    changed = len(without(there, live)) + len(without(live, there))
    return (last.lexicon, last.params) == (
        described.lexicon,
        described.params,
    ) and changed <= CLONED_SHARE * max(1, len(there))
