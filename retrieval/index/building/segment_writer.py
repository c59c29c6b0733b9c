"""What does the store give to an index?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.indexed import IndexedArticle
from retrieval.corpus.store import Store
from retrieval.index.building.bulk_bigrams import BigramIds
from retrieval.index.building.inverter import Inverter
from retrieval.index.characters import Characters, CharactersWriter
from retrieval.index.params import IndexParams
from retrieval.index.postings.postings import Postings
from retrieval.index.postings.vocabulary import Keys, keys_of
from retrieval.index.segment import CHARACTERS, Dead, Passages, Segment
from retrieval.index.types import PARTS, Part
from retrieval.text.fold import fold_headlines, fold_text

OnProgress = Callable[[str, int, int | None], None]

BATCH = 1024
"""Articles that are inverted together."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def silent(stage: str, done: int, total: int | None) -> None:
    """Report no progress."""


def write_segment(
    store: Store,
    versions: NDArray[np.int32],
    params: IndexParams,
    directory: Path,
    *,
    beside: Segment | None = None,
    on_progress: OnProgress = silent,
) -> Segment:
    """A segment of these versions of articles, written to a directory.

    Args:
        versions: ascending; all of them are live.
        directory: is made. Each index is written as soon as it is complete, and mapped from there.
        beside: the segment that it will stand beside; its living passages count for avgdl.
    """
    done = 0
    with closing(_SegmentWriter(params, directory)) as writer:
        if len(versions):
            for batch in _batches(store.indexed(int(versions[0]) - 1), set(versions.tolist())):
                writer.add(batch)
                done += len(batch)
                on_progress("indexing", done, len(versions))
        return writer.segment(store.terms, beside)


class _SegmentWriter:
    """Gathers batches of articles: for the table of passages, their characters and both indexes.

    Each index, and the characters, are gathered by a thread, while this one reads the next batch:
    sorting and most else that numpy does runs without the interpreter's lock.
    """

    def __init__(self, params: IndexParams, directory: Path) -> None:
        self._params = params
        self._directory = directory
        self._characters = CharactersWriter(directory / CHARACTERS)
        self._versions: list[int] = []
        self._tables: list[NDArray[np.int32]] = []
        self._inverters: dict[Part, Inverter] = {part: Inverter(directory) for part in PARTS}
        self._bigram_ids = BigramIds()
        self._threads = ThreadPoolExecutor(3)
        self._at_work: list[Future[None]] = []

    def add(self, articles: list[IndexedArticle]) -> None:
        self._versions += [article.n for article in articles]
        if not any(len(article.passages) for article in articles):
            return
        titled, headed = self._folded(articles)
        self._tables.append(np.concatenate([_rows(article) for article in articles]))
        self.wait()
        self._at_work = [
            self._threads.submit(self._add_words, articles),
            self._threads.submit(self._add_bigrams, titled),
            self._threads.submit(self._characters.add, headed),
        ]

    def wait(self) -> None:
        """Until the threads have done what was given to them."""
        while self._at_work:
            self._at_work.pop().result()

    def close(self) -> None:
        self._threads.shutdown()
        for inverter in self._inverters.values():
            inverter.close()
        self._characters.close()

    def _add_words(self, articles: list[IndexedArticle]) -> None:
        ids, docs, passages = _words_of(articles, self._params.headline)
        self._inverters["words"].add(ids, docs, passages)

    def _add_bigrams(self, texts: list[str]) -> None:
        self._inverters["bigrams"].add(*self._bigram_ids.of(texts), len(texts))

    def segment(self, terms: Callable[[], list[str]], beside: Segment | None) -> Segment:
        """The segment of all articles so far. ``terms`` gives the store's vocabulary."""
        self.wait()
        self._characters.save()
        directory = self._directory
        table = np.concatenate([np.empty((0, 4), dtype=np.int32), *self._tables])
        passages = Passages(*(np.ascontiguousarray(column) for column in table.T))
        names = terms()

        def words_keys(ids: NDArray[np.uint64]) -> Keys:
            return keys_of(names[i] for i in ids.tolist())

        avgdl = {part: self._avgdl(part, beside) for part in PARTS}
        keys = {"words": words_keys, "bigrams": self._bigram_ids.keys}
        parts: dict[Part, Postings] = {}
        for part in PARTS:
            k1, b = self._params.k1_of(part), self._params.b_of(part)
            parts[part] = self._inverters[part].finish(
                keys[part], avgdl=avgdl[part], k1=k1, b=b, directory=directory / part
            )
        versions = np.array(self._versions, dtype=np.int32)
        characters = Characters.open(directory / CHARACTERS)
        segment = Segment(versions, passages, parts, Dead.none(), avgdl, characters=characters)
        segment.save_table(directory)
        return segment

    def _avgdl(self, part: Part, beside: Segment | None) -> float:
        """The mean length over these passages and the living ones of the other segment."""
        inverter = self._inverters[part]
        total, passages = inverter.total_length, inverter.passages
        if beside:
            total += beside.total_length(part)
            passages += len(beside.passages) - len(beside.dead.docs)
        return total / max(1, passages) or 1.0

    def _folded(self, articles: list[IndexedArticle]) -> tuple[list[str], list[str]]:
        """The passages, folded: each with its title behind it, and with all headlines above it."""
        titled: list[str] = []
        headed: list[str] = []
        for article in articles:
            title, folded = fold_headlines(article.title or ""), fold_text(article.text)
            behind = ("\n" + title) * self._params.headline if title else ""
            above = fold_headlines(article.headlines) + "\n"
            passages = [folded[start:end] for start, end in article.passages.tolist()]
            titled += [passage + behind for passage in passages]
            headed += [above + passage for passage in passages]
        return titled, headed


