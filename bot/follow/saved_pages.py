"""The files of a followed site: below the home, a folder a source, read in like any other.

A page is fetched into ``.new`` and counts once its row is in ``follow.db``. Then ``articles.csv``
says of every file what its address is, and only then the files come into sight: whoever reads the
folder meanwhile, or after a kill, knows the address of whatever is there.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable
from hashlib import blake2b

from yarl import URL

from bot.follow.fetching import Reply
from bot.follow.links import suffix_of_address
from bot.follow.state import Page, Source
from retrieval.corpus.readers import suffix_of
from retrieval.durable import sync, write
from retrieval.errors import WenceError
from retrieval.home import Home

TABLE = "articles.csv"
HEADER = ("file", "链接", "所属", "撤下", "网站", "默认来源")
SUFFIX_OF_TYPE = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/ofd": ".ofd",
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "multipart/related": ".mhtml",
}
UNSAID = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}
)
"""Types that say nothing: the name tells."""
STEM_CHARS = 40
END = b"</html"


class SavedPages:
    """The files of one source."""

    def __init__(self, home: Home, source: Source) -> None:
        self.folder = home.followed / source.folder
        self._fresh = self.folder / ".new"
        self._source = source
        self._fresh.mkdir(mode=0o700, parents=True, exist_ok=True)

    def holds(self, file: str) -> bool:
        """Whether the file is there, also where it has not come into sight yet."""
        return bool(file) and ((self.folder / file).exists() or (self._fresh / file).exists())

    def check_end(self, file: str, body: bytes) -> None:
        """Refuse a page that may have been cut off, and lacks the end that the kept one has.

        Raises:
            WenceError: it does.
        """
        kept = next(p for p in (self._fresh / file, self.folder / file) if p.exists())
        if END not in body.lower() and END in kept.read_bytes().lower():
            raise WenceError("follow_broken")

    def put(self, file: str, body: bytes) -> None:
        """Keep a file out of sight until ``publish``."""
        write(self._fresh / f"{file}.part", body)
        os.replace(self._fresh / f"{file}.part", self._fresh / file)

    def publish(self, pages: Iterable[Page]) -> None:
        """Let the files of these pages come into sight, with what is to be known of them."""
        kept = {page.file: page for page in pages if page.file}
        self._write_table(kept.values())
        for path in self._fresh.iterdir():
            if path.name in kept:
                os.replace(path, self.folder / path.name)
            else:  # whoever wrote it was killed before it counted, and it is fetched again
                path.unlink()
        sync(self.folder)

    def _write_table(self, pages: Iterable[Page]) -> None:
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(HEADER)
        for page in pages:
            name = self._source.name
            table.writerow((page.file, page.address, page.parent, page.gone, name, name))
        content = text.getvalue().encode("utf-8", "replace")
        path = self.folder / TABLE
        if not path.exists() or path.read_bytes() != content:
            write(self._fresh / TABLE, content)
            os.replace(self._fresh / TABLE, path)


def file_name(url: str, reply: Reply, *, attachment: bool) -> str:
    """A name that is the same each time, with the suffix of the type.

    Raises:
        WenceError: what was sent is of a type that cannot be taken in.
    """
    path = URL(url).path
    stated = suffix_of(reply.name) or suffix_of_address(url)
    suffix = stated if reply.type in UNSAID else SUFFIX_OF_TYPE.get(reply.type) or stated
    if not suffix or (attachment and SUFFIX_OF_TYPE.get(reply.type) == ".html"):
        raise WenceError("follow_type", type=reply.type[:80] or "–")
    stem = path.rpartition("/")[2]
    stem = re.sub(r"[^\w-]+", "-", stem.removesuffix(suffix_of(path)))[:STEM_CHARS].strip("-")
    mark = blake2b(url.encode(), digest_size=6).hexdigest()
    return f"{stem}-{mark}{suffix}" if stem else f"{mark}{suffix}"


def digest(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()
