"""Is the index whole, does it hold the collection, and does it score as it should?"""

from __future__ import annotations

from contextlib import closing

import numpy as np

from bot.cli.checks.finding import Finding, Place, note, ok, wrong


def index(place: Place) -> Finding:
    from retrieval.corpus.store import Store
    from retrieval.index.directories import current, named
    from retrieval.index.manifest import Manifest
    from retrieval.index.provenance import opened

    if not place.home.articles_db.exists():
        return note("index_none", "index_none_fix")
    with Store.open(place.home) as store, closing(opened(store, place.home)) as generation:
        missing = np.setdiff1d(store.live(), generation.versions()).size
        surplus = np.setdiff1d(generation.versions(), store.live()).size
    name = current(place.home)
    if name is None:
        return note("index_none", "index_none_fix")
    manifest = Manifest.read(place.home.index / name)
    manifest.check(place.home.index / name, contents=True)
    if named(place.home) is None:
        return wrong("index_unnamed", "fix_reindex", name=name)
    if missing or surplus:
        return wrong("index_differs", "fix_reindex", missing=missing, surplus=surplus)
    return ok("index_fine", name=name, articles=manifest.articles, passages=manifest.passages)


def scores(place: Place) -> Finding:
    """Does the live index score as rank-bm25 does, over a sample?"""
    from retrieval.corpus.store import Store
    from retrieval.index.generation import Generation
    from retrieval.index.verification import verify

    if not place.home.articles_db.exists():
        return ok("scores_none")
    with closing(Generation.open(place.home)) as generation, Store.open(place.home) as store:
        found = verify(generation, store)
    if found.torn:
        return wrong("scores_torn", "fix_stored", count=found.torn)
    asked, agreed = found.questions, found.agreed
    if agreed < asked:
        return wrong("scores_differ", "fix_stored", count=asked - agreed, questions=asked)
    return ok("scores_fine", agreed=agreed, questions=asked, passages=found.passages)


def lexicon(place: Place) -> Finding:
    from retrieval.index.directories import current
    from retrieval.index.manifest import Manifest
    from retrieval.text.lexicon import Lexicon

    fingerprint = Lexicon.load(place.home.lexicon).fingerprint
    name = current(place.home)
    if name and Manifest.read(place.home.index / name).lexicon != fingerprint:
        return wrong("lexicon_changed", "fix_stored")
    return ok("lexicon_fine", fingerprint=fingerprint)


def learnt(place: Place) -> Finding:
    """Is what was learnt from 👍 in use?"""
    from retrieval.answer.translations import Translations
    from retrieval.text.lexicon import Lexicon

    table = Translations.read(place.home)
    if table is None:
        return ok("learnt_none")
    if table.lexicon != Lexicon.load(place.home.lexicon).fingerprint:
        return note("learnt_stale", "learnt_stale_fix")
    fate = "learnt_used" if table.used else "learnt_unused"
    return ok(fate, count=len(table.words), questions=table.pairs)
