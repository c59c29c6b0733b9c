"""The engines that are compared, each behind the same three verbs.

All of them get the same tokens. Where an engine wants text, a term stands in it as ``t`` and its
number, so that no tokenizer of its own can change what is a term.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from benchmarks.index import ours
from benchmarks.index.collections import Collection
from retrieval.index import kernel
from retrieval.index.scorer import Scorer
from retrieval.index.types import Clause

Question = Sequence[str]


class Engine(Protocol):
    """One way to search."""

    def build(self, collection: Collection, directory: Path) -> None:
        """Index a collection into an empty directory."""

    def open(self, directory: Path) -> None:
        """Make what was built ready for questions."""

    def prepare(self, question: Question) -> Any:
        """The question in the engine's own words; not timed."""

    def search(self, prepared: Any, k: int) -> Any:
        """The engine's own result for the best ``k``."""

    def docs(self, result: Any) -> list[int]:
        """The passages of a result."""


class Wence:
    """This project's index, by numpy or by the compiled loop."""

    scorer: Scorer

    def __init__(self, *, compiled: bool) -> None:
        self._compiled = compiled

    def build(self, collection: Collection, directory: Path) -> None:
        ours.build(collection, directory)

    def open(self, directory: Path) -> None:
        if self._compiled and not kernel.warm():
            raise ImportError("numba")
        self.scorer = ours.open_scorer(directory)

    def prepare(self, question: Question) -> list[Clause]:
        return [Clause("words", term) for term in question]

    def search(self, prepared: list[Clause], k: int) -> Any:
        return self.scorer.search(prepared, k)

    def docs(self, result: Any) -> list[int]:
        return [hit.doc for hit in result]


class RankBM25:
    """rank-bm25 as it comes. It keeps nothing on disk."""

    model: Any

    def build(self, collection: Collection, directory: Path) -> None:
        from rank_bm25 import BM25Okapi

        self.model = BM25Okapi(list(collection.passages()))
        self._numbers = range(len(collection))

    def open(self, directory: Path) -> None:
        pass

    def prepare(self, question: Question) -> list[str]:
        return list(question)

    def search(self, prepared: list[str], k: int) -> Any:
        return self.model.get_top_n(prepared, self._numbers, n=k)

    def docs(self, result: Any) -> list[int]:
        return list(result)

    def scores(self, question: Question, idf: str) -> Any:
        """(passages,) by rank-bm25's own idf, or by Lucene's put in its place."""
        kept = self.model.idf
        if idf == "lucene":
            self.model.idf = {term: self._lucene(term) for term in question}
        found = self.model.get_scores(question)
        self.model.idf = kept
        return found

    def _lucene(self, term: str) -> float:
        df = sum(1 for frequencies in self.model.doc_freqs if term in frequencies)
        n = self.model.corpus_size
        return math.log(1 + (n - df + 0.5) / (df + 0.5)) if df else 0.0


class BM25S:
    """bm25s with its scores in sparse columns, by numpy or by numba."""

    def __init__(self, *, backend: str) -> None:
        self._backend = backend

    def build(self, collection: Collection, directory: Path) -> None:
        import bm25s

        bounds = collection.bounds.tolist()
        ids = collection.ids.tolist()
        documents = [ids[start:end] for start, end in pairwise(bounds)]
        vocabulary = {term: number for number, term in enumerate(collection.terms)}
        model = bm25s.BM25(method="lucene", k1=1.5, b=0.75, backend=self._backend)
        model.index((documents, vocabulary), show_progress=False)
        model.save(str(directory))

    def open(self, directory: Path) -> None:
        import bm25s

        self._model = bm25s.BM25.load(str(directory), mmap=True)
        self._model.backend = self._backend
        if self._backend == "numba":
            self._model.activate_numba_scorer()

    def prepare(self, question: Question) -> list[list[str]]:
        known = self._model.vocab_dict
        return [[term for term in question if term in known]]

    def search(self, prepared: list[list[str]], k: int) -> Any:
        if not prepared[0]:
            return None
        return self._model.retrieve(prepared, k=k, show_progress=False, n_threads=0)

    def docs(self, result: Any) -> list[int]:
        return [int(doc) for doc in result.documents[0]] if result else []


