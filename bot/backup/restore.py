"""How does a backup become a home again?

Everything is unpacked, checked and indexed beside the place of the home, which appears by one
rename: what was interrupted is no home.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from bot.backup.archive import BACKUP, Manifest, unpack
from retrieval.corpus.ingest.intake import relocate
from retrieval.corpus.store import Store
from retrieval.durable import sync
from retrieval.errors import WenceError, unusable
from retrieval.home import Home
from retrieval.index.building.operations import reindex
from retrieval.index.building.segment_writer import OnProgress, silent

BEGUN = ".restoring-"
"""So begins the name of the directory beside the home in which a backup is unpacked."""


def restore(
    path: Path, home: Home, *, replace: bool = False, on_progress: OnProgress = silent
) -> tuple[Manifest, Path | None]:
    """Make a home from a backup, here or on another machine.

    Returns: what was in it, and where the home went that was there before.

    Raises:
        HomeBusy: another process writes into the home that is to be replaced.
        WenceError: the home is not empty and is not to be replaced; the backup cannot be used.
    """
    occupied = home.path.exists() and any(home.path.iterdir())
    if occupied and not replace:
        raise WenceError("restore_not_empty", home=str(home.path))
    if not path.is_file():
        raise WenceError("path_missing", path=str(path))
    try:
        home.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(prefix=f"{home.path.name}{BEGUN}", dir=home.path.parent))
    except OSError as error:
        raise unusable("home_not_created", home=str(home.path), error=error) from error
    try:
        manifest = unpack(path, fresh, BACKUP)
        _make_usable(Home(fresh), manifest, home, on_progress)
        return manifest, _put_in_place(fresh, home, occupied)
    except OSError as error:
        raise unusable("home_not_created", home=str(home.path), error=error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _make_usable(fresh: Home, manifest: Manifest, home: Home, on_progress: OnProgress) -> None:
    """Let remembered paths below the old home lead below the new one, and build the index."""
    if not fresh.articles_db.exists():
        return
    with fresh.writer(), Store.open(fresh, write=True) as store:
        relocate(store, Path(manifest.home), home.path)
    reindex(fresh, stored=True, on_progress=on_progress)


def _put_in_place(fresh: Path, home: Home, occupied: bool) -> Path | None:
    if not occupied:
        if home.path.exists():
            home.path.rmdir()
        os.rename(fresh, home.path)
        sync(home.path.parent)
        return None
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = home.path.with_name(f"{home.path.name}.before-{moment}")
    with home.writer():
        os.rename(home.path, aside)
        os.rename(fresh, home.path)
    sync(home.path.parent)
    return aside
