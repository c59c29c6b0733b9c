"""Prepare one part: read its files as ``wence index`` does, and write what came of it to a file.

Nothing of it depends on what was there before, or is kept elsewhere: whoever is killed begins the
part anew, and twice the same gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from retrieval.corpus.ingest.files.reading import End, Reading
from retrieval.corpus.ingest.files.remarks import count_further, note, refuse
from retrieval.corpus.ingest.files.scan import below
from retrieval.corpus.ingest.intake import MAX_FILE_BYTES, Batch, Intake
from retrieval.corpus.ingest.preparation import Prepared, Preparer
from retrieval.corpus.ingest.prepared.division import Share
from retrieval.corpus.ingest.prepared.manifest import (
    HOST,
    Manifest,
    crc,
    digest,
    leftovers,
    recipe_of,
    unfinished,
)
from retrieval.corpus.ingest.prepared.records import Record, item_record, packed
from retrieval.corpus.ingest.renewal import OnProgress
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.store import Store
from retrieval.durable import sync
from retrieval.errors import WenceError, unusable
from retrieval.home import Home
from retrieval.reasons import Reason
from retrieval.text.tokens import Tokenizer

LEVEL = 1
"""zlib's quickest."""
FORGOTTEN_S = 3600.0
"""What another machine has not written to for so long was left by a run that was killed."""


def prepare(
    source: Path,
    out: Path,
    share: Share,
    tokenizer: Tokenizer,
    *,
    max_file_bytes: int = MAX_FILE_BYTES,
    on_progress: OnProgress | None = None,
) -> tuple[Manifest, bool]:
    """Prepare a part of the files below ``source``; its manifest, and whether it was there already.

    Raises:
        WenceError: ``source`` is not there, ``out`` lies inside of it or cannot be written to.
    """
    path = os.path.abspath(os.fsencode(source))
    if not os.path.lexists(path):
        raise WenceError("path_missing", path=str(source))
    if below(os.path.realpath(os.fsencode(out)), os.path.realpath(path)):
        raise WenceError("parts_inside", out=str(out), path=str(source))
    with TemporaryDirectory() as empty, Store.open(Home(Path(empty)), write=True) as store:
        intake = Intake(store, tokenizer, max_file_bytes, on_progress)
        intake.give(source)
        wanted = _manifest(intake, share, path)
        with suppress(WenceError):
            there = Manifest.read(out / f"{share.stem}.json")
            if there.is_of(wanted) and there.is_whole(out):
                return there, True
        with _written(out, share) as file:
            _Writing(intake, file).run()
        return _finished(wanted, intake.report, out), False


def _manifest(intake: Intake, share: Share, path: bytes) -> Manifest:
    """What the part is to be made of, which the intake reads from now on."""
    (scope,) = intake.scopes
    found = scope.scan
    recipe = recipe_of(intake.tokenizer.lexicon)
    listing = [(file.name, file.size) for file in found.files]
    corrected = intake.writer.corrections.all()
    root = os.fsdecode(path)
    found.files = share.of(found.files)
    if share.number > 1:  # what is no file of articles is told once
        intake.report = intake.resolver.report = Report()
    return Manifest(
        part=share.number,
        count=share.count,
        recipe=recipe,
        division=digest((recipe, root, share.count, intake.max_bytes, listing, corrected)),
        root=root,
        folder=os.path.isdir(path),
        files=[(os.fsdecode(file.path), file.name, file.size, file.mtime) for file in found.files],
        closed=[os.fsdecode(path) for path in found.closed],
        report={},
    )


@contextmanager
def _written(out: Path, share: Share) -> Iterator[gzip.GzipFile]:
    """The part's data, which gets its name once all of it is there."""
    new = unfinished(out, share)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for old in filter(_is_forgotten, leftovers(out, share)):
            old.unlink(missing_ok=True)
        with new.open("wb") as raw, gzip.GzipFile("", "wb", LEVEL, raw, mtime=0) as file:
            yield file
        sync(new)
        new.replace(out / f"{share.stem}.jsonl.gz")
    except OSError as error:
        raise unusable("file_not_written", path=str(out), error=error) from error
    finally:
        with suppress(OSError):
            new.unlink()


def _is_forgotten(file: Path) -> bool:
    """Was it left by a process that is no longer there?"""
    _, host, pid = file.name.rsplit(".", 2)
    if host != HOST:
        return time.time() - file.stat().st_mtime > FORGOTTEN_S
    try:
        os.kill(int(pid), 0)
    except OSError:
        return True
    return False


def _finished(wanted: Manifest, report: Report, out: Path) -> Manifest:
    with wanted.data(out).open("rb") as file:
        size, checksum = os.fstat(file.fileno()).st_size, crc(file)
    manifest = replace(wanted, report=report.as_json(), size=size, checksum=checksum)
    manifest.write(out)
    return manifest


class _Writing:
    """One run of preparing."""

    def __init__(self, intake: Intake, file: gzip.GzipFile) -> None:
        self._intake = intake
        self._file = file
        self._begun: Reading | None = None

    def run(self) -> None:
        preparer = Preparer(self._intake.tokenizer)
        for batch, parts in self._intake.batches():
            self._write(batch, preparer.prepare(parts))

    def _write(self, batch: Batch, prepared: Prepared) -> None:
        understood, events = iter(prepared.parts), list[Record]()
        report = self._intake.report
        for event in batch:
            reading = event.reading
            if reading is not self._begun:
                self._begun = reading
                events.append({"file": [os.fsdecode(reading.found.path), packed(reading.hash)]})
            if isinstance(event, End):
                count_further(report, reading)
                events.append({"end": [reading.whole, reading.ended]})
                continue
            found = next(understood)
            if isinstance(found, Reason):
                refuse(report, event, found)
            else:
                note(report, event, [draft for draft, _ in found])
                report.new[reading.found.name] += len(found)
            events.append({"item": item_record(event, found)})
        line = json.dumps({"fresh": prepared.fresh, "events": events})
        self._file.write(line.encode("ascii") + b"\n")
