"""``wence doctor`` finds what is wrong, says how to fix it, and changes nothing."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from bot.cli.checks import CHECKS
from bot.view.texts import words
from bot.web.botapi import TOKEN
from retrieval.corpus.readers.paged import recognition
from retrieval.home import Home
from retrieval.index.building.build import new_directory
from tests.conftest import Wence

TEXT = "示例市图书馆每周一闭馆，其余时间九点开放。\n"


@pytest.fixture
def filled(wence: Wence, tmp_path: Path) -> Wence:
    article = tmp_path / "library.txt"
    article.write_text(TEXT, encoding="utf-8")
    assert wence("index", article).code == 0
    return wence


def states(wence: Wence) -> dict[str, str]:
    return {line["check"]: line["state"] for line in wence("doctor", "--json").lines}


def fix_of(wence: Wence, check: str) -> str:
    run = wence("doctor", "--json")
    assert run.code == 1
    (found,) = (line for line in run.lines if line["check"] == check)
    assert found["state"] == "wrong"
    return str(found["fix"])


def snapshot(home: Path) -> dict[str, tuple[int, int]]:
    """What is in the home; the -wal and -shm files of a reader come and go."""
    paths = [path for path in home.rglob("*") if not path.name.endswith(("-wal", "-shm"))]
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_mode) for path in paths}


def test_a_home_in_use_is_sound(filled: Wence, home: Path) -> None:
    before = snapshot(home)
    run = filled("doctor", "--json")
    assert run.code == 0
    assert [line["check"] for line in run.lines] == [name for name, _ in CHECKS]
    assert {line["state"] for line in run.lines} <= {"ok", "note"}
    assert snapshot(home) == before


def test_every_finding_is_said_in_a_line_and_its_fix_in_another(filled: Wence) -> None:
    run = filled("doctor")
    assert run.code == 0
    assert run.err == ""
    for name, _ in CHECKS:
        assert words(f"check_{name}", "hans") in run.out


def test_a_home_that_does_not_exist_is_normal_and_is_not_made(wence: Wence, home: Path) -> None:
    assert wence("doctor").code == 0
    assert states(wence)["home"] == "note"
    assert not home.exists()


@pytest.mark.parametrize(
    ("value", "state"),
    [(TOKEN, "ok"), ("my-secret-token", "wrong")],
)
def test_the_shape_of_the_token_is_looked_at_and_never_shown(
    wence: Wence, monkeypatch: pytest.MonkeyPatch, value: str, state: str
) -> None:
    monkeypatch.setenv("WENCE_TOKEN", value)
    assert states(wence)["token"] == state
    run = wence("doctor")
    assert value not in run.out + run.err


def test_whether_old_office_files_can_be_read(
    wence: Wence, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert states(wence)["libreoffice"] == "note"
    (tmp_path / "soffice").write_text("", encoding="utf-8")
    (tmp_path / "soffice").chmod(0o755)
    assert states(wence)["libreoffice"] == "ok"


def test_whether_scans_can_be_read(wence: Wence, monkeypatch: pytest.MonkeyPatch) -> None:
    for available, state in ((False, "note"), (True, "ok")):
        monkeypatch.setattr(recognition, "is_available", lambda there=available: there)
        assert states(wence)["recognition"] == state


def test_a_damaged_index_is_found(filled: Wence, home: Path) -> None:
    victim = max((home / "index").rglob("*.npy"), key=lambda path: path.stat().st_size)
    content = bytearray(victim.read_bytes())
    content[-1] ^= 255
    victim.chmod(0o600)
    victim.write_bytes(content)
    assert "reindex" in fix_of(filled, "index")
    assert filled("reindex", "--stored").code == 0
    assert states(filled)["index"] == "ok"


def test_an_index_that_scores_wrong_is_found(filled: Wence, home: Path, tmp_path: Path) -> None:
    (tmp_path / "longer.txt").write_text(TEXT * 2, encoding="utf-8")
    assert filled("index", tmp_path / "longer.txt").code == 0
    assert "10 个问题里有 10 个得分" in filled("doctor").out
    (path,) = (home / "index").glob("*/manifest.json")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "recipe": {"k1": 1.2}}), encoding="utf-8")
    assert fix_of(filled, "scores") == "wence reindex --stored"
    assert filled("reindex", "--stored").code == 0
    assert states(filled)["scores"] == "ok"


def test_a_damaged_collection_is_found(filled: Wence, home: Path) -> None:
    for path in home.glob("articles.db*"):
        path.unlink()
    (home / "articles.db").write_bytes(b"no database" * 1000)
    assert "wence index" in fix_of(filled, "articles.db")


def test_a_newer_chats_db_is_found_and_named_by_every_command(filled: Wence, home: Path) -> None:
    assert filled("stats").code == 0
    with closing(sqlite3.connect(home / "chats.db")) as db, db:
        db.execute("insert into _sqlite_migrations values (99, 'chats', 'of_tomorrow', '2030')")
    assert "那个版本" in fix_of(filled, "chats.db")
    assert "更新版本" in filled("gaps").err


def test_a_cache_that_others_may_write_to_is_found(filled: Wence, home: Path) -> None:
    (home / "cache").chmod(0o777)
    assert "cache" in fix_of(filled, "cache")


def test_a_home_that_others_may_read_is_found(filled: Wence, home: Path) -> None:
    home.chmod(0o755)
    assert "chmod 700" in fix_of(filled, "home")


def test_a_settings_file_that_others_may_read_is_found(wence: Wence) -> None:
    Path(".env").write_text("WENCE_TOKEN=\n", encoding="utf-8")
    Path(".env").chmod(0o644)
    assert states(wence)[".env"] == "ok"
    Path(".env").write_text(f"WENCE_TOKEN={TOKEN}\n")
    assert fix_of(wence, ".env") == "chmod 600 .env"


def test_what_a_killed_run_left_is_noticed_and_a_reindex_takes_it_away(
    filled: Wence, home: Path
) -> None:
    for name in ("new-left", ".new-left"):
        (home / "index" / name).mkdir()
        os.utime(home / "index" / name, (0, 0))
    (home / "writer.pid").write_text("999999", encoding="ascii")
    run = filled("doctor")
    assert run.code == 0
    assert ".new-left, new-left, writer.pid" in run.out
    assert filled("reindex").code == 0
    assert "中断的运行" not in filled("doctor").out


def test_a_merge_that_goes_on_is_nothing_left_behind(filled: Wence, home: Path) -> None:
    with new_directory(Home(home)) as new:
        assert new.is_dir()
        assert "也没有残留" in filled("doctor").out


def test_who_writes_is_noticed(filled: Wence, home: Path) -> None:
    with FileLock(home / "writer.lock"):
        assert "另一个进程" in filled("doctor").out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_to_is_found(filled: Wence, home: Path) -> None:
    home.chmod(0o500)
    try:
        assert "chown" in fix_of(filled, "home")
    finally:
        home.chmod(0o700)


def test_a_remembered_path_that_is_gone_is_noticed(filled: Wence, tmp_path: Path) -> None:
    assert states(filled)["folders"] == "ok"
    (tmp_path / "library.txt").unlink()
    assert states(filled)["folders"] == "note"