def _rows(article: IndexedArticle) -> NDArray[np.int32]:
    """(p, 4): what ``Passages`` keeps of each passage."""
    rows = np.empty((len(article.passages), 4), dtype=np.int32)
    rows[:, 0] = article.n
    rows[:, 1:3] = article.passages
    rows[:, 3] = date_key(article.date)
    return rows


def _words_of(
    articles: list[IndexedArticle], headline: int
) -> tuple[NDArray[np.int32], NDArray[np.int64], int]:
    """The terms of all passages, with their headlines'; each one's passage; how many there are."""
    words = np.concatenate([article.words for article in articles])
    sizes = _sizes([article.bounds for article in articles])
    passages = len(sizes)
    counts = np.array([len(article.passages) for article in articles])
    heads = np.array([len(article.headline) for article in articles])
    flat = np.concatenate([article.headline for article in articles])
    offsets = np.repeat(np.cumsum(heads) - heads, counts)
    lengths = np.repeat(heads, counts)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    repeated = flat[np.repeat(offsets, lengths) + within]
    docs = np.repeat(np.arange(passages), sizes)
    head_docs = np.repeat(np.arange(passages), lengths)
    return (
        np.concatenate([words, *[repeated] * headline]),
        np.concatenate([docs, *[head_docs] * headline]),
        passages,
    )


def _sizes(bounds: list[NDArray[np.int32]]) -> NDArray[np.int32]:
    """How far each bound is from the one before it, article by article."""
    last = np.cumsum([len(each) for each in bounds])[:-1] - 1
    return np.delete(np.diff(np.concatenate(bounds)), last)


def date_key(date: str | None) -> int:
    """yyyymmdd for comparing, what is unknown as 0; 0 where the year is."""
    found = _DATE.match(date or "")
    if not found:
        return 0
    year, month, day = (int(part or 0) for part in found.groups())
    return year * 10_000 + month * 100 + day


def _batches(
    articles: Iterable[IndexedArticle], wanted: set[int]
) -> Iterator[list[IndexedArticle]]:
    iterator = (article for article in articles if article.n in wanted)
    while batch := list(islice(iterator, BATCH)):
        yield batch
