"""Articles as they are read for answers, the last ones remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from retrieval.answer.reading.read_text import ReadText
from retrieval.index.engine import Articles

REMEMBERED = 512
"""Articles that are remembered as they were read."""


class ReadTexts:
    """Reads what it does not remember, all of it at once. Safe to use from several threads."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._read: OrderedDict[tuple[int, int], ReadText] = OrderedDict()
        self._lock = Lock()

    def read(self, versions: Sequence[int], limit: int) -> list[ReadText]:
        """These versions, for quotes of ``limit`` characters.

        Raises:
            UnknownArticle: there is no such version.
        """
        with self._lock:
            known = {n: text for n in versions if (text := self._read.get((n, limit)))}
        missing = [n for n in dict.fromkeys(versions) if n not in known]
        fetched = self._articles.read(missing) if missing else []
        known |= {n: ReadText(one, limit) for n, one in zip(missing, fetched, strict=True)}
        with self._lock:
            for n in versions:
                self._read[n, limit] = known[n]
                self._read.move_to_end((n, limit))
            while len(self._read) > REMEMBERED:
                self._read.popitem(last=False)
        return [known[n] for n in versions]
