"""Take in parts that were prepared elsewhere: what they hold meets what is kept, file by file.

It is the second half of ``wence index``: articles get their identities in the order of all files,
near duplicates are compared, and what has been read before is skipped. A run that was killed goes
on with the first file that is not complete.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from retrieval.corpus.ingest.files.reading import (
    End,
    Reading,
    is_known,
    is_unchanged,
    recall,
)
from retrieval.corpus.ingest.files.scan import Found
from retrieval.corpus.ingest.intake import MAX_FILE_BYTES, Batch, Intake
from retrieval.corpus.ingest.preparation import Prepared, Understood
from retrieval.corpus.ingest.prepared.manifest import Manifest, manifests, recipe_of
from retrieval.corpus.ingest.prepared.records import Record, item_of, unpacked
from retrieval.corpus.ingest.renewal import OnProgress
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.store import Store
from retrieval.errors import WenceError
from retrieval.text.tokens import Tokenizer


def load(
    store: Store,
    directory: Path,
    *,
    tokenizer: Tokenizer,
    on_progress: OnProgress | None = None,
) -> Report:
    """Take in all parts of a folder; the home's writer's lock is held.

    Raises:
        WenceError: a part is missing, damaged, or does not belong to the others.
    """
    parts = manifests(directory, recipe_of(tokenizer.lexicon))
    loading = _Loading(Intake(store, tokenizer, MAX_FILE_BYTES, on_progress), parts, directory)
    report = loading.intake.write_all(loading.batches())
    _tell(report, parts)
    return report


def _tell(report: Report, parts: Sequence[Manifest]) -> None:
    """What was found while preparing, in place of what is found again of it."""
    told = [Report.from_json(part.report) for part in parts]
    twice = [remark for remark in report.doubtful if remark.reason.code == "id_twice"]
    report.blank = sum(each.blank for each in told)
    report.doubtful = [remark for each in told for remark in each.doubtful] + twice
    report.refused = [remark for each in told for remark in each.refused]
    report.ignored = [remark for each in told for remark in each.ignored]


class _Loading:
    """One run of loading."""

    def __init__(self, intake: Intake, parts: Sequence[Manifest], directory: Path) -> None:
        self.intake = intake
        self._parts = parts
        self._directory = directory
        first = parts[0].scan()
        files = [file for part in parts for file in part.scan().files]
        path = os.fsencode(parts[0].root)
        self._root = intake.expect(path, parts[0].folder, replace(first, files=files))
        self._found = {file.path: file for file in files}
        self._rows = {row.path: row for row in intake.writer.files.below(path)}
        intake.writer.files.seen.update(self._found)

    def batches(self) -> Iterator[tuple[Batch, Prepared, int]]:
        """What is not known yet, as it was prepared; terms are numbered by the part."""
        total = sum(part.size for part in self._parts) // 1000
        done = 0
        for part in self._parts:
            if self._is_kept(part):
                for file in part.scan().files:
                    is_unchanged(self._reading(file), self.intake.writer, self.intake.report)
            else:
                for batch, prepared in self._of(part):
                    yield batch, prepared, part.part
            done += part.size
            self.intake.on_progress("loading", done // 1000, total)

    def _is_kept(self, part: Manifest) -> bool:
        """Is all of a part kept already, under the names that it has now?"""
        held = part.report["files"]["new"]
        for file in part.scan().files:
            row = self._rows.get(file.path)
            if row is None and file.name not in held:
                continue  # it is refused, or says nothing
            if row is None or (row.size, row.mtime) != (file.size, file.mtime):
                return False
            if (row.root, row.name) != (self._root, file.name):
                return False
        return True

    def _reading(self, file: Found) -> Reading:
        return Reading(file, self._root, self._rows.get(file.path))

    def _of(self, part: Manifest) -> Iterator[tuple[Batch, Prepared]]:
        """The batches of one part.

        Raises:
            WenceError: its data is not what was written.
        """
        data = part.data(self._directory)
        if not part.is_whole(self._directory):
            raise WenceError("part_damaged", file=data.name)
        reading: Reading | None = None
        with gzip.open(data, "rt", encoding="ascii") as lines:
            for line in lines:
                found = json.loads(line)
                batch, understood = Batch(), list[Understood]()
                for event in found["events"]:
                    if begun := event.get("file"):
                        reading = self._begun(*begun)
                    elif reading is not None:
                        self._take(event, reading, batch, understood)
                yield batch, Prepared(understood, found["fresh"])

    def _begun(self, path: str, hash: str) -> Reading:
        reading = self._reading(self._found[os.fsencode(path)])
        writer, report = self.intake.writer, self.intake.report
        if not is_unchanged(reading, writer, report):
            recall(reading, unpacked(hash), writer, report)
        return reading

    def _take(
        self, event: Record, reading: Reading, batch: Batch, understood: list[Understood]
    ) -> None:
        """Add to a batch what is not known of a file."""
        if ended := event.get("end"):
            reading.whole, reading.ended = ended
            batch.append(End(reading))
            return
        item, found = item_of(event["item"], reading)
        if not reading.same and not is_known(reading, item.hash, self.intake.report):
            batch.append(item)
            understood.append(found)
