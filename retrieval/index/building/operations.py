"""What changes a home? Whole verbs, each under the writer's lock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from retrieval.corpus.article import Article
from retrieval.corpus.exchange.importing import take_over
from retrieval.corpus.ingest import forgotten_paths, intake, renewal
from retrieval.corpus.ingest.correcting import correct
from retrieval.corpus.ingest.prepared.loading import load
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.build import build, is_current
from retrieval.index.building.segment_writer import OnProgress, silent
from retrieval.index.directories import remove_old
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer


def index_paths(
    home: Home,
    paths: Sequence[Path],
    *,
    max_file_bytes: int = intake.MAX_FILE_BYTES,
    on_progress: OnProgress = silent,
) -> Report:
    """Take in files and folders, remember them, and bring the index up to date.

    Raises:
        HomeBusy: another process writes into the home.
        WenceError: the home or the lexicon cannot be used.
    """
    with home.writer(), Store.open(home, write=True) as store:
        return _take_in(store, paths, max_file_bytes, on_progress)


def load_parts(home: Home, directory: Path, *, on_progress: OnProgress = silent) -> Report:
    """Take in the parts of a folder, which ``prepare`` wrote, and bring the index up to date.

    Raises:
        HomeBusy, WenceError: as ``index_paths`` and ``loading.load``.
    """
    with home.writer(), Store.open(home, write=True) as store:
        lexicon = Lexicon.load(home.lexicon)
        tokenizer = Tokenizer(lexicon, home.cache)
        report = load(store, directory, tokenizer=tokenizer, on_progress=on_progress)
        _bring_up_to_date(store, home, lexicon, on_progress)
    return report


def reindex(
    home: Home,
    *,
    stored: bool = False,
    max_file_bytes: int = intake.MAX_FILE_BYTES,
    on_progress: OnProgress = silent,
) -> Report:
    """Read the remembered paths again and bring the index up to date.

    With ``stored`` no file is read, and the whole index is built anew from what is stored.

    Raises: as ``index_paths``.
    """
    with home.writer(), Store.open(home, write=True) as store:
        lexicon = Lexicon.load(home.lexicon)
        if stored:
            renewal.retokenise(store, Tokenizer(lexicon, home.cache), on_progress)
            intake.fold_reposts(store)
            build(store, home, lexicon, whole=True, on_progress=on_progress)
            return Report()
        report = intake.refresh(
            store,
            tokenizer=Tokenizer(lexicon, home.cache),
            max_file_bytes=max_file_bytes,
            on_progress=on_progress,
        )
        _bring_up_to_date(store, home, lexicon, on_progress)
    return report


def remove_articles(
    home: Home, names: Iterable[str], *, on_progress: OnProgress = silent
) -> list[Article]:
    """Remove articles by id or key from the collection and the index.

    Returns: what was removed.

    Raises:
        UnknownArticle: one of them is unknown; then none is removed.
        HomeBusy, WenceError: as ``index_paths``.
    """
    with home.writer(), Store.open(home, write=True) as store:
        lexicon = Lexicon.load(home.lexicon)
        removed = intake.remove(store, names)
        renewal.retokenise(store, Tokenizer(lexicon, home.cache), on_progress)
        _bring_up_to_date(store, home, lexicon, on_progress)
    return removed


def correct_article(
    home: Home,
    name: str,
    cells: Mapping[str, str],
    *,
    max_file_bytes: int = intake.MAX_FILE_BYTES,
    on_progress: OnProgress = silent,
) -> Report:
    """Correct what is known of an article, and read its file again; see ``correcting.correct``.

    Without ``cells`` the file is only read again.

    Raises: as ``correct`` and ``index_paths``.
    """
    with home.writer(), Store.open(home, write=True) as store:
        return _take_in(store, [correct(store, name, cells)], max_file_bytes, on_progress)


def _take_in(
    store: Store, paths: Sequence[Path], max_file_bytes: int, on_progress: OnProgress
) -> Report:
    """Take in what lies at these paths, and bring the index up to date."""
    lexicon = Lexicon.load(store.home.lexicon)
    report = intake.take_in(
        store,
        paths,
        tokenizer=Tokenizer(lexicon, store.home.cache),
        max_file_bytes=max_file_bytes,
        on_progress=on_progress,
    )
    _bring_up_to_date(store, store.home, lexicon, on_progress)
    return report


def import_collection(home: Home, folder: Path, *, on_progress: OnProgress = silent) -> Report:
    """Take in the files of another collection, all or none, and bring the index up to date.

    Returns: the articles that are new, changed or unchanged, by id.

    Raises:
        ValueError, LookupError: the files are not as ``exchange.records`` describes them.
        HomeBusy, WenceError: as ``index_paths``.
    """
    with home.writer(), Store.open(home, write=True) as store:
        lexicon = Lexicon.load(home.lexicon)
        tokenizer = Tokenizer(lexicon, home.cache)
        report = take_over(store, folder, tokenizer=tokenizer, on_progress=on_progress)
        _bring_up_to_date(store, home, lexicon, on_progress)
    return report


def forget_path(
    home: Home, path: Path, *, remove: bool = False, on_progress: OnProgress = silent
) -> Report:
    """Read a remembered path no more; its articles stay, or go with ``remove``.

    Raises:
        WenceError: the path is not remembered, or as ``index_paths``.
        HomeBusy: as ``index_paths``.
    """
    with home.writer(), Store.open(home, write=True) as store:
        lexicon = Lexicon.load(home.lexicon)
        report = forgotten_paths.forget_path(store, path, remove=remove)
        renewal.retokenise(store, Tokenizer(lexicon, home.cache), on_progress)
        _bring_up_to_date(store, home, lexicon, on_progress)
    return report


def _bring_up_to_date(store: Store, home: Home, lexicon: Lexicon, on_progress: OnProgress) -> None:
    """Build where the live generation is not what a build would give, whatever came between."""
    if is_current(store, home, lexicon):
        remove_old(home)  # what a killed run left
    else:
        build(store, home, lexicon, on_progress=on_progress)
