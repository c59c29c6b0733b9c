"""Which index answers now? The live generation; an empty one where nothing has been indexed."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import NotIndexed
from retrieval.home import Home
from retrieval.index.directories import current, let_go, take_lease
from retrieval.index.explanation import Explanation
from retrieval.index.manifest import Manifest
from retrieval.index.params import IndexParams
from retrieval.index.postings.blocks import Docs
from retrieval.index.postings.bm25 import lucene_idf, spread_df
from retrieval.index.postings.vocabulary import CHAR_BITS, Keys, key_of
from retrieval.index.scorer import Scorer
from retrieval.index.segment import Dead, Segment, without
from retrieval.index.types import PARTS, Clause, Hit, Part, Scores

BASE, DELTA, DEAD = "base", "delta", "dead"
EMPTY = Manifest(
    lexicon="", params=IndexParams(), articles=0, totals=dict.fromkeys(PARTS, 0), files={}
)
ATTEMPTS = 5
"""How often opening is tried again because the generation was replaced meanwhile."""


@dataclass(frozen=True, slots=True)
class PassageRef:
    """A passage: ``store.article(article).text[start:end]``."""

    article: int
    start: int
    end: int


class Generation:
    """Both indexes over the passages of a collection. Immutable; safe to use from any thread."""

    def __init__(self, name: str, manifest: Manifest, segments: Sequence[Segment]) -> None:
        self.name = name
        self.manifest = manifest
        self.scorer = Scorer(segments, manifest.params, manifest.totals)
        self.words = PartIndex(self.scorer, "words")
        self.bigrams = PartIndex(self.scorer, "bigrams")
        self._release: Callable[[], object] = int

    @classmethod
    def open(cls, home: Home) -> Generation:
        """The live generation; an empty one where nothing has been indexed.

        Raises:
            NotIndexed: its files are missing or damaged.
        """
        for _ in range(ATTEMPTS):
            name = current(home)
            if name is None:
                return cls("", EMPTY, [])
            try:
                return cls._open(home, home.index / name)
            except NotIndexed:
                if current(home) == name:
                    raise
        raise NotIndexed("index_changing", path=str(home.index))

    @classmethod
    def _open(cls, home: Home, directory: Path) -> Generation:
        lease = take_lease(directory)
        try:
            manifest = Manifest.read(directory)
            generation = cls(directory.name, manifest, _segments(directory, manifest))
        except (OSError, ValueError) as error:
            os.close(lease)
            raise NotIndexed("index_damaged", path=str(directory)) from error
        except NotIndexed:
            os.close(lease)
            raise
        generation._release = weakref.finalize(generation, let_go, lease, home, directory)
        return generation

    def close(self) -> None:
        """Let go of the lease; the last reader of a generation that was replaced removes it.

        What is forgotten without being closed lets go by itself.
        """
        self._release()

    def __len__(self) -> int:
        """How many passages there are."""
        return self.scorer.n

    def search(self, clauses: Sequence[Clause], k: int) -> list[Hit]:
        """The ``k`` best passages by the sum of what the clauses add; exact, ties as stated.

        Words and bigrams are added up passage by passage, whatever their number.
        """
        return self.scorer.search(clauses, k)

    def best(self, clauses: Sequence[Clause], k: int) -> tuple[Docs, Scores]:
        """The same as arrays."""
        docs, scores = self.scorer.best(clauses, k)
        some = np.count_nonzero(scores)
        return docs[:some], scores[:some]

    def scores_of(
        self, docs: Sequence[int] | Docs, clauses: Sequence[Clause]
    ) -> NDArray[np.float64]:
        """(docs, clauses): what each clause adds to each of these passages."""
        return self.scorer.scores_of(np.asarray(docs, dtype=np.int32), clauses)

    def explain(self, doc: int, clauses: Sequence[Clause]) -> Explanation:
        """Where the score of one passage comes from; the parts add up to the score."""
        return self.scorer.explain(doc, clauses)

    def passage(self, doc: int) -> PassageRef:
        """The article's version and the range of one passage."""
        (article,), (start,), (end,) = (
            column([doc]) for column in (self.article, self.start, self.end)
        )
        return PassageRef(int(article), int(start), int(end))

    def article(self, docs: Sequence[int] | Docs) -> NDArray[np.int32]:
        """The numbers of the articles' versions that these passages are of."""
        return self._field(docs, lambda segment: segment.passages.article)

    def start(self, docs: Sequence[int] | Docs) -> NDArray[np.int32]:
        """Where these passages start in their articles' texts."""
        return self._field(docs, lambda segment: segment.passages.start)

    def end(self, docs: Sequence[int] | Docs) -> NDArray[np.int32]:
        """Where these passages end in their articles' texts."""
        return self._field(docs, lambda segment: segment.passages.end)

    def date(self, docs: Sequence[int] | Docs) -> NDArray[np.int32]:
        """The dates of these passages' articles: yyyymmdd, what is unknown as 0."""
        return self._field(docs, lambda segment: segment.passages.date)

    def versions(self) -> NDArray[np.int32]:
        """The numbers of all articles' versions in here, ascending."""
        living = [
            without(segment.versions, segment.dead.versions) for segment in self.scorer.segments
        ]
        return np.sort(np.concatenate([np.empty(0, dtype=np.int32), *living]))

    def sizes(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The versions that have passages, ascending, and how many each has."""
        living = [
            np.delete(segment.passages.article, segment.dead.docs)
            for segment in self.scorer.segments
        ]
        return np.unique(np.concatenate([np.empty(0, dtype=np.int32), *living]), return_counts=True)

    def passages_of(self, article: int) -> Docs:
        """The docs of one version of an article, in the order of its text."""
        found = [np.empty(0, dtype=np.int32)]
        for segment in self.scorer.segments:
            first, last = np.searchsorted(segment.passages.article, [article, article + 1])
            docs = np.arange(first, last, dtype=np.int32)
            found.append(docs[~np.isin(docs, segment.dead.docs)] + np.int32(segment.first))
        return np.concatenate(found)

    def character_idf(self, character: str) -> float:
        """Lucene's idf of a single character, of the passages that are likely to hold it.

        The postings of bigrams tell how often it begins one; these places are taken to be spread
        over the passages at random.
        """
        return lucene_idf(len(self), round(spread_df(len(self), self.places_of(character))))

    def places_of(self, character: str) -> int:
        """How often a character begins a bigram of a passage."""
        first = key_of(character) << CHAR_BITS
        places = 0
        for segment in self.scorer.segments:
            postings = segment.parts["bigrams"]
            edges = np.array([first, first + (1 << CHAR_BITS)], np.uint64)
            low, high = postings.keys.searchsorted(edges)
            places += int(postings.df[low:high].sum(dtype=np.int64))
        return places

    def keys(self, part: Part) -> Keys:
        """The keys of all terms of a part, ascending."""
        found = [segment.parts[part].keys for segment in self.scorer.segments]
        return np.unique(np.concatenate([np.empty(0, dtype=np.uint64), *found]))

    def dfs_of(self, part: Part, keys: Keys) -> NDArray[np.int64]:
        """(keys,): how many passages hold the term with each key."""
        found = np.zeros(len(keys), dtype=np.int64)
        for segment in self.scorer.segments:
            found += segment.dfs(part, keys)
        return found

    def character_scores(
        self, docs: Sequence[int] | Docs, characters: Mapping[str, float]
    ) -> NDArray[np.float64]:
        """(docs,): BM25 of single characters in passages, with their headlines.

        Args:
            characters: the idf of each; the lengths are those of the bigrams.
        """
        return self.scorer.character_scores(np.asarray(docs, dtype=np.int32), characters)

    def followers(self, character: str) -> list[str]:
        """The characters that come after one in some bigram, in code order."""
        first = key_of(character) << CHAR_BITS
        found: set[int] = set()
        for segment in self.scorer.segments:
            keys = segment.parts["bigrams"].keys
            low, high = keys.searchsorted(np.array([first, first + (1 << CHAR_BITS)], np.uint64))
            found.update((keys[low:high] - np.uint64(first)).tolist())
        return [chr(code) for code in sorted(found) if code]

    def _field(
        self, docs: Sequence[int] | Docs, column: Callable[[Segment], NDArray[np.int32]]
    ) -> NDArray[np.int32]:
        return self.scorer.field(np.asarray(docs, dtype=np.int32), column)


class PartIndex:
    """One of the two indexes of a generation, as an ``Index``."""

    def __init__(self, scorer: Scorer, part: Part) -> None:
        self._scorer = scorer
        self._part = part

    def __len__(self) -> int:
        return self._scorer.n

    def search(self, terms: Sequence[str], k: int) -> list[Hit]:
        return self._scorer.search(self._clauses(terms), k)

    def scores(self, terms: Sequence[str]) -> Scores:
        return self._scorer.all_scores(self._clauses(terms))

    def df(self, term: str) -> int:
        return self._scorer.term(self._part, term).df

    def dfs(self, terms: Sequence[str]) -> NDArray[np.int64]:
        """(terms,): how many passages hold each."""
        return self._scorer.dfs(self._part, terms)

    def idf(self, term: str) -> float:
        return self._scorer.term(self._part, term).idf

    def explain(self, doc: int, terms: Sequence[str]) -> Explanation:
        return self._scorer.explain(doc, self._clauses(terms))

    def _clauses(self, terms: Sequence[str]) -> list[Clause]:
        return [Clause(self._part, term) for term in terms]


def _segments(directory: Path, manifest: Manifest) -> list[Segment]:
    segments: list[Segment] = []
    first = 0
    for facts in manifest.segments:
        marked = facts.directory == BASE and (directory / DEAD).is_dir()
        dead = Dead.open(directory / DEAD) if marked else Dead.none()
        segments.append(Segment.open(directory / facts.directory, dead, facts.avgdl, first))
        first += facts.passages
    return segments
