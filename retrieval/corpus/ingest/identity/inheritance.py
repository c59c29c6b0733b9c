"""Is what came the same article as what went? Then it keeps its identity.

A file may be renamed and corrected at once, and a line without an id corrected: by place and bytes
nothing is recognised then, only by what is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.dedup.sketch import distinct, essence, shingles
from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.report import Report

MOST = 2000
"""When more came or went, it is another collection, and comparing would take long."""
MOST_SHARED = 50
"""A stretch that more articles share says nothing about identity."""
ALIKE = 0.5
"""So much of both together is in both."""

Named = Mapping[int, str]
"""article → the name of its file."""
_Hashes = NDArray[np.uint32]


def inherit(writer: CollectionWriter, came: Named, went: Named, report: Report) -> None:
    """Give articles that came the identity of those that went and say nearly the same.

    To be called inside a transaction. The report counts them as changed.
    """
    if not came or not went or max(len(came), len(went)) > MOST:
        return
    new, old = ({a: _hashes(writer.versions.last_text(a)) for a in group} for group in (came, went))
    taken: set[int] = set()
    for _, newcomer, heir in sorted(_pairs(new, old), reverse=True):
        if newcomer in taken or heir in taken:
            continue
        taken |= {newcomer, heir}
        writer.inherit(newcomer, heir)
        _recount(report, came[newcomer], went[heir])


def _hashes(text: str) -> _Hashes:
    return distinct(shingles(essence(text)))


def _pairs(new: Mapping[int, _Hashes], old: Mapping[int, _Hashes]) -> list[tuple[float, int, int]]:
    """(how alike, came, went) for those that are alike enough."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for article, hashes in old.items():
        for hash in hashes.tolist():
            holders[hash].append(article)
    found: list[tuple[float, int, int]] = []
    for newcomer, hashes in new.items():
        shared: defaultdict[int, int] = defaultdict(int)
        for hash in hashes.tolist():
            for heir in holders.get(hash, ())[:MOST_SHARED]:
                shared[heir] += 1
        for heir, count in shared.items():
            share = count / (len(hashes) + len(old[heir]) - count)
            if share >= ALIKE:
                found.append((share, newcomer, heir))
    return found


def _recount(report: Report, came: str, went: str) -> None:
    report.new[came] -= 1
    report.removed[went] -= 1
    report.changed[came] += 1
    for counter in (report.new, report.removed):
        for name in (came, went):
            if not counter[name]:
                del counter[name]
