"""How is a path forgotten that was given once?"""

from __future__ import annotations

import os
from pathlib import Path

from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.files.scan import below, shown
from retrieval.corpus.ingest.identity.resolution import IdentityResolver
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.store import Store
from retrieval.errors import WenceError


def forget_path(store: Store, path: Path, *, remove: bool) -> Report:
    """Read a remembered path no more; the home's writer's lock is held.

    Its articles stay as they are, or with ``remove`` go; either way they are taken in again when
    the path is given again.

    Returns: the articles that stayed, as unchanged, and those that went, by file.

    Raises:
        WenceError: the path is not remembered, or is part of one that is.
    """
    name = os.path.abspath(os.fsencode(path))
    writer, report = CollectionWriter(store), Report()
    files = writer.files.below(name)
    roots = writer.files.roots()
    within = [base for _, base, _ in roots if base != name and below(name, base)]
    known = any(base == name for _, base, _ in roots)
    if within:
        raise WenceError("path_inside", path=shown(name), folder=shown(within[0]))
    if not known and not (remove and files):
        if not roots:
            raise WenceError("no_path_remembered")
        raise WenceError("path_not_remembered", path=shown(name), known=_named(roots))
    with writer.atomic():
        writer.files.forget_root(name)
        resolver = IdentityResolver(writer, report)
        for row in files:
            if remove:
                resolver.forget(row)
            elif count := writer.identities.count_of(row.file):
                report.unchanged[row.name] += count
        if remove:
            writer.fold_reposts()
    return report


def _named(roots: list[tuple[int, bytes, bool]]) -> str:
    return ", ".join(shown(base) for _, base, _ in roots)
