"""How do files of another collection become part of this one? All of them, or nothing.

An article that is here already gets what the other says as its newest version; one that is new
comes with all its versions. Paths of the other machine are known, so that their files are found
again by content, but not read again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from retrieval.corpus.draft import Draft
from retrieval.corpus.exchange.records import (
    ARTICLES,
    CORRECTIONS,
    DECISIONS,
    FILES,
    SOURCES,
    VERSIONS,
    Record,
    draft_of,
    read_lines,
)
from retrieval.corpus.exchange.tokens import CarriedTokens, carried_tokens
from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.identity.identities import Identity, Place
from retrieval.corpus.ingest.intake import BATCH_BYTES
from retrieval.corpus.ingest.renewal import BATCH_ITEMS, OnProgress, retokenise
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.ingest.tokenisation import Tokenised
from retrieval.corpus.ingest.workers import prepare_all
from retrieval.corpus.store import Store
from retrieval.text.tokens import Tokenizer


def take_over(
    store: Store, folder: Path, *, tokenizer: Tokenizer, on_progress: OnProgress
) -> Report:
    """Take in the files that ``records`` describes; the home's writer's lock is held.

    Raises:
        ValueError, LookupError: they are not as described.
    """
    retokenise(store, tokenizer, on_progress)
    writer = CollectionWriter(store)
    with (
        writer.atomic(),
        (folder / SOURCES).open("rb") as sources,
        carried_tokens(store, folder, writer.terms) as carried,
    ):
        taking = _Taking(writer, folder, sources)
        total = (folder / VERSIONS).stat().st_size // 1000
        for batch, tokens in taking.batches(carried, tokenizer):
            taking.write(batch, tokens)
            on_progress("reading", min(taking.bytes // 1000, total), total)
        taking.finish()
        writer.fold_reposts()
    return taking.report


@dataclass(frozen=True, slots=True)
class _Kept:
    """A version that counts, to be prepared where the others are."""

    draft: Draft

    def drafts(self) -> list[Draft]:
        return [self.draft]


@dataclass(slots=True)
class _Plan:
    """What becomes of one article."""

    record: Record
    here: Identity | None
    article: int
    live: int | None = None
    """Its version here that is to count."""

    def wants(self, version: Record) -> bool:
        """Is that version to be kept? Of an article that is here only the one that counts there."""
        return self.here is None or (not self.here.banned and self.counts(version))

    def counts(self, version: Record) -> bool:
        return bool(self.record["live"] == version["version"])


class _Taking:
    """One import, inside one transaction."""

    def __init__(self, writer: CollectionWriter, folder: Path, sources: IO[bytes]) -> None:
        self.writer = writer
        self.folder = folder
        self.sources = sources
        self.report = Report()
        self.bytes = 0
        self.files = [self._file(record) for record in read_lines(folder / FILES)]
        for record in read_lines(folder / CORRECTIONS):
            self._correct(record)
        for record in read_lines(folder / DECISIONS):
            writer.decide(record["by"], record["id"], record["holds"])
        self.plans = {record["id"]: self._plan(record) for record in read_lines(folder / ARTICLES)}

    def batches(
        self, carried: CarriedTokens | None, tokenizer: Tokenizer
    ) -> Iterator[tuple[list[Record], Iterator[Tokenised]]]:
        """Versions to keep, and what is cut of those that count, in their order."""
        if carried is not None:
            for batch in self._versions():
                yield batch, map(carried.of, filter(self._counts, batch))
            return
        jobs = (
            (batch, [_Kept(draft_of(version)) for version in filter(self._counts, batch)])
            for batch in self._versions()
        )
        for batch, prepared, who in prepare_all(jobs, tokenizer):
            numbers = self.writer.terms.renumber(who, prepared.fresh)
            yield batch, (cut.renumbered(numbers) for ((_, cut),) in prepared.parts)  # type: ignore[misc]

    def write(self, batch: list[Record], tokens: Iterator[Tokenised]) -> None:
        for version in batch:
            cut = next(tokens) if self._counts(version) else None
            self._write(self.plans[version["id"]], version, draft_of(version), cut)
            self.bytes += version["size"]

    def finish(self) -> None:
        """Let the versions count that are to, in the order in which their articles came."""
        for id, plan in self.plans.items():
            identities, record = self.writer.identities, plan.record
            if plan.here is None:
                file = None if record["file"] is None else self.files[record["file"]]
                hash = bytes.fromhex(record["hash"])
                place = Place(file, record["member"], record["line"], hash)
                identities.add(plan.article, id, place, plan.live, key=record["key"])
                if record["banned"]:
                    identities.ban(plan.article)
            elif plan.live is not None:
                identities.set_next(plan.article, plan.live)
            identities.publish_article(plan.article)

    def _versions(self) -> Iterator[list[Record]]:
        """The versions to keep, in batches."""
        batch: list[Record] = []
        weight = 0
        for version in read_lines(self.folder / VERSIONS):
            if self.plans[version["id"]].wants(version):
                batch.append(version)
                weight += version["size"]
            if len(batch) >= BATCH_ITEMS or weight >= BATCH_BYTES:
                yield batch
                batch, weight = [], 0
        if batch:
            yield batch

    def _counts(self, version: Record) -> bool:
        return self.plans[version["id"]].counts(version)

    def _write(self, plan: _Plan, version: Record, draft: Draft, tokens: Tokenised | None) -> None:
        versions = self.writer.versions
        here = plan.here
        if here is not None and here.live is not None and versions.says(here.live, draft):
            self.report.unchanged[draft.id or ""] += 1
            return
        number = version["version"] if here is None else versions.last(plan.article) + 1
        self.sources.seek(version["start"])
        raw = self.sources.read(version["size"])
        n = versions.add(plan.article, number, draft, tokens, raw, taken=version["taken"])
        if plan.counts(version):
            plan.live = n
            kind = self.report.new if here is None else self.report.changed
            kind[draft.id or ""] += 1

    def _plan(self, record: Record) -> _Plan:
        here = self.writer.identities.with_id(record["id"])
        return _Plan(record, here, here.article if here else self.writer.identities.claim())

    def _file(self, record: dict[str, Any]) -> int:
        path = os.fsencode(record["path"])
        known = self.writer.files.at(path)
        if known is not None:
            return known
        file = self.writer.files.add(None, path, record["name"])
        if record["size"] is not None:
            hash = record["hash"] and bytes.fromhex(record["hash"])
            self.writer.files.finish(file, record["size"], record["mtime"], hash)
        return file

    def _correct(self, record: Record) -> None:
        sidecar = record["sidecar"] and os.fsencode(record["sidecar"])
        fields = json.dumps(record["fields"], ensure_ascii=False, sort_keys=True)
        self.writer.corrections.keep(os.fsencode(record["path"]), sidecar, fields)
