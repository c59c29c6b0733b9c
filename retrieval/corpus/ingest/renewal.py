"""Is what was understood by other rules, or cut by another lexicon, understood again?"""

from __future__ import annotations

from collections.abc import Callable

from retrieval.corpus.ingest.collection_writer import CollectionWriter
from retrieval.corpus.ingest.tokenisation import Cutter
from retrieval.corpus.metadata.jurisdiction import jurisdiction
from retrieval.corpus.metadata.repeals import RULE, lineage
from retrieval.corpus.store import Store
from retrieval.text.divisions import Divisions
from retrieval.text.fold import fold_text
from retrieval.text.tokens import Tokenizer

OnProgress = Callable[[str, int, int | None], None]

BATCH_ITEMS = 1000
HALF = ""
"""The fingerprint while all is understood anew: of no lexicon, so that a killed run is repeated."""


def renew_jurisdictions(store: Store, divisions: Divisions) -> None:
    """Find again where the articles hold, if that was read from other divisions, or by none."""
    if store.fact("divisions") == divisions.fingerprint:
        return
    writer, n = CollectionWriter(store), 0
    with writer.atomic():
        writer.set_fact("divisions", HALF)
    while rows := writer.versions.after(n, BATCH_ITEMS):
        with writer.atomic():
            for n, content in rows:
                place = jurisdiction(content, fold_text(content.text), divisions)
                writer.versions.set_jurisdiction(n, place)
    with writer.atomic():
        writer.set_fact("divisions", divisions.fingerprint)


def renew_lineages(store: Store) -> None:
    """Find again what the articles repeal, where that was read by another rule, or by none."""
    if store.fact("lineages") == RULE:
        return
    writer, n = CollectionWriter(store), 0
    while rows := writer.versions.after(n, BATCH_ITEMS):
        with writer.atomic():
            for n, content in rows:
                writer.versions.set_lineage(n, lineage(content, fold_text(content.text)))
    with writer.atomic():
        writer.set_fact("lineages", RULE)


def retokenise(store: Store, tokenizer: Tokenizer, on_progress: OnProgress | None = None) -> bool:
    """Cut all articles again if their tokens come from another lexicon; were they cut?"""
    renew_jurisdictions(store, tokenizer.lexicon.divisions)
    renew_lineages(store)
    fingerprint = tokenizer.lexicon.fingerprint
    if store.fact("lexicon") == fingerprint:
        return False
    writer = CollectionWriter(store)
    with writer.atomic():
        writer.set_fact("lexicon", HALF)
    cutter = Cutter(tokenizer, writer.terms.vocabulary)
    total, done, n = store.count(), 0, 0
    while rows := writer.versions.after(n, BATCH_ITEMS):
        with writer.atomic():
            for n, content in rows:
                writer.versions.set_tokens(n, cutter.cut(content))
        done += len(rows)
        if on_progress:
            on_progress("tokenising", done, total)
    with writer.atomic():
        writer.set_fact("lexicon", fingerprint)
    return total > 0
