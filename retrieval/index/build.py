"""How does a collection become a generation?

The store gives each article's passages and the numbers of their terms, so building tokenises
nothing; bigrams are taken from the folded text. The new generation is written beside the others,
made durable, and named in ``CURRENT``: killed at any instant, the old one is still there, whole.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.store import IndexedArticle, Store
from retrieval.errors import NotIndexed, WenceError
from retrieval.home import Home
from retrieval.index.bulk_bigrams import BigramIds
from retrieval.index.generation import LEASE, Generation, current, remove_old
from retrieval.index.inversion import Inverter
from retrieval.index.manifest import Manifest, SegmentFacts, write_current
from retrieval.index.postings import Postings
from retrieval.index.recipe import Recipe
from retrieval.index.seam import PARTS, Part
from retrieval.index.segment import Dead, Passages, Segment
from retrieval.index.vocabulary import keys_of
from retrieval.text.fold import fold_text
from retrieval.text.lexicon import Lexicon

OnProgress = Callable[[str, int, int | None], None]

BATCH = 4096
"""Articles that are inverted together."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def silent(stage: str, done: int, total: int | None) -> None:
    """Report no progress."""


def build(
    store: Store,
    home: Home,
    lexicon: Lexicon,
    *,
    recipe: Recipe | None = None,
    on_progress: OnProgress = silent,
) -> str:
    """Build a generation from what the store holds, and make it the live one.

    Whoever calls holds the writer's lock.

    Returns: the new generation's name.

    Raises:
        WenceError: the disk is full or does not allow it.
    """
    recipe = recipe or Recipe()
    home.create()
    remove_old(home)
    name = _next_name(home)
    new = home.index / f"{name}.new"
    shutil.rmtree(new, ignore_errors=True)
    try:
        segment, articles, newest = collect(store, recipe, on_progress)
        segment.save(new / "base")
        _complete(new, segment, lexicon, recipe, articles, newest)
        new.rename(home.index / name)
        write_current(home.current, name)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise WenceError(
            f"The index cannot be written to {home.index} ({error.strerror}): "
            "make room there, then run `wence reindex --stored`."
        ) from error
    remove_old(home)
    return name


def is_current(store: Store, home: Home, lexicon: Lexicon, recipe: Recipe | None = None) -> bool:
    """Does the live generation hold what a build would give now?"""
    if current(home) is None:
        return store.count() == 0
    try:
        generation = Generation.open(home)
    except NotIndexed:
        return False
    manifest = generation.manifest
    same = manifest.lexicon == lexicon.fingerprint and manifest.recipe == (recipe or Recipe())
    found = same and np.array_equal(generation.versions(), store.live())
    generation.close()
    return found


def _complete(
    new: Path, segment: Segment, lexicon: Lexicon, recipe: Recipe, articles: int, newest: int
) -> None:
    facts = SegmentFacts("base", len(segment.passages), 0, segment.avgdl)
    (new / LEASE).touch()
    Manifest(
        lexicon=lexicon.fingerprint,
        recipe=recipe,
        articles=articles,
        newest=newest,
        segments=(facts,),
        totals={part: segment.total_length(part) for part in PARTS},
        files={},
    ).write(new)


def collect(
    store: Store, recipe: Recipe, on_progress: OnProgress = silent, *, after: int = 0
) -> tuple[Segment, int, int]:
    """A segment of all articles newer than version ``after``; how many, and the newest version."""
    collector = _Collector(recipe)
    total = None if after else store.count()
    done = newest = 0
    for batch in _batches(store.indexed(after)):
        collector.add(batch)
        done += len(batch)
        newest = batch[-1].n
        on_progress("indexing", done, total)
    return collector.segment(store.terms), done, newest


class _Collector:
    """Gathers batches of articles, for the table of passages and for both indexes."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._versions: list[int] = []
        self._tables: list[NDArray[np.int32]] = []
        self._words = Inverter()
        self._bigrams = Inverter()
        self._bigram_ids = BigramIds()

    def add(self, articles: list[IndexedArticle]) -> None:
        self._versions += [article.n for article in articles]
        passages = sum(len(article.passages) for article in articles)
        if not passages:
            return
        self._tables.append(np.concatenate([_rows(article) for article in articles]))
        self._words.add(*_words_of(articles, self._recipe.headline), passages)
        self._bigrams.add(*self._bigrams_of(articles), passages)

    def segment(self, terms: Callable[[], list[str]]) -> Segment:
        """The segment of all articles so far. ``terms`` gives the store's vocabulary."""
        table = np.concatenate([np.empty((0, 4), dtype=np.int32), *self._tables])
        passages = Passages(*(np.ascontiguousarray(column) for column in table.T))
        names = terms()
        recipe = self._recipe
        words = self._words.finish(
            lambda ids: keys_of(names[i] for i in ids.tolist()), k1=recipe.k1, b=recipe.b
        )
        bigrams = self._bigrams.finish(
            self._bigram_ids.keys, k1=recipe.bigrams_k1, b=recipe.bigrams_b
        )
        avgdl: dict[Part, float] = {"words": words.avgdl, "bigrams": bigrams.avgdl}
        versions = np.array(self._versions, dtype=np.int32)
        parts: dict[Part, Postings] = {"words": words, "bigrams": bigrams}
        return Segment(versions, passages, parts, Dead.none(), avgdl)

    def _bigrams_of(
        self, articles: list[IndexedArticle]
    ) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        texts: list[str] = []
        for article in articles:
            headline = (
                ("\n" + fold_text(article.title)) * self._recipe.headline if article.title else ""
            )
            folded = fold_text(article.text)
            texts += [folded[start:end] + headline for start, end in article.passages.tolist()]
        return self._bigram_ids.of(texts)


def _rows(article: IndexedArticle) -> NDArray[np.int32]:
    """(p, 4): what ``Passages`` keeps of each passage."""
    rows = np.empty((len(article.passages), 4), dtype=np.int32)
    rows[:, 0] = article.n
    rows[:, 1:3] = article.passages
    rows[:, 3] = date_key(article.date)
    return rows


def _words_of(
    articles: list[IndexedArticle], headline: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The terms of all passages, each passage's headline among them, and whose they are."""
    words = np.concatenate([article.words for article in articles])
    sizes = np.concatenate([np.diff(article.bounds) for article in articles])
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
    )


def date_key(date: str | None) -> int:
    """yyyymmdd for comparing, what is unknown as 0; 0 where the year is."""
    found = _DATE.match(date or "")
    if not found:
        return 0
    year, month, day = (int(part or 0) for part in found.groups())
    return year * 10_000 + month * 100 + day


def _batches(articles: Iterable[IndexedArticle]) -> Iterator[list[IndexedArticle]]:
    iterator = iter(articles)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _next_name(home: Home) -> str:
    numbers = [int(path.name[1:7]) for path in home.index.glob("g[0-9][0-9][0-9][0-9][0-9][0-9]*")]
    return f"g{max(numbers, default=0) + 1:06}"
