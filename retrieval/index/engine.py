"""What does an answer ask of an index? Three things, by size.

``Statistics`` are small and always on this machine; the ``Engine`` finds passages, wherever they
are; ``Articles`` are what they are passages of. An open generation is all three, and never changes:
an answer that keeps to one mixes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.article import Article
from retrieval.corpus.facets import Facts
from retrieval.corpus.versions import Version
from retrieval.index.explanation import Explanation
from retrieval.index.types import Clause, Part, Scores
from retrieval.text.divisions import Division
from retrieval.text.ranges import Range

Docs = NDArray[np.int64]
Ints = NDArray[np.int32]

ANY_DAY = (0, 99_991_231)


@dataclass(frozen=True, slots=True)
class Among:
    """Which passages are looked at. Days are yyyymmdd."""

    sources: tuple[tuple[str, ...], ...] = ()
    """Of each of these the article's source, folded, holds one name."""
    first: int = ANY_DAY[0]
    last: int = ANY_DAY[1]
    """What is dated in part may be of any of its days, and what states no year too."""

    @property
    def anytime(self) -> bool:
        return (self.first, self.last) == ANY_DAY

    @property
    def vague(self) -> tuple[int, int, int]:
        """The dates in part that may be of the first day."""
        return 0, self.first // 10_000 * 10_000, self.first // 100 * 100

    def dated(self, dates: Ints) -> NDArray[np.bool_]:
        """Which of some dates are of these days."""
        return (np.isin(dates, self.vague) | (dates >= self.first)) & (dates <= self.last)

    def named(self, source: str) -> bool:
        """Whether a folded source is one of these."""
        return all(any(name in source for name in names) for names in self.sources)


class Wanted(NamedTuple):
    """One search: the ``k`` best passages by the sum of what the clauses add."""

    clauses: Sequence[Clause]
    k: int
    among: Among | None = None
    """None: all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Passages:
    """Passages that were found, best first, as columns of one length."""

    doc: Docs
    """How the engine numbers them; those of one article ascend in the order of its text."""
    article: Ints
    """The number of the article's version."""
    start: Ints
    end: Ints
    """Where in the article's text they are."""
    date: Ints
    """yyyymmdd of the article, what is unknown as 0; 0 where the year is."""
    score: Scores

    def __len__(self) -> int:
        return len(self.doc)


class Statistics(Protocol):
    """What is counted over all passages."""

    @property
    def passages(self) -> int:
        """N: how many passages there are."""

    def df(self, part: Part, term: str) -> int:
        """How many passages hold a term."""

    def dfs(self, part: Part, terms: Sequence[str]) -> NDArray[np.int64]:
        """(terms,): how many passages hold each."""

    def idf(self, part: Part, term: str) -> float:
        """What a term weighs; 0 for one that no passage holds."""

    def character_idf(self, character: str) -> float:
        """What a single character weighs, of the passages that are likely to hold it."""

    def followers(self, character: str) -> list[str]:
        """The characters that come after one in some bigram, in code order."""


class Engine(Protocol):
    """BM25 over the passages of one generation. Safe to use from any thread.

    Its methods raise ``EngineUnavailable`` where it cannot be reached.
    """

    def search(self, wanted: Sequence[Wanted]) -> list[Passages]:
        """What each search finds; ties in the order that is stated in ``types``."""

    def inside(self, articles: Sequence[int], clauses: Sequence[Clause]) -> Passages:
        """All passages of some versions of articles, whatever they hold, best first."""

    def characters(self, docs: Sequence[int], idfs: Mapping[str, float]) -> Scores:
        """(docs,): BM25 of single characters, each with its idf, in passages with headlines."""

    def around(self, docs: Sequence[int]) -> list[Range]:
        """From where the passage before each starts to where the one after it ends."""

    def explain(self, doc: int, clauses: Sequence[Clause]) -> Explanation:
        """Where the score of one passage comes from; the parts add up to the score."""


class Articles(Protocol):
    """The articles of a collection, by version, id or key."""

    def count(self) -> int:
        """How many there are."""

    def read(self, versions: Sequence[int]) -> list[Article]:
        """These versions, in their order.

        Raises:
            UnknownArticle: there is no such version.
        """

    def get(self, name: str) -> Article:
        """The article with that id or key.

        Raises:
            UnknownArticle: there is none.
        """

    def resolve(self, name: str) -> str | None:
        """The id of the article with that id, key or file name, or None."""

    def articles(self, *, skip: int = 0, most: int | None = None) -> Iterator[Article]:
        """The articles in the order in which they came in; ``most`` of them after ``skip``."""

    def sources(self, most: int) -> list[str]:
        """The sources with the most articles, the largest first."""

    def versions(self, ids: Iterable[str]) -> list[int]:
        """The versions that count now of the articles with these ids; unknown ones are left out."""

    def live(self) -> Ints:
        """The versions that are indexed, ascending."""

    def is_changed(self, n: int) -> bool:
        """Whether version ``n`` took the place of an earlier one of its article."""

    def earlier_text(self, n: int) -> str | None:
        """What the article said before version ``n``; None where that is not kept."""

    def jurisdictions(self, versions: Sequence[int]) -> dict[int, Division]:
        """Where some versions hold, as far as that is known."""

    def reposts(self, n: int) -> int:
        """How many other articles repeat the one with version ``n``."""

    def history(self, name: str) -> list[Version]:
        """The versions of the article with that id or key, the newest first.

        Raises:
            UnknownArticle: there never was one, or the operator removed it.
        """

    def newest(self, most: int) -> Iterator[tuple[Article, str]]:
        """The articles taken in or changed last, the latest first, with that moment (UTC)."""

    def facts(self, versions: Sequence[int]) -> list[Facts]:
        """What some versions can be chosen by, in no order."""


class Generations(Protocol):
    """Where generations are: which one is live, and opening it."""

    def live(self) -> str | None:
        """The name of the live one; None where nothing has been indexed.

        Raises:
            NotIndexed: the index cannot be looked into.
            EngineUnavailable: the cluster does not say.
        """

    def open(self) -> OpenGeneration:
        """Open the live one; an empty one where nothing has been indexed.

        Raises:
            NotIndexed: it is damaged, or missing.
            EngineUnavailable: the cluster does not answer as it should.
        """

    def close(self) -> None:
        """Let go of what all generations share."""


@dataclass(frozen=True, slots=True)
class OpenGeneration:
    """One generation, open."""

    name: str
    """Of the generation; empty where nothing has been indexed."""
    statistics: Statistics
    engine: Engine
    articles: Articles
    close: Callable[[], object]
    """Let go of the generation; what is read from the articles stays open."""
