"""Articles in the cluster: every version by its number, and which versions count by the counts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from retrieval.corpus.article import Article
from retrieval.corpus.columns import fields_of, row_of
from retrieval.corpus.facets import Facts
from retrieval.corpus.repeals import Repeal
from retrieval.corpus.versions import Version
from retrieval.errors import UnknownArticle
from retrieval.index.engines.cluster.cache import Cache
from retrieval.index.engines.cluster.connection import Connection, Json, literal
from retrieval.index.engines.cluster.counts import Counts, Ints
from retrieval.index.engines.cluster.schema import Description
from retrieval.index.postings.vocabulary import Keys, key_of
from retrieval.text.divisions import Division

REMEMBERED = 20_000_000
"""Characters of articles that are remembered."""
AT_ONCE = 200
"""Articles that are asked for at once."""
MOST_NAMED = 50
"""Articles with the name of a file that are looked at."""
MOST_VERSIONS = 1_000
"""Versions of one article that are told of."""
MAPPED: dict[str, dict[str, str]] = {
    **{name: {"type": "keyword"} for name in ("id", "key", "file")},
    "until": {"type": "long"},
    "removed": {"type": "boolean"},
}
"""What articles are looked up by; the last two are told in ``retention``."""


def as_source(article: Article, taken: str) -> dict[str, Any]:
    """The document of one version of an article, by what it says itself."""
    outline = article.packed_outline
    return {
        "id": article.id,
        "key": article.key,
        "version": article.version,
        "taken": taken,
        "file": article.file,
        "outline": None if outline is None else base64.b64encode(outline).decode("ascii"),
        "place": [article.place.code, article.place.name] if article.place else None,
        "repeals": list(article.repeals),
        "content": list(row_of(article)),
    }


def article_of(source: dict[str, Any]) -> Article:
    """What ``as_source`` gave."""
    outline, place = source["outline"], source["place"]
    return Article(
        id=source["id"],
        key=source["key"],
        version=source["version"],
        file=source["file"],
        packed_outline=None if outline is None else base64.b64decode(outline),
        place=Division(*place) if place else None,
        repeals=tuple(source["repeals"]),
        **fields_of(source["content"]),
    )


class ClusterArticles:
    """``Articles`` of one published generation."""

    def __init__(self, connection: Connection, described: Description, counts: Counts) -> None:
        self._connection = connection
        self._described = described
        self._counts = counts
        self._index = f"{connection.address.prefix}-articles"
        self._known = Cache[Article](REMEMBERED)

    def count(self) -> int:
        return len(self._counts.versions)

    def live(self) -> Ints:
        return self._counts.live()

    def read(self, versions: Sequence[int]) -> list[Article]:
        known = self._known.get(versions)
        missing = [n for n in dict.fromkeys(versions) if n not in known]
        for first in range(0, len(missing), AT_ONCE):
            sources = self._sources(missing[first : first + AT_ONCE])
            found = {n: self._article(n, source) for n, source in sources.items()}
            self._known.put({n: (article, len(article.text)) for n, article in found.items()})
            known |= found
        for n in versions:
            if n not in known:
                raise UnknownArticle("version_unknown", version=n)
        return [known[n] for n in versions]

    def get(self, name: str) -> Article:
        for keys, wanted in ((self._ids, name), (self._keys, name.lower())):
            for article in self.read(self._counts.versions[_places(*keys, wanted)].tolist()):
                if wanted in (article.id, article.key):
                    return article
        raise UnknownArticle("article_unknown", name=name)

    def resolve(self, name: str) -> str | None:
        places = [*_places(*self._ids, name), *_places(*self._keys, name)] or self._of_file(name)
        if not places:
            return None
        (article,) = self.read([int(self._counts.stands_for[places[0]])])
        return article.id

    def articles(self, *, skip: int = 0, most: int | None = None) -> Iterator[Article]:
        last = self.count() if most is None else skip + most
        versions = self._counts.versions[skip:last].tolist()
        for first in range(0, len(versions), AT_ONCE):
            yield from self.read(versions[first : first + AT_ONCE])

    def sources(self, most: int) -> list[str]:
        return self._described.sources[:most]

    def versions(self, ids: Iterable[str]) -> list[int]:
        found = (_places(*self._ids, id) for id in ids)
        return [int(self._counts.versions[places[0]]) for places in found if places]

    def is_changed(self, n: int) -> bool:
        return any(self._counts.is_changed[at] for at in self._at([n]))

    def earlier_text(self, n: int) -> str | None:
        """A cluster has the versions alone that count."""
        return None

    def jurisdictions(self, versions: Sequence[int]) -> dict[int, Division]:
        at = self._at(versions)
        held = {int(self._counts.versions[place]): int(self._counts.place[place]) for place in at}
        return {
            n: Division(*self._described.places[held[n]]) for n in versions if held.get(n, -1) >= 0
        }

    def history(self, name: str) -> list[Version]:
        named = [{"term": {"id": name}}, {"term": {"key": name.lower()}}]
        query = {"bool": {"should": named, "minimum_should_match": 1,
                          "must_not": {"term": {"removed": True}}}}  # fmt: skip
        fields = ["id", "version", "taken"]
        found = self._searched({"size": MOST_VERSIONS, "query": query, "_source": fields})
        sources = {n: source for n, source in found.items() if n <= self._newest}
        ids = {source["id"] for source in sources.values()}
        if not ids:
            raise UnknownArticle("article_unknown", name=name)
        id = name if name in ids else min(ids)
        return [
            Version(source["version"], n, source["taken"], bool(self._at([n])))
            for n, source in sorted(sources.items(), reverse=True)
            if source["id"] == id
        ]

    def newest(self, most: int) -> Iterator[tuple[Article, str]]:
        versions = np.sort(self._counts.versions)[::-1][:most].tolist()
        for first in range(0, len(versions), AT_ONCE):
            some = versions[first : first + AT_ONCE]
            found = self._sources(some)
            yield from ((self._article(n, found[n]), found[n]["taken"]) for n in some)

    def facts(self, versions: Sequence[int]) -> list[Facts]:
        return [
            Facts(each.id, each.date, each.source, each.place.name if each.place else None)
            for each in self.read(versions)
        ]

    def reposts(self, n: int) -> int:
        for at in self._at([n]):
            original = int(self._counts.stands_for[at])
            low, high = self._stands_for.searchsorted([original, original + 1])
            return int(high - low) - 1
        return 0

    @cached_property
    def _ids(self) -> tuple[Keys, Ints]:
        return _ascending(self._counts.id_keys)

    @cached_property
    def _keys(self) -> tuple[Keys, Ints]:
        return _ascending(self._counts.key_keys)

    @cached_property
    def _stands_for(self) -> Ints:
        return np.sort(self._counts.stands_for)

    @cached_property
    def _by_version(self) -> tuple[Ints, Ints]:
        order = np.argsort(self._counts.versions).astype(np.int32)
        return self._counts.versions[order], order

    def _at(self, versions: Sequence[int]) -> list[int]:
        """The places of those versions that count."""
        ascending, order = self._by_version
        at = ascending.searchsorted(versions)
        return [
            int(order[place])
            for place, n in zip(at.tolist(), versions, strict=True)
            if place < len(ascending) and ascending[place] == n
        ]

    @cached_property
    def _repealed(self) -> dict[int, tuple[Repeal, ...]]:
        return self._counts.repeals()

    @cached_property
    def _newest(self) -> int:
        return int(self._counts.versions.max(initial=0))

    def _article(self, n: int, source: Json) -> Article:
        return article_of(source).repealed(self._repealed.get(n, ()))

    def _sources(self, versions: Sequence[int]) -> dict[int, Json]:
        """The documents of versions."""
        ids = {f"{self._described.collection}-{n}": n for n in versions}
        found = self._connection.documents(self._index, [*ids])
        return {ids[id]: source for id, source in found.items()}

    def _searched(self, body: Json) -> dict[int, Json]:
        """The documents of this collection that a search finds, the best first, by version."""
        (answer,) = self._connection.search([(self._index, body)])
        prefix = f"{self._described.collection}-"
        return {
            int(hit["_id"].removeprefix(prefix)): hit.get("_source", {})
            for hit in answer["hits"]["hits"]
            if hit["_id"].startswith(prefix)
        }

    def _of_file(self, name: str) -> list[int]:
        """The places of the articles of a file with that name, the whole of it first."""
        should = [
            {"term": {"file": {"value": name, "boost": 2.0}}},
            {"wildcard": {"file": {"value": f"*/{literal(name)}", "boost": 1.0}}},
        ]
        body = {"size": MOST_NAMED, "query": {"bool": {"should": should}}, "_source": False}
        return self._at(list(self._searched(body)))


def _ascending(keys: Keys) -> tuple[Keys, Ints]:
    order = np.argsort(keys, kind="stable").astype(np.int32)
    return keys[order], order


def _places(ascending: Keys, order: Ints, name: str) -> list[int]:
    """Where the articles are whose name has this key."""
    if not name:
        return []
    key = np.uint64(key_of(name))
    low, high = ascending.searchsorted(key), ascending.searchsorted(key, side="right")
    return [int(place) for place in order[low:high]]
