"""Which passages lie together in one part of an index?

A generation has a base and perhaps a delta, each a segment: a table of its passages, and the two
indexes over them. Passages that are gone stay in the base and are marked as dead.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.characters import Characters
from retrieval.index.postings.accumulators import Accumulators
from retrieval.index.postings.blocks import Docs
from retrieval.index.postings.npy_file import mapped
from retrieval.index.postings.postings import Postings, frozen
from retrieval.index.postings.vocabulary import Keys
from retrieval.index.types import PARTS, Part

Ints = NDArray[np.int32]

CHARACTERS = "characters"
"""The directory of what a segment's passages consist of."""


@dataclass(frozen=True, eq=False)
class Passages:
    """What each passage is. All arrays are (D,) int32."""

    article: Ints
    """The number of the article's version in the store; ascending."""
    start: Ints
    end: Ints
    date: Ints
    """yyyymmdd of the article, what is unknown as 0; 0 where the year is."""

    def __len__(self) -> int:
        return len(self.article)

    def save(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        for each in fields(self):
            np.save(directory / f"{each.name}.npy", getattr(self, each.name))

    @classmethod
    def open(cls, directory: Path) -> Passages:
        return cls(**{each.name: mapped(directory / f"{each.name}.npy") for each in fields(cls)})


def without(some: Ints, others: Ints) -> Ints:
    """The numbers that are not among the others, in their order; each is there once."""
    return some[~np.isin(some, others, assume_unique=True, kind="table")]


@dataclass(frozen=True, eq=False)
class Dead:
    """The passages of a segment that are gone, and what they took with them."""

    versions: Ints
    """The articles' versions that are gone."""
    docs: Docs
    """Their passages, ascending."""
    places: dict[Part, NDArray[np.int64]]
    """By part: the places of the terms that they held, ascending."""
    counts: dict[Part, NDArray[np.int64]]
    """By part and place: how many of them held the term."""

    @classmethod
    def none(cls) -> Dead:
        nothing = np.empty(0, dtype=np.int64)
        return cls(
            np.empty(0, dtype=np.int32),
            np.empty(0, dtype=np.int32),
            dict.fromkeys(PARTS, nothing),
            dict.fromkeys(PARTS, nothing),
        )

    @classmethod
    def of(cls, versions: Ints, passages: Passages, parts: dict[Part, Postings]) -> Dead:
        """Count what these passages hold."""
        if not len(versions):
            return cls.none()
        docs = np.flatnonzero(np.isin(passages.article, versions)).astype(np.int32)
        places, counts = {}, {}
        for part, postings in parts.items():
            places[part], counts[part] = postings.held_by(docs)
        return cls(versions, docs, places, counts)

    def held(self, part: Part, place: int) -> int:
        """How many of the dead held the term at that place."""
        places = self.places[part]
        found = int(places.searchsorted(place))
        there = found < len(places) and places[found] == place
        return int(self.counts[part][found]) if there else 0

    def save(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        np.save(directory / "versions.npy", self.versions)
        np.save(directory / "docs.npy", self.docs)
        for part in PARTS:
            np.save(directory / f"{part}_places.npy", self.places[part])
            np.save(directory / f"{part}_counts.npy", self.counts[part])

    @classmethod
    def open(cls, directory: Path) -> Dead:
        return cls(
            mapped(directory / "versions.npy"),
            mapped(directory / "docs.npy"),
            {part: mapped(directory / f"{part}_places.npy") for part in PARTS},
            {part: mapped(directory / f"{part}_counts.npy") for part in PARTS},
        )


def _found(
    ascending: NDArray[Any], wanted: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where the wanted ones would be in an array, some place in it, and which are there."""
    place = np.minimum(ascending.searchsorted(wanted), max(0, len(ascending) - 1))
    there = ascending[place] == wanted if len(ascending) else np.zeros(len(wanted), dtype=np.bool_)
    return place, there


@dataclass(frozen=True, eq=False)
class Segment:
    """One table of passages and the two indexes over it."""

    versions: Ints
    """The numbers of the articles' versions, ascending; also those without a passage."""
    passages: Passages
    parts: dict[Part, Postings]
    dead: Dead
    avgdl: dict[Part, float]
    """By part, the mean length that the factors were computed with."""
    first: int = 0
    """The generation's number of the segment's first passage."""
    characters: Characters = field(default_factory=Characters.none)
    """Those of the passages."""

    @cached_property
    def accumulators(self) -> Accumulators:
        """What threads add up in."""
        return Accumulators(len(self.passages), self.dead.docs)

    @cached_property
    def tie_columns(self) -> tuple[NDArray[Any], ...]:
        """(date, article, start) of the passages, for the order of ties."""
        passages = self.passages
        return tuple(map(frozen, (passages.date, passages.article, passages.start)))

    def df(self, part: Part, place: int | None) -> int:
        """How many living passages hold the term at that place; 0 for none."""
        if place is None:
            return 0
        return self.parts[part].of(place).df - self.dead.held(part, place)

    def dfs(self, part: Part, keys: Keys) -> NDArray[np.int64]:
        """(keys,): the df of the term with each key; 0 for none."""
        postings, dead = self.parts[part], self.dead
        if not len(postings.keys):
            return np.zeros(len(keys), dtype=np.int64)
        place, known = _found(postings.keys, keys)
        df = np.where(known, postings.df[place].astype(np.int64), 0)
        gone, held = _found(dead.places[part], place)
        return df - np.where(known & held, dead.counts[part][gone], 0) if len(dead.docs) else df

    def total_length(self, part: Part) -> int:
        """The lengths of the living passages, added up."""
        lengths = self.parts[part].doc_len
        return int(lengths.sum(dtype=np.int64) - lengths[self.dead.docs].sum(dtype=np.int64))

    def save_table(self, directory: Path) -> None:
        """Write the table of passages and the versions; the indexes are there already."""
        self.passages.save(directory)
        np.save(directory / "versions.npy", self.versions)

    @classmethod
    def open(cls, directory: Path, dead: Dead, avgdl: dict[Part, float], first: int) -> Segment:
        parts = {part: Postings.open(directory / part) for part in PARTS}
        versions = mapped(directory / "versions.npy")
        characters = Characters.open(directory / CHARACTERS)
        return cls(versions, Passages.open(directory), parts, dead, avgdl, first, characters)
