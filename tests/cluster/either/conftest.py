"""The same tests on real nodes, where they are marked so, and on what stands in for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.either.stand_in import StandIn, standing_in
from tests.cluster.nodes import Nodes


@pytest.fixture(params=["in memory", pytest.param("nodes", marks=pytest.mark.cluster)])
def nodes(request: pytest.FixtureRequest) -> Iterator[Nodes | StandIn]:
    if request.param == "in memory":
        pytest.importorskip("opensearchpy")
        with standing_in() as cluster:
            yield cluster
    else:
        real: Nodes = request.getfixturevalue("cluster")
        real.start_all()
        real.wait()
        yield real
