"""The collection in one file, for another home, machine or version; or as Markdown, for people.

With a collection go its corrections, its versions with their sources, and which articles are
hidden; neither chats nor settings.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from bot.backup.archive import PART, Kind, Manifest, new_archive, unpack
from bot.db.database import Chats
from bot.db.hidden import hidden_in, hide
from retrieval.corpus.exchange.exporting import write_collection
from retrieval.corpus.exchange.markdown import write_markdown
from retrieval.corpus.exchange.records import NAMES, read_lines, write_lines
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.store import Store
from retrieval.durable import sync
from retrieval.errors import WenceError, unusable
from retrieval.home import Home
from retrieval.index.building.operations import import_collection
from retrieval.index.building.segment_writer import OnProgress, silent

HIDDEN = "hidden.jsonl"
EXPORT = Kind("export", frozenset({*NAMES, HIDDEN}), compressed=True)


def export(home: Home, path: Path) -> Manifest:
    """Write the collection into one file, which gets its name once it is complete.

    Raises:
        WenceError: there is no home, it cannot be read, the file is there already or cannot be
            written.
    """
    manifest = Manifest.begin(EXPORT)
    with (
        _open(home) as store,
        new_archive(path, EXPORT, manifest) as writer,
        TemporaryDirectory(dir=path.absolute().parent) as directory,
    ):
        folder = Path(directory)
        manifest.articles = write_collection(store, folder)
        write_lines(folder / HIDDEN, ({"id": id} for id in sorted(hidden_in(home))))
        for name in (*NAMES, HIDDEN):
            writer.add(name, folder / name)
            (folder / name).unlink()
    return manifest


def export_markdown(home: Home, folder: Path) -> int:
    """Write each article that may be shown as Markdown; how many there were.

    The folder appears once it is complete.

    Raises:
        WenceError: there is no home, it cannot be read, the folder is there already or cannot be
            written.
    """
    if folder.exists():
        raise WenceError("backup_exists", path=str(folder))
    part = folder.with_name(folder.name + PART)
    out_of_sight = hidden_in(home)
    count = 0
    try:
        with _open(home) as store:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            for article in store.articles():
                if article.id not in out_of_sight:
                    write_markdown(article, part)
                    count += 1
        part.rename(folder)
        sync(folder.absolute().parent)
    except OSError as error:
        raise unusable("file_not_written", path=str(folder), error=error) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count


def take_in_export(
    path: Path, home: Home, *, on_progress: OnProgress = silent
) -> tuple[Manifest, Report]:
    """Take an export into the collection, all of it or nothing.

    What is hidden there is hidden here before anything of it can be found.

    Raises:
        HomeBusy: another process writes into the home.
        WenceError: the export or the home cannot be used.
    """
    if not path.is_file():
        raise WenceError("path_missing", path=str(path))
    home.create()
    folder = Path(mkdtemp(prefix=".import-", dir=home.path))
    try:
        manifest = unpack(path, folder, EXPORT)
        with closing(Chats.open(home)) as chats:
            for record in read_lines(folder / HIDDEN):
                hide(chats, record["id"])
        return manifest, import_collection(home, folder, on_progress=on_progress)
    except (ValueError, LookupError, TypeError) as error:
        raise WenceError("backup_damaged", path=str(path)) from error
    except OSError as error:
        raise unusable("place_unusable", path=str(folder), error=error) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _open(home: Home) -> Store:
    if not home.articles_db.exists():
        raise WenceError("backup_no_home", home=str(home.path))
    return Store.open(home)
