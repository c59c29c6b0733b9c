"""Answering while the index changes, and what was learnt."""

from __future__ import annotations

from retrieval.answer.searcher import Searcher
from retrieval.answer.translations import stamp
from retrieval.home import Home
from retrieval.index.engines.cluster.address import Address


class LiveSearcher:
    """The searcher of a home's live generation, replaced by one assignment when that changes.

    It is replaced, too, when another table of translations was learnt.
    """

    def __init__(self, home: Home, cluster: Address | None = None) -> None:
        """Open the live generation of the home, or of a cluster.

        Raises:
            NotIndexed: the index is damaged.
            EngineUnavailable: the cluster does not answer as it should.
            WenceError: the collection cannot be opened.
        """
        self._home = home
        self._learnt = stamp(home.learnt)
        self.current = Searcher.open(home, cluster=cluster)
        """Take it once for a question; the one that is replaced stays good while it is in use."""

    def refresh(self) -> bool:
        """Open the live generation if it, or what was learnt, is another than what answers.

        Raises:
            NotIndexed: the new index is damaged; the old one goes on answering.
            EngineUnavailable: the cluster does not say which one is live.
        """
        live, learnt = self.current.generations.live(), stamp(self._home.learnt)
        if live is None:  # nothing is indexed yet, or all is lost but what is open here
            return False
        if live == self.current.generation and learnt == self._learnt:
            return False
        self.current = self.current.reopened()
        self._learnt = learnt
        return True

    def close(self) -> None:
        self.current.close()
