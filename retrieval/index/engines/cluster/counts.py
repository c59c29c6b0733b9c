"""The statistics of a published generation: a few arrays that lie on every bot's own disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.repeals import Repeal
from retrieval.corpus.roster import Roster
from retrieval.index.generation import Generation
from retrieval.index.postings.bm25 import lucene_idf, spread_df
from retrieval.index.postings.npy_file import mapped
from retrieval.index.postings.vocabulary import CHAR_BITS, HASHED, Keys, key_of, keys_of
from retrieval.index.types import Part

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """T terms of each part, C characters, A articles. Every array is a file of its own."""

    words_keys: Keys
    """(T,) ascending."""
    words_df: Longs
    bigrams_keys: Keys
    bigrams_df: Longs
    characters: Ints
    """(C,) code points, ascending."""
    places: Longs
    """(C,): how often each begins a bigram of a passage."""
    id_keys: Keys
    """(A,) of the articles' ids; articles are in the order in which they came in."""
    key_keys: Keys
    versions: Ints
    """(A,): the version of each that counts."""
    stands_for: Ints
    """(A,): the version of the article that stands for it; its own, where it is no repost."""
    passages: Ints
    """(A,): how many passages it has in the index; 0 for a repost."""
    place: Ints
    """(A,): where it holds, as its place in ``Description.places``; -1 where that is not known."""
    is_changed: NDArray[np.bool_]
    """(A,): whether it took the place of an earlier version."""
    repealed: NDArray[np.uint8]
    """What has repealed which of them, as JSON; see ``repeals``."""

    @classmethod
    def empty(cls) -> Counts:
        """Those of no passages at all."""
        return cls(**{name: np.empty(0, dtype) for name, dtype in DTYPES.items()})

    @classmethod
    def open(cls, directory: Path) -> Counts:
        return cls(**{name: mapped(directory / f"{name}.npy") for name in DTYPES})

    def live(self) -> Ints:
        """The versions that are indexed, ascending."""
        return np.sort(self.versions[self.stands_for == self.versions])

    def repeals(self) -> dict[int, tuple[Repeal, ...]]:
        """By version, what has repealed it."""
        kept = json.loads(self.repealed.tobytes() or b"{}")
        return {int(n): tuple(Repeal(*each) for each in by) for n, by in kept.items()}


DTYPES: dict[str, type[np.generic]] = {
    **{each.name: np.int32 for each in fields(Counts)},
    **dict.fromkeys(("words_keys", "bigrams_keys", "id_keys", "key_keys"), np.uint64),
    **dict.fromkeys(("words_df", "bigrams_df", "places"), np.int64),
    "is_changed": np.bool_,
    "repealed": np.uint8,
}
"""By name of an array, what it consists of."""


def _counted_terms(generation: Generation) -> dict[str, NDArray[Any]]:
    """What ``Counts`` has of the terms of a generation, by name."""
    found: dict[str, NDArray[Any]] = {}
    parts: tuple[Part, Part] = ("words", "bigrams")
    for part in parts:
        keys = generation.keys(part)
        found[f"{part}_keys"] = keys
        found[f"{part}_df"] = generation.dfs_of(part, keys)
    keys = generation.keys("bigrams")
    first = keys[keys < HASHED] >> np.uint64(CHAR_BITS)
    characters = np.unique(first[first > 0]).astype(np.int32)
    places = [generation.places_of(chr(code)) for code in characters.tolist()]
    return {**found, "characters": characters, "places": np.array(places, dtype=np.int64)}


def counts_of(generation: Generation, articles: Roster) -> Counts:
    """The counts of a generation and its articles."""
    sizes = dict(zip(*(each.tolist() for each in generation.sizes()), strict=True))
    passages = [sizes.get(n, 0) for n in articles.versions.tolist()]
    return Counts(
        **_counted_terms(generation),
        id_keys=keys_of(articles.ids),
        key_keys=keys_of(articles.keys),
        versions=articles.versions,
        stands_for=articles.stands_for,
        passages=np.array(passages, dtype=np.int32),
        place=articles.place,
        is_changed=articles.is_changed,
        repealed=packed(articles.repealed),
    )


def packed(repealed: Mapping[int, Sequence[Repeal]]) -> NDArray[np.uint8]:
    """What ``Counts.repeals`` gives, as an array."""
    kept = {n: [astuple(each) for each in by] for n, by in sorted(repealed.items())}
    return np.frombuffer(json.dumps(kept, ensure_ascii=False).encode(), dtype=np.uint8)


class ClusterStatistics:
    """``Statistics`` of a published generation."""

    def __init__(self, counts: Counts, passages: int) -> None:
        self.passages = passages
        self._terms = {
            "words": (counts.words_keys, counts.words_df),
            "bigrams": (counts.bigrams_keys, counts.bigrams_df),
        }
        self._characters, self._places = counts.characters, counts.places

    def df(self, part: Part, term: str) -> int:
        return int(self.dfs(part, [term])[0]) if term else 0

    def dfs(self, part: Part, terms: Sequence[str]) -> Longs:
        keys, df = self._terms[part]
        if not len(keys):
            return np.zeros(len(terms), dtype=np.int64)
        wanted = keys_of(terms)
        at = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
        return np.where(keys[at] == wanted, df[at], 0)

    def idf(self, part: Part, term: str) -> float:
        return lucene_idf(self.passages, self.df(part, term))

    def character_idf(self, character: str) -> float:
        code = ord(character)
        at = int(self._characters.searchsorted(code))
        known = at < len(self._characters) and self._characters[at] == code
        places = int(self._places[at]) if known else 0
        return lucene_idf(self.passages, round(spread_df(self.passages, places)))

    def followers(self, character: str) -> list[str]:
        keys, first = self._terms["bigrams"][0], key_of(character) << CHAR_BITS
        low, high = keys.searchsorted(np.array([first, first + (1 << CHAR_BITS)], np.uint64))
        codes = (keys[low:high] - np.uint64(first)).tolist()
        return [chr(code) for code in codes if code]
