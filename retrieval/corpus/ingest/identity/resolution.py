"""Which article is this, and is it new?"""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.corpus.draft import Draft
from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.files.reading import Item, Reading
from retrieval.corpus.ingest.files.remarks import count_further, note, refuse
from retrieval.corpus.ingest.files.remembered import FileRow
from retrieval.corpus.ingest.identity.identities import Identity, Place
from retrieval.corpus.ingest.report import Remark, Report
from retrieval.corpus.ingest.tokenisation import Tokenised
from retrieval.reasons import Reason, because


class IdentityResolver:
    """Writes what was read, inside the transaction of its batch."""

    def __init__(self, writer: CollectionWriter, report: Report) -> None:
        self.writer = writer
        self.report = report
        self.came: dict[int, str] = {}
        """New articles without an id of their own, by the names of their files."""
        self.went: dict[int, str] = {}
        """Articles that are gone, by the names of the files that they were in."""

    def resolve(self, item: Item, drafts: list[tuple[Draft, Tokenised]]) -> None:
        """Keep the articles of one part of a file."""
        note(self.report, item, [draft for draft, _ in drafts])
        for count, (draft, tokens) in enumerate(drafts):
            self._article(item, draft, tokens, f"#{count + 1}" if count else "")

    def refuse(self, item: Item, reason: Reason) -> None:
        """The part cannot be taken in."""
        refuse(self.report, item, reason)

    def finish(self, reading: Reading) -> None:
        """The file has been read: what it no longer holds is removed, its state remembered."""
        found = reading.found
        count_further(self.report, reading)
        if reading.file is None and not reading.whole:
            return
        file = self._file(reading)
        complete = reading.whole and reading.ended
        if reading.same:
            self.writer.move_file(file, reading.root, found.path, found.name)
        elif complete:
            self._drop_missing(reading)
        if reading.ended:
            self.writer.identities.publish(file)
        else:
            self.report.hold_back(found.name)
        if complete:
            self.writer.files.finish(file, found.size, found.mtime, reading.hash)
        else:
            self.writer.files.set_unread(file)

    def _article(self, item: Item, draft: Draft, tokens: Tokenised, part: str) -> None:
        reading = item.reading
        member = f"{item.part.member or ''}{part}" or None
        line = item.part.line.number if item.part.line else None
        file = self._file(reading)
        self.writer.files.set_unread(file)  # whoever is killed from here on has not read it
        place = Place(file, member, line, item.hash)
        row = self._match(draft, place)
        if row is None:
            article = self.writer.add(place, draft, tokens, item.part.raw)
            reading.seen.add(article)
            self.report.new[reading.found.name] += 1
            if draft.id is None:
                self.came[article] = reading.found.name
            return
        if row.article in reading.seen:
            self.report.doubtful.append(Remark(item.part.shown, because("id_twice", id=row.id)))
            return
        reading.seen.add(row.article)
        self._mention_replacement(item, row)
        self.writer.identities.move(row.article, place)
        if not row.banned or reading.lifts:
            self._keep(item, row, draft, tokens)

    def _keep(self, item: Item, row: Identity, draft: Draft, tokens: Tokenised) -> None:
        """Write a version if the draft says something else than the last one."""
        live = row.live or self.writer.identities.revive(row.article)
        says_the_same = live is not None and self.writer.versions.says(live, draft)
        if not says_the_same:
            self.writer.change(row.article, draft, tokens, item.part.raw)
        if row.live is None:
            if live is not None:
                self.writer.versions.set_tokens(live, tokens)  # the lexicon may have changed
            kind = self.report.new
        else:
            kind = self.report.unchanged if says_the_same else self.report.changed
        kind[item.reading.found.name] += 1

    def _match(self, draft: Draft, place: Place) -> Identity | None:
        """The article that this is: by its own id, by its place, or by bytes that have moved."""
        if draft.id is not None:
            return self.writer.identities.with_id(draft.id)
        if place.line is None and place.file is not None:
            row = self.writer.identities.at(place.file, place.member)
            if row is not None:
                return row
        if (row := self.writer.identities.forgotten_line(place)) is not None:
            return row
        return next(filter(self._has_moved, self.writer.identities.with_hash(place.hash)), None)

    def _has_moved(self, row: Identity) -> bool:
        """Is the article no longer where it was?"""
        return (row.live is None and not row.banned) or not self._is_there(row)

    def _is_there(self, row: Identity) -> bool:
        file = self.writer.files.get(row.file)
        return file is not None and self.writer.files.is_there(file.path)

    def _mention_replacement(self, item: Item, row: Identity) -> None:
        if row.live is None or row.file in {None, item.reading.file} or not self._is_there(row):
            return
        old = self.writer.files.get(row.file)
        replaced = because("id_replaced", id=row.id, file=old.name if old else "?")
        self.report.replaced.append(Remark(item.part.shown, replaced))

    def forget(self, row: FileRow) -> None:
        """The file is gone, and its articles with it."""
        self._drop(
            (article.article for article in self.writer.identities.of_file(row.file)), row.name
        )
        if row.hash is not None:
            self.writer.files.set_unread(row.file)

    def _drop_missing(self, reading: Reading) -> None:
        held = {article for articles in reading.known.values() for article in articles}
        self._drop(sorted(held - reading.seen), reading.found.name)

    def _drop(self, articles: Iterable[int], name: str) -> None:
        for article in articles:
            if self.writer.identities.retire(article):
                self.went[article] = name
                self.report.removed[name] += 1

    def _file(self, reading: Reading) -> int:
        if reading.file is None:
            found = reading.found
            reading.file = self.writer.files.add(reading.root, found.path, found.name)
        return reading.file
