"""Which generation is live in the cluster? A document names it, and a bot looks every second."""

from __future__ import annotations

import base64
import io
import shutil
import zlib
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EngineUnavailable, unusable
from retrieval.home import Home
from retrieval.index.engine import OpenGeneration
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.articles import ClusterArticles
from retrieval.index.engines.cluster.connection import DEADLINE_S, Connection
from retrieval.index.engines.cluster.counts import DTYPES, ClusterStatistics, Counts
from retrieval.index.engines.cluster.schema import LIVE, Description, recipe
from retrieval.index.engines.cluster.search import ClusterEngine
from retrieval.index.postings.npy_file import loaded

PATIENCE_S = 120.0
LOOK_S = 2.0
"""How long the cluster may take to say which generation is live."""
PIECES_AT_ONCE = 8
DIRECTORY = "cluster"
"""In the home's cache: the statistics of what is published, which may be deleted at any time."""


class ClusterGenerations:
    """``Generations`` of a cluster."""

    def __init__(self, address: Address, home: Home, *, publishing: bool = False) -> None:
        """``publishing``: nobody waits for an answer, and nodes may take their time."""
        patience = {"request_s": PATIENCE_S, "deadline_s": PATIENCE_S} if publishing else {}
        self.connection = Connection(address, **patience)
        self._directory = home.cache / DIRECTORY
        self._is_known = False

    def live(self) -> str | None:
        found = self.described(LOOK_S)
        return found.name if found else None

    def open(self) -> OpenGeneration:
        if not self._is_known:
            self.connection.check()
            self._is_known = True
        described = self.described()
        if described:
            self._check_recipe(described)
        counts = self.counts(described) if described else Counts.empty()
        described = described or Description()
        statistics = ClusterStatistics(counts, described.passages)
        return OpenGeneration(
            described.name,
            statistics,
            ClusterEngine(self.connection, described, statistics),
            ClusterArticles(self.connection, described, counts),
            int,
        )

    def close(self) -> None:
        self.connection.close()

    def described(self, within_s: float = DEADLINE_S) -> Description | None:
        """The live generation; None where nothing has been published.

        Raises:
            EngineUnavailable: the cluster does not answer, or holds what another version published.
        """
        path = f"/{self.connection.address.prefix}-live/_doc/{LIVE}"
        found = self.connection.request("GET", path, timeout_s=within_s, deadline_s=within_s)
        if found is None:
            return None
        try:
            return Description.of(found["_source"])
        except (KeyError, TypeError):
            raise EngineUnavailable("engine_newer") from None

    def _check_recipe(self, described: Description) -> None:
        """See that the passages are made as the description says.

        Raises:
            EngineUnavailable: they are not, or they are gone.
        """
        found = self.connection.request("GET", f"/{described.index}/_mapping") or {}
        mapping = found.get(described.index, {}).get("mappings", {})
        if mapping.get("_meta", {}).get("recipe") != recipe(described):
            raise EngineUnavailable("engine_recipe", index=described.index)

    def counts(self, described: Description) -> Counts:
        """The statistics of a generation, which are fetched once; earlier ones are let go.

        Raises:
            EngineUnavailable: they are not there, or damaged.
            WenceError: they cannot be written to the home's cache.
        """
        directory = self._directory / described.name
        try:
            if not directory.is_dir():
                self._directory.mkdir(parents=True, exist_ok=True)
                self._fetch(described, directory)
            return Counts.open(directory)
        except OSError as error:
            raise unusable("file_not_written", path=str(directory), error=error) from error

    def _fetch(self, described: Description, directory: Path) -> None:
        """Written beside its place, and moved there once all of it is right."""
        new = Path(mkdtemp(prefix="new-", dir=self._directory))
        try:
            for name in DTYPES:
                np.save(new / f"{name}.npy", self._array(described, name))
            for old in self._directory.iterdir():
                if old != new:  # what is mapped stays until nobody reads it
                    shutil.rmtree(old, ignore_errors=True)
            new.rename(directory)
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def _array(self, described: Description, name: str) -> NDArray[Any]:
        pieces, checksum = described.files[name]
        ids = [piece_id(described.index, name, at) for at in range(pieces)]
        index, packed = f"{self.connection.address.prefix}-counts", b""
        for first in range(0, pieces, PIECES_AT_ONCE):
            asked = ids[first : first + PIECES_AT_ONCE]
            found = self.connection.documents(index, asked)
            packed += b"".join(base64.b64decode(found[id]["data"]) for id in asked if id in found)
        if zlib.crc32(packed) != checksum:
            raise EngineUnavailable("engine_refused", error=name)
        return loaded(io.BytesIO(zlib.decompress(packed)))


def piece_id(index: str, name: str, at: int) -> str:
    """The id of one piece of an array."""
    return f"{index}.{name}.{at}"
