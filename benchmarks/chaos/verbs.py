"""The verbs that are killed: each says whether it was still running."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.chaos.lost import Lost
from benchmarks.chaos.serving import serve
from benchmarks.chaos.trial import IMPORTED, PATIENCE_S, QUESTION, Trial, count_imported
from retrieval.corpus.store import Store
from retrieval.home import Home

Verb = Callable[[Trial], bool]


def index(trial: Trial) -> bool:
    trial.write()
    return _read(trial, "index", str(trial.file))


def reindex(trial: Trial) -> bool:
    trial.write()
    return _read(trial, "reindex")


def stored(trial: Trial) -> bool:
    return trial.kill("stored", "reindex", "--stored")


def _read(trial: Trial, *verb: str) -> bool:
    killed = trial.kill(verb[0], *verb)
    if not killed:
        trial.done = trial.version
    return killed


def remove(trial: Trial) -> bool:
    """Kill one that removes; whether it did is seen in the collection."""
    id = str(trial.lines - 1 - len(trial.removed))
    killed = trial.kill("remove", "remove", id)
    with trial.home.writer(patience_s=PATIENCE_S), Store.open(trial.home) as store:
        gone = store.resolve(id) is None
    if gone:
        trial.run("reindex", "--stored")
        trial.removed.add(id)
    elif not killed:
        raise Lost(f"{id} was reported removed")
    return killed


def ask(trial: Trial) -> bool:
    return trial.kill("ask", "ask", QUESTION)


def hide(trial: Trial) -> bool:
    id = str(len(trial.hidden))
    killed = trial.kill("hide", "hide", id)
    if not killed:
        trial.hidden.add(id)
    return killed


def follow(trial: Trial) -> bool:
    """Kill one that reads a site on which every page is new."""
    assert trial.website
    trial.website.write()
    killed = trial.kill("follow", "follow", "--now")
    if not killed:
        trial.website.done = trial.website.issue
    return killed


def back_up(trial: Trial) -> bool:
    """A killed backup has no name; one that ended can be restored."""
    path = trial.home.path.with_name("wence.tar")
    path.unlink(missing_ok=True)
    killed = trial.kill("backup", "backup", str(path))
    if path.exists():
        _holds_the_same(
            replace(trial, home=Home(trial.home.path.with_name("there"))), "restore", path
        )
    return killed


def _holds_the_same(there: Trial, verb: str, path: Path) -> None:
    """What ``verb`` makes of an archive in another home is all that was promised here."""
    there.run(verb, str(path))
    there.check()
    shutil.rmtree(there.home.path)


def export(trial: Trial) -> bool:
    """A killed export has no name; one that ended can be imported, and holds the same."""
    path = trial.home.path.with_name("wence.export")
    path.unlink(missing_ok=True)
    killed = trial.kill("export", "export", str(path))
    if path.exists():
        there = replace(trial, home=Home(trial.home.path.with_name("there")), answered=0)
        _holds_the_same(there, "import", path)
    return killed


def import_(trial: Trial) -> bool:
    """Kill one that imports: all of it is there afterwards, or nothing."""
    path = _export_of_another(trial)
    killed = trial.kill("import", "import", str(path))
    with trial.home.writer(patience_s=PATIENCE_S), Store.open(trial.home) as store:
        came = count_imported(store) - trial.imported
    if came not in {0, _a_round(trial)} or not (killed or came):
        raise Lost(f"{came} articles were imported of {_a_round(trial)}")
    trial.imported += came
    return killed


def _a_round(trial: Trial) -> int:
    """So many articles each import brings."""
    return trial.lines // 3


def _export_of_another(trial: Trial) -> Path:
    """What a home with other articles exports."""
    place = trial.home.path.with_name("another")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    another = replace(trial, home=Home(place / "home"))
    lines = (
        {"id": f"{IMPORTED}{trial.imported + n}", "text": f"外来第{trial.imported + n}号事项。"}
        for n in range(_a_round(trial))
    )
    file, path = place / "many.jsonl", place / "wence.export"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    another.run("index", str(file))
    another.run("export", str(path))
    return path


VERBS: tuple[Verb, ...] = (
    *(index, reindex, stored, remove, ask, hide),
    *(follow, back_up, export, import_, serve),
)
