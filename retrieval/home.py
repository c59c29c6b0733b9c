"""What is where in a home, and who may write there?

A home is one directory with everything that a running bot owns:

    articles.db          the collection, rebuildable from its sources
    chats.db             settings, questions, feedback: precious
    chats.key            the key of the hashes in it
    index/<generation>/  immutable
    index/CURRENT        the name of the live generation
    lexicon/             words, stop words and equivalents of the operator's own, if any
    learnt.json          which words of questions stand for which of articles, as 👍 has taught
    follow.db            which sites are followed, and what is known of their pages
    followed/            the pages of those sites
    chat_history         what was asked with wence chat
    cache/               jieba's dictionary; may be deleted at any time
    writer.lock          held by the one process that writes articles.db or the index
    merger.lock          held by the one process that merges a delta into its base
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import HomeBusy, unusable


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of one home."""

    path: Path

    @property
    def articles_db(self) -> Path:
        return self.path / "articles.db"

    @property
    def chats_db(self) -> Path:
        return self.path / "chats.db"

    @property
    def chats_key(self) -> Path:
        return self.path / "chats.key"

    @property
    def index(self) -> Path:
        return self.path / "index"

    @property
    def current(self) -> Path:
        return self.index / "CURRENT"

    @property
    def lexicon(self) -> Path:
        return self.path / "lexicon"

    @property
    def learnt(self) -> Path:
        return self.path / "learnt.json"

    @property
    def follow_db(self) -> Path:
        return self.path / "follow.db"

    @property
    def followed(self) -> Path:
        return self.path / "followed"

    @property
    def troubles(self) -> Path:
        return self.path / "troubles.json"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    def create(self) -> Home:
        """Make the directories, readable by their owner alone.

        Raises:
            WenceError: the file system does not allow it.
        """
        try:
            for directory in (self.path, self.index, self.cache):
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise unusable("home_not_created", home=str(self.path), error=error) from error
        return self

    @contextmanager
    def writer(self, *, patience_s: float = 0) -> Iterator[None]:
        """Hold the writer's lock of this home. Readers need no lock.

        Args:
            patience_s: how long to wait for it.

        Raises:
            HomeBusy: another process holds it; the sentence names that process.
        """
        self.create()
        owner = self.path / "writer.pid"
        lock = FileLock(self.path / "writer.lock", timeout=patience_s)
        try:
            lock.acquire()
        except Timeout:
            raise HomeBusy("home_busy", process=_read(owner), home=str(self.path)) from None
        try:
            owner.write_text(str(os.getpid()), encoding="ascii")
            yield
        finally:
            owner.unlink(missing_ok=True)
            lock.release()

    @contextmanager
    def merger(self) -> Iterator[bool]:
        """Hold the merger's lock, if nobody else does."""
        lock = FileLock(self.path / "merger.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return "?"
