"""Which engine has the index: this process, or a cluster?"""

from __future__ import annotations

from retrieval.corpus.store import Store
from retrieval.errors import WenceError
from retrieval.index.engine import Generations
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.embedded import EmbeddedGenerations


def generations_of(store: Store, cluster: Address | None = None) -> Generations:
    """The generations of a home, or of a cluster where one is named.

    Raises:
        WenceError: the extra ``cluster`` is not installed.
    """
    if cluster is None:
        return EmbeddedGenerations(store)
    try:
        from retrieval.index.engines.cluster.generations import ClusterGenerations
    except ImportError:
        raise WenceError("engine_missing") from None
    return ClusterGenerations(cluster, store.home)
