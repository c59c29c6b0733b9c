"""What is a generation asked before it answers, so that the first people need not wait?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.store import Store
from retrieval.index.engine import Engine, Wanted
from retrieval.index.engines.cluster.loading import documents
from retrieval.index.engines.cluster.schema import SEPARATOR
from retrieval.index.types import Clause

SEARCHES, AT_ONCE, TERMS = 240, 8, 12
"""How many searches, how many of them at once, and the words of each."""


def warm(engine: Engine, store: Store, versions: NDArray[np.int32], headline: int) -> None:
    """Ask for what some of these versions of articles say."""
    searches = (
        Wanted([Clause("words", word) for word in words.split(SEPARATOR)[:TERMS]], AT_ONCE)
        for words in _sample(store, versions, headline)
    )
    while some := list(islice(searches, AT_ONCE)):
        engine.search(some)


def _sample(store: Store, versions: NDArray[np.int32], headline: int) -> Iterator[str]:
    """The words of a passage of each of some versions from all over the collection."""
    terms = store.terms()
    for n in versions[:: 1 + len(versions) // SEARCHES].tolist():
        for article in islice(store.indexed(n - 1), 1):
            yield from (each["words"] for each in islice(documents(article, terms, headline), 1))
