"""How do files become articles? Read, compared with what is kept, and written in batches."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.corpus.article import Article
from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.corrections import is_table, read_table
from retrieval.corpus.ingest.files.parts import Part
from retrieval.corpus.ingest.files.reading import End, Item, Reading, events
from retrieval.corpus.ingest.files.remembered import FileRow
from retrieval.corpus.ingest.files.scan import Found, Scan, below, scan, shown
from retrieval.corpus.ingest.identity.inheritance import inherit
from retrieval.corpus.ingest.identity.resolution import IdentityResolver
from retrieval.corpus.ingest.preparation import Prepared
from retrieval.corpus.ingest.refusals import Look
from retrieval.corpus.ingest.renewal import BATCH_ITEMS, OnProgress, retokenise
from retrieval.corpus.ingest.report import Remark, Report
from retrieval.corpus.ingest.workers import prepare_all
from retrieval.corpus.readers import kind_of
from retrieval.corpus.readers.paged import recognition
from retrieval.corpus.store import Store
from retrieval.errors import Unreadable, WenceError
from retrieval.reasons import Reason, because
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer

Batch = list[Item | End]

MAX_FILE_BYTES = 20_000_000
BATCH_BYTES = 4_000_000


def take_in(
    store: Store,
    paths: Sequence[Path],
    *,
    tokenizer: Tokenizer | None = None,
    max_file_bytes: int = MAX_FILE_BYTES,
    on_progress: OnProgress | None = None,
) -> Report:
    """Take in files and folders, and remember them; the home's writer's lock is held.

    What is unchanged is skipped, what has gone from a folder is removed, what cannot be read is
    reported and the rest goes on. ``on_progress`` counts kilobytes.

    Raises:
        WenceError: not one of the paths is there.
    """
    if paths and not any(os.path.lexists(path) for path in paths):
        raise WenceError("path_missing", path=str(paths[0]))
    intake = Intake(store, tokenizer, max_file_bytes, on_progress)
    for path in paths:
        intake.give(Path(path))
    return intake.run()


def refresh(
    store: Store,
    *,
    tokenizer: Tokenizer | None = None,
    max_file_bytes: int = MAX_FILE_BYTES,
    on_progress: OnProgress | None = None,
) -> Report:
    """Read the remembered paths again; as ``take_in``."""
    intake = Intake(store, tokenizer, max_file_bytes, on_progress)
    intake.recall()
    return intake.run()


def remove(store: Store, names: Iterable[str]) -> list[Article]:
    """Remove articles by id or key; they come back only if their file is given by itself.

    Raises:
        UnknownArticle: one of them is unknown; then none is removed.
    """
    articles = [store.get(name) for name in names]
    writer = CollectionWriter(store)
    with writer.atomic():
        for article in articles:
            identity = writer.identities.with_id(article.id)
            if identity is not None:
                writer.identities.retire(identity.article, ban=True)
        writer.fold_reposts()
    return articles


def relocate(store: Store, old: Path, new: Path) -> None:
    """What is remembered below one directory lies below another now."""
    writer = CollectionWriter(store)
    with writer.atomic():
        writer.files.relocate(os.fsencode(old), os.fsencode(new))


def fold_reposts(store: Store) -> None:
    """Let one article stand for its reposts, also where the last run was killed before it did."""
    writer = CollectionWriter(store)
    with writer.atomic():
        writer.fold_reposts()


@dataclass(frozen=True, slots=True)
class _Scope:
    """A path to look below; ``root`` is the remembered path that covers it."""

    path: bytes
    root: int
    base: bytes
    given: bool
    scan: Scan

    @property
    def look(self) -> Look:
        names = [*(file.name for file in self.scan.files), *(at.file for at in self.scan.refused)]
        return Look(self.root, frozenset(names), self.path == self.base)


class Intake:
    """One run of taking in."""

    def __init__(
        self,
        store: Store,
        tokenizer: Tokenizer | None,
        max_bytes: int,
        on_progress: OnProgress | None,
    ) -> None:
        self.tokenizer = tokenizer or Tokenizer(Lexicon.load(store.home.lexicon), store.home.cache)
        self.max_bytes = max_bytes
        self.on_progress = on_progress or (lambda stage, done, total: None)
        retokenise(store, self.tokenizer, self.on_progress)
        self.writer = CollectionWriter(store)
        self.report = Report()
        self.home = os.fsencode(store.home.path.absolute())
        self.scopes: list[_Scope] = []
        self.looks: list[Look] = []
        self.read: set[str] = set()
        """Names of the files that were read, and not passed over as unchanged."""
        self.resolver = IdentityResolver(self.writer, self.report)

    def give(self, path: Path) -> None:
        """Remember a path and look below it."""
        name = os.path.abspath(os.fsencode(path))
        if not os.path.lexists(name):
            missing = because("path_missing", path=shown(name))
            self.report.refused.append(Remark(shown(name), missing))
            return
        root, base = self._root(name, os.path.isdir(name))
        self._look(name, root, base, given=True)

    def expect(self, path: bytes, folder: bool, found: Scan) -> int:
        """Remember a path below which somebody else has looked; the number of its root."""
        root, base = self._root(path, folder)
        self.scopes.append(_Scope(path, root, base, False, found))
        return root

    def recall(self) -> None:
        """Look below all remembered paths."""
        for root, path, folder in self.writer.files.roots():
            if os.path.lexists(path):
                self._look(path, root, path, given=False)
            elif folder or not os.path.isdir(os.path.dirname(path)):
                self.report.refused.append(Remark(shown(path), because("gone_but_kept")))
                self.looks.append(Look(root, frozenset({shown(path)}), False))
            else:
                self.scopes.append(_Scope(path, root, path, False, Scan()))

    def run(self) -> Report:
        """Read what was found, then remove what has gone."""
        with recognition.watched(lambda done, total: self.on_progress("recognising", done, total)):
            return self.write_all(prepare_all(self.batches(), self.tokenizer))

    def write_all(self, batches: Iterable[tuple[Batch, Prepared, int]]) -> Report:
        """Write what was prepared, and by whom; then remove what has gone."""
        for batch, prepared, who in batches:
            self._write(batch, prepared, who)
        with self.writer.atomic():
            self._remove_gone()
            inherit(self.writer, self.resolver.came, self.resolver.went, self.report)
            self.writer.fold_reposts()
            looks = [*self.looks, *(scope.look for scope in self.scopes)]
            self.writer.refusals.renew(looks, self.read, self.report.refused)
        return self.report

    def _root(self, path: bytes, folder: bool) -> tuple[int, bytes]:
        roots = self.writer.files.roots()
        for root, base, _ in roots:
            if path != base and below(path, base) and os.path.isdir(base):
                return root, base
        with self.writer.atomic():
            root = self.writer.files.add_root(path, folder)
            for other, base, _ in roots:
                if base != path and below(base, path):
                    self.writer.files.absorb_root(other, root)
        return root, path

    def _look(self, path: bytes, root: int, base: bytes, *, given: bool) -> None:
        found = scan(path, base, avoid=self.home)
        self.scopes.append(_Scope(path, root, base, given, found))
        self.report.ignored += found.ignored
        self.report.refused += found.refused
        for file in [file for file in found.files if is_table(file.path)]:
            self._learn(found, file)

    def _learn(self, found: Scan, file: Found) -> None:
        """Heed a table of corrections; one of articles is left to be read like other files."""
        try:
            table = read_table(file.path, file.name, self.max_bytes)
        except (OSError, Unreadable):
            return  # reading it as articles says what is wrong
        if table is not None:
            found.files.remove(file)
            self.report.doubtful += table.remarks
            with self.writer.atomic():
                self.writer.correct(table)

    def _readings(self) -> Iterator[Reading]:
        rows: dict[bytes, FileRow] = {}
        for scope in self.scopes:
            rows |= {row.path: row for row in self.writer.files.below(scope.path)}
        met: set[bytes] = set()
        for scope in self.scopes:
            for found in scope.scan.files:
                if found.path not in met:
                    met.add(found.path)
                    row = rows.get(found.path)
                    lifts = scope.given and found.path == scope.path and self._is_banned(row)
                    yield Reading(found, scope.root, row, lifts)

    def _is_banned(self, row: FileRow | None) -> bool:
        """Is the file a document that the operator removed?"""
        if row is None or kind_of(row.name) != "document":
            return False
        return any(article.banned for article in self.writer.identities.of_file(row.file))

    def batches(self) -> Iterator[tuple[Batch, list[Part]]]:
        """What has to be looked at, some at a time, and what of it has to be prepared."""
        for batch in self._batches():
            yield batch, [event.part for event in batch if isinstance(event, Item)]

    def _batches(self) -> Iterator[Batch]:
        total = sum(found.size for scope in self.scopes for found in scope.scan.files) // 1000
        batch: Batch = []
        weight = done = 0
        for reading in self._readings():
            for event in events(reading, self.writer, self.report, self.max_bytes):
                batch.append(event)
                weight += len(event.part.raw) if isinstance(event, Item) else 0
                if len(batch) >= BATCH_ITEMS or weight >= BATCH_BYTES:
                    yield batch
                    batch, weight = [], 0
                    self.on_progress("reading", done // 1000, total)
            done += reading.found.size
        if batch:
            yield batch
        self.on_progress("reading", total, total)

    def _write(self, batch: Batch, prepared: Prepared, who: int) -> None:
        numbers = self.writer.terms.renumber(who, prepared.fresh)
        understood = iter(prepared.parts)
        with self.writer.atomic():
            for event in batch:
                if not event.reading.same:
                    self.read.add(event.reading.found.name)
                if isinstance(event, End):
                    self.resolver.finish(event.reading)
                elif isinstance(found := next(understood), Reason):
                    self.resolver.refuse(event, found)
                else:
                    drafts = [(draft, tokens.renumbered(numbers)) for draft, tokens in found]
                    self.resolver.resolve(event, drafts)

    def _remove_gone(self) -> None:
        for scope in self.scopes:
            there = {found.path for found in scope.scan.files}
            for row in self.writer.files.below(scope.path):
                closed = any(below(row.path, path) for path in scope.scan.closed)
                if row.path in there or closed:
                    continue
                self.resolver.forget(row)
