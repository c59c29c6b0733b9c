"""Was an index made from this collection?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.store import Store
from retrieval.errors import NotIndexed
from retrieval.home import Home
from retrieval.index.generation import Generation


def newest(store: Store, versions: NDArray[np.int32]) -> str:
    """The stamp of the newest of some versions, ascending; empty where there is none.

    Versions never change and no number is given twice, so a collection that has the same one has
    had the same ones before it.
    """
    return store.stamp(int(versions[-1])) or "" if len(versions) else ""


def opened(store: Store, home: Home) -> Generation:
    """The live generation, once it is seen to be made from this collection.

    Raises:
        NotIndexed: its files are missing or damaged, or it was made from another collection.
    """
    generation = Generation.open(home)
    if not generation.name and store.count():
        raise NotIndexed("index_missing", path=str(home.index))
    known = generation.manifest.newest
    if known and known != newest(store, generation.versions()):
        generation.close()
        raise NotIndexed("index_of_another", path=str(home.index / generation.name))
    return generation
