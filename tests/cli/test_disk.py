"""A disk that is full, or can only be read, is no damaged database: real file systems say so."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from bot.db.database import Chats
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.conftest import Wence
from tests.forks.server import PYTHON

TEXT = "示例市的公积金窗口设在市民中心二楼。\n"


def may_mount() -> bool:
    """Whether a namespace with mounts of its own can be made here."""
    try:
        ran = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    except OSError:
        return False
    return ran.returncode == 0


pytestmark = pytest.mark.skipif(not may_mount(), reason="nothing may be mounted here")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in use, to be mounted over itself."""
    made = Home(tmp_path / "home")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    index_paths(made, [tmp_path / "a.txt"])
    Chats.open(made).close()
    return made.path


def after(mount: str, home: Path, *verb: str) -> subprocess.CompletedProcess[str]:
    """Run ``wence`` where the home was mounted so."""
    command = f'{mount} && exec "$PYTHON" -m bot "$@" --home "$HOME_DIR"'
    return subprocess.run(
        ["unshare", "-m", "sh", "-c", command, "sh", *verb],
        env={**os.environ, "PYTHON": PYTHON, "HOME_DIR": str(home), "WENCE_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )


READ_ONLY = 'mount --bind "$HOME_DIR" "$HOME_DIR" && mount -o remount,bind,ro "$HOME_DIR"'
FULL = (
    'cp -r "$HOME_DIR" "$HOME_DIR.was" && mount -t tmpfs -o size=3m none "$HOME_DIR"'
    ' && cp -r "$HOME_DIR.was/." "$HOME_DIR"'
    ' && { dd if=/dev/zero of="$HOME_DIR/fill" bs=4k 2>/dev/null || true; }'
)
SMALL = 'mount -t tmpfs -o size=400k none "$HOME_DIR"'


@pytest.mark.parametrize("verb", [("index", "b.txt"), ("reindex", "--stored"), ("stats",)])
def test_a_disk_that_can_only_be_read_is_named(home: Path, verb: tuple[str, ...]) -> None:
    Path("b.txt").write_text(TEXT * 2, encoding="utf-8")
    ran = after(READ_ONLY, home, *verb)
    assert ran.stderr.startswith("wence: The disk, that of the home or of the output, can only be")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("verb", [("index", "many.txt"), ("stats",)])
def test_a_full_disk_is_named(home: Path, verb: tuple[str, ...]) -> None:
    Path("many.txt").write_text(os.urandom(90_000).hex(), encoding="utf-8")
    fill = f'{SMALL} && head -c 390k /dev/zero > "$HOME_DIR/more"; true'
    ran = after(fill, home, *verb)
    assert ran.stderr.startswith("wence: The disk is full")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1)


def test_the_doctor_says_what_is_wrong_with_a_read_only_disk(home: Path) -> None:
    ran = after(READ_ONLY, home, "doctor")
    assert ran.returncode == 1
    assert "None" not in ran.stdout + ran.stderr
    assert "damaged" not in ran.stdout


@pytest.mark.parametrize("verb", [("ask", "公积金窗口在哪里？"), ("stats",), ("reindex",)])
def test_databases_on_a_disk_that_is_full_are_not_called_damaged(
    home: Path, verb: tuple[str, ...]
) -> None:
    ran = after(FULL, home, *verb)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "The disk is full" in ran.stderr


def test_the_doctor_advises_nobody_to_move_a_database_off_a_full_disk(home: Path) -> None:
    ran = after(FULL, home, "doctor")
    assert "The disk is full" in ran.stdout
    assert "move articles.db" not in ran.stdout


def test_a_home_on_a_disk_that_is_read_only_is_read(
    wence: Wence, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("library.txt").write_text("示例市图书馆每周一闭馆，其余时间九点开放。", "utf-8")
    wence("index", "library.txt")
    monkeypatch.setattr("retrieval.corpus.connections.is_read_only", lambda path: True)
    assert wence("ask", "图书馆哪天闭馆", "--json").lines[0]["verdict"] == "confident"
    with Store.open(Home(home)) as store, pytest.raises(sqlite3.OperationalError):
        store.connection.execute("DELETE FROM articles")


def test_what_cannot_be_opened_there_is_not_said_to_be_damaged(
    wence: Wence, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.joinpath("follow.db").mkdir(parents=True)
    assert "follow.db 打不开" in wence("follow").err
    monkeypatch.setattr("retrieval.errors.is_read_only", lambda path: True)
    assert "磁盘只能读" in wence("follow").err
