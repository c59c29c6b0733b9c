"""Answering while the index changes."""

from __future__ import annotations

from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.generation import current


class LiveSearcher:
    """The searcher of a home's live generation, replaced by one assignment when that changes."""

    def __init__(self, home: Home) -> None:
        """Open the live generation.

        Raises:
            NotIndexed: the index is damaged.
            WenceError: the collection cannot be opened.
        """
        self._home = home
        self.current = Searcher.open(home)
        """Take it once for a question; the one that is replaced stays good while it is in use."""

    def refresh(self) -> bool:
        """Open the live generation if it is another than the one that answers.

        Raises:
            NotIndexed: the new index is damaged; the old one goes on answering.
        """
        if (current(self._home) or "") == self.current.generation:
            return False
        self.current = self.current.reopened()
        return True

    def close(self) -> None:
        self.current.close()
