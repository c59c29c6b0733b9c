"""How is the collection written? One batch, one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from retrieval.corpus.dedup.clusters import fold_reposts
from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.article_versions import ArticleVersions
from retrieval.corpus.ingest.corrections import Corrections, Table, names_in
from retrieval.corpus.ingest.files.remembered import RememberedFiles
from retrieval.corpus.ingest.identity.identities import Identities, Place
from retrieval.corpus.ingest.refusals import Refusals
from retrieval.corpus.ingest.term_numbers import TermNumbers
from retrieval.corpus.ingest.tokenisation import Tokenised
from retrieval.corpus.repeals import decide
from retrieval.corpus.statements import Statements
from retrieval.corpus.store import Store


class CollectionWriter:
    """Writes to a store whose home's writer's lock is held; each table has its own part."""

    def __init__(self, store: Store) -> None:
        self._statements = statements = Statements(store.connection)
        self.files = RememberedFiles(statements)
        self.corrections = Corrections(statements)
        self.identities = Identities(statements)
        self.refusals = Refusals(statements)
        self.versions = ArticleVersions(statements)
        self.terms = TermNumbers(statements, store.terms())

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """One transaction; new terms and the sources' bytes are written with it."""
        with self._statements.transaction():
            yield
            self.versions.flush()
            self.terms.flush()

    def add(self, place: Place, draft: Draft, tokens: Tokenised, raw: bytes) -> int:
        """A new article; its number."""
        article = self.identities.claim()
        n = self.versions.add(article, 1, draft, tokens, raw)
        self.identities.add(article, draft.id, place, n)
        return article

    def change(self, article: int, draft: Draft, tokens: Tokenised, raw: bytes) -> None:
        """A new version of the article, which counts once its file is published."""
        version = self.versions.last(article) + 1
        n = self.versions.add(article, version, draft, tokens, raw)
        self.identities.set_next(article, n)

    def inherit(self, newcomer: int, heir: int) -> None:
        """The newcomer was a new version of the heir, whose id and key stay."""
        self.versions.append(newcomer, heir)
        self.identities.pass_on(newcomer, heir)

    def move_file(self, file: int, root: int | None, path: bytes, name: str) -> None:
        """The file is there now; what the operator corrected goes along."""
        old = self.files.move(file, root, path, name)
        if old != path:
            self.corrections.move(old, path)

    def correct(self, table: Table) -> None:
        """Remember a table of corrections; the files that it is about are understood again."""
        for path in self.corrections.learn(table):
            file = self.files.holding(path)
            if file is not None:
                self.files.set_unread(file)
                self.identities.forget_sources(file)
                for name in names_in(path):
                    self.identities.forget_line(file, os.fsdecode(name))

    def fold_reposts(self) -> int:
        """Let one article stand for its reposts; how many are folded into others now."""
        return fold_reposts(self._statements)

    def decide(self, by: str, id: str, holds: bool) -> None:
        """Keep what the operator says of a repeal."""
        decide(self._statements, by, id, holds)

    def set_fact(self, name: str, value: str) -> None:
        """A fact about the collection itself, see ``Store.fact``."""
        self._statements.run(
            "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", name, value
        )
