"""Articles in the cluster: every version by its number, and which versions count by the counts."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from retrieval.corpus.article import Article
from retrieval.corpus.columns import fields_of, row_of
from retrieval.errors import UnknownArticle
from retrieval.index.engines.cluster.cache import Cache
from retrieval.index.engines.cluster.connection import Connection
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


def as_source(article: Article) -> dict[str, Any]:
    """The document of one version of an article."""
    outline = article.packed_outline
    return {
        "id": article.id,
        "key": article.key,
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
            found = self._asked(missing[first : first + AT_ONCE])
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

    def jurisdictions(self, versions: Sequence[int]) -> dict[int, Division]:
        at = self._at(versions)
        held = {int(self._counts.versions[place]): int(self._counts.place[place]) for place in at}
        return {
            n: Division(*self._described.places[held[n]]) for n in versions if held.get(n, -1) >= 0
        }

    def reposts(self, n: int) -> int:
        stands = self._stands_for
        low, high = stands.searchsorted([n, n + 1])
        return max(0, int(high - low) - 1)

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

    def _asked(self, versions: Sequence[int]) -> dict[int, Article]:
        ids = {f"{self._described.collection}-{n}": n for n in versions}
        found = self._connection.documents(self._index, [*ids])
        return {ids[id]: article_of(source) for id, source in found.items()}

    def _of_file(self, name: str) -> list[int]:
        """The places of the articles of a file with that name, the whole of it first."""
        should = [
            {"term": {"file": {"value": name, "boost": 2.0}}},
            {"wildcard": {"file": {"value": f"*/{_literal(name)}", "boost": 1.0}}},
        ]
        body = {"size": MOST_NAMED, "query": {"bool": {"should": should}}, "_source": False}
        (answer,) = self._connection.search([(self._index, body)])
        prefix = f"{self._described.collection}-"
        ids = [hit["_id"] for hit in answer["hits"]["hits"]]
        return self._at([int(id.removeprefix(prefix)) for id in ids if id.startswith(prefix)])


def _literal(name: str) -> str:
    """A name in which nothing is a wildcard."""
    return "".join(f"\\{char}" if char in "*?\\" else char for char in name)


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
