"""How do a base and its delta become one again, beside those who read and write?

The new base is built from a snapshot of the store, without the writer's lock: answers come from
base and delta meanwhile, and others may change the collection. Only publishing takes the lock; what
has changed since the snapshot becomes the delta of the new base.
"""

from __future__ import annotations

from contextlib import closing

from retrieval.corpus.store import Store
from retrieval.errors import HomeBusy
from retrieval.home import Home
from retrieval.index.building.build import Builder, changed_share, new_directory, open_live, writing
from retrieval.index.building.segment_writer import OnProgress, silent
from retrieval.index.directories import current
from retrieval.index.generation import BASE
from retrieval.index.manifest import Manifest

GROWN = 0.05
"""A delta of more articles than this share of its base's is worth merging."""

PATIENCE_S = 600.0
"""How long to wait for whoever writes, once the new base is complete."""


def merge(home: Home, *, grown: float = GROWN, on_progress: OnProgress = silent) -> str | None:
    """Merge a delta that has grown into its base. Whoever calls holds no lock.

    Returns: the new generation's name; None where there is nothing to merge, somebody else merges,
    or the old base is no longer the live one.

    Raises:
        WenceError: the disk is full or does not allow it.
    """
    with home.merger() as alone, Store.open(home) as store:
        old = _with_grown_delta(home, store, grown) if alone else None
        if old is None:
            return None
        how = store, home, old.lexicon, old.params, _as_merging(on_progress)
        with writing(home), new_directory(home) as new:
            base = Builder(*how).write_segment(new / BASE)
            try:
                with home.writer(patience_s=PATIENCE_S):
                    if _is_obsolete(old, home, store):
                        return None
                    return Builder(*how).publish_base(base, new)
            except HomeBusy:
                return None


def _with_grown_delta(home: Home, store: Store, grown: float) -> Manifest | None:
    """The live generation's manifest, where its delta is worth merging."""
    generation = open_live(home)
    if generation is None:
        return None
    with closing(generation):
        segments = generation.scorer.segments
        worth = len(segments) > 1 and changed_share(segments[0], store.live()) > grown
        return generation.manifest if worth else None


def _is_obsolete(old: Manifest, home: Home, store: Store) -> bool:
    """Has the collection been cut anew, or another base gone live, since merging began?"""
    name = current(home)
    if name is None or store.fact("lexicon") != old.lexicon:
        return True
    return _base(Manifest.read(home.index / name)) != _base(old)


def _base(manifest: Manifest) -> dict[str, tuple[int, int]]:
    """The checksums of the base's files."""
    files = manifest.files.items()
    return {name: facts for name, facts in files if name.startswith(f"{BASE}/")}


def _as_merging(on_progress: OnProgress) -> OnProgress:
    return lambda stage, done, total: on_progress("merging", done, total)