class Tantivy:
    """tantivy through its Python package; k1 and b are its own (1.2, 0.75)."""

    def build(self, collection: Collection, directory: Path) -> None:
        import tantivy

        index = tantivy.Index(self._schema(), path=str(directory))
        writer = index.writer(heap_size=500_000_000, num_threads=1)
        for number, (start, end) in enumerate(pairwise(collection.bounds.tolist())):
            text = " ".join(map("t{}".format, collection.ids[start:end].tolist()))
            writer.add_document(tantivy.Document(number=number, text=[text]))
        writer.commit()
        writer.wait_merging_threads()
        _save_terms(collection, directory)

    def open(self, directory: Path) -> None:
        import tantivy

        index = tantivy.Index.open(str(directory))
        index.reload()
        self._searcher = index.searcher()
        self._fields = self._schema()
        self._numbers = _load_terms(directory)

    def prepare(self, question: Question) -> Any:
        import tantivy

        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._fields, "text", f"t{number}"))
            for number in (self._numbers.get(term) for term in question)
            if number is not None
        ]
        return tantivy.Query.boolean_query(parts)

    def search(self, prepared: Any, k: int) -> Any:
        return self._searcher.search(prepared, k)

    def docs(self, result: Any) -> list[int]:
        return [self._searcher.doc(address)["number"][0] for _, address in result.hits]

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("number", stored=True)
        builder.add_text_field("text", tokenizer_name="default", index_option="freq")
        return builder.build()


class FTS5:
    """SQLite's full-text index, ranked by its bm25() (1.2, 0.75)."""

    def build(self, collection: Collection, directory: Path) -> None:
        connection = sqlite3.connect(directory / "fts.db")
        connection.execute(
            "CREATE VIRTUAL TABLE passages USING fts5(text, content='', tokenize='ascii')"
        )
        rows = (
            (number + 1, " ".join(map("t{}".format, collection.ids[start:end].tolist())))
            for number, (start, end) in enumerate(pairwise(collection.bounds.tolist()))
        )
        with connection:
            connection.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", rows)
        with connection:
            connection.execute("INSERT INTO passages (passages) VALUES ('optimize')")
        connection.close()
        _save_terms(collection, directory)

    def open(self, directory: Path) -> None:
        self._path = directory / "fts.db"
        self._connection = sqlite3.connect(self._path, check_same_thread=False)
        self._numbers = _load_terms(directory)

    def prepare(self, question: Question) -> str:
        return " OR ".join(f"t{self._numbers[term]}" for term in question if term in self._numbers)

    def search(self, prepared: str, k: int) -> Any:
        if not prepared:
            return []
        return self._connection.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
            (prepared, k),
        ).fetchall()

    def docs(self, result: Any) -> list[int]:
        return [row[0] - 1 for row in result]


ENGINES: dict[str, Any] = {
    "rank-bm25": RankBM25,
    "SQLite FTS5": FTS5,
    "tantivy": Tantivy,
    "bm25s numpy": lambda: BM25S(backend="numpy"),
    "bm25s numba": lambda: BM25S(backend="numba"),
    "wence numpy": lambda: Wence(compiled=False),
    "wence numba": lambda: Wence(compiled=True),
}
"""In the order of the table."""


def _save_terms(collection: Collection, directory: Path) -> None:
    np.save(directory / "terms.npy", np.array("\n".join(collection.terms)))


def _load_terms(directory: Path) -> dict[str, int]:
    terms = str(np.load(directory / "terms.npy")).split("\n")
    return {term: number for number, term in enumerate(terms)}
