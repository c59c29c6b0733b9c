"""``wence backup`` and ``wence restore``: a home in one file, and back, also while it is in use."""

from __future__ import annotations

import io
import itertools
import json
import signal
import subprocess
import sys
import tarfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.backup.archive import MANIFEST
from bot.db.database import Chats
from bot.db.hidden import hidden, hide
from bot.web.botapi import TOKEN
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.conftest import Wence

TEXT = "示例市的公积金窗口设在市民中心二楼。"
SENT = "示例市的医保窗口设在市民中心三楼。"


@pytest.fixture
def used(wence: Wence, home: Path, tmp_path: Path) -> Wence:
    """A home with an article from a folder, one from the chat, and something hidden."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (home / "inbox").mkdir(parents=True)
    (home / "inbox" / "sent.txt").write_text(SENT, encoding="utf-8")
    assert wence("index", tmp_path / "a.txt", home / "inbox" / "sent.txt").code == 0
    with closing(Chats.open(Home(home))) as chats:
        hide(chats, "gone")
    return wence


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "wence.backup"


def test_a_home_comes_back_elsewhere_with_all_that_cannot_be_made_again(
    used: Wence, home: Path, tmp_path: Path, copy: Path
) -> None:
    (home / "lexicon").mkdir()
    (home / "lexicon" / "words.txt").write_text("公积金窗口 99999\n", encoding="utf-8")
    assert used("backup", copy).code == 0
    keys = [line["key"] for line in used("articles", "--json").lines]
    home.rename(tmp_path / "lost")
    there = tmp_path / "elsewhere" / "home"
    assert used("restore", copy, "--home", there).code == 0
    assert [line["key"] for line in used("articles", "--json", "--home", there).lines] == keys
    assert TEXT in used("ask", "公积金窗口在哪里？", "--home", there).out
    with closing(Chats.open(Home(there))) as chats:
        assert hidden(chats) == {"gone"}
    assert used("doctor", "--home", there).code == 0


def test_what_was_sent_in_the_chat_is_read_again_where_it_is_now(
    used: Wence, home: Path, tmp_path: Path, copy: Path
) -> None:
    assert used("backup", copy).code == 0
    there = tmp_path / "there"
    assert used("restore", copy, "--home", there).code == 0
    (home / "inbox" / "sent.txt").unlink()
    (there / "inbox" / "sent.txt").write_text(SENT.replace("三", "五"), encoding="utf-8")
    (event,) = (
        line for line in used("reindex", "--json", "--home", there).lines if line["event"] == "done"
    )
    assert (event["changed"], event["removed"]) == (1, 0)


def test_the_token_is_left_out_and_the_settings_come_along(
    used: Wence, tmp_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TOKEN": TOKEN, "ADMIN_IDS": "42,7", "QUOTA_PERSON": "9"}.items():
        monkeypatch.setenv(f"WENCE_{name}", value)
    assert used("backup", copy).code == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    assert TOKEN.encode() not in copy.read_bytes()
    assert used("restore", copy, "--home", tmp_path / "there").code == 0
    settings = (tmp_path / "there" / "settings.env").read_text(encoding="utf-8")
    assert settings == "WENCE_ADMIN_IDS=7,42\nWENCE_QUOTA_PERSON=9\n"


def test_a_home_that_is_not_empty_is_put_aside_only_when_told(
    used: Wence, home: Path, copy: Path
) -> None:
    assert used("backup", copy).code == 0
    refused = used("restore", copy)
    assert (refused.code, "--replace" in refused.err) == (1, True)
    (event,) = used("restore", copy, "--replace", "--json").lines[-1:]
    assert (Path(event["aside"]) / "chats.db").exists()
    assert TEXT in used("ask", "公积金窗口在哪里？").out


def test_no_backup_is_overwritten(used: Wence, copy: Path) -> None:
    copy.write_bytes(b"of yesterday")
    assert used("backup", copy).code == 1
    assert copy.read_bytes() == b"of yesterday"


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_was_cut_off_is_none(
    used: Wence, tmp_path: Path, copy: Path, share: float
) -> None:
    assert used("backup", copy).code == 0
    content = copy.read_bytes()
    last = content.rindex(MANIFEST.encode())
    copy.write_bytes(content[: int(share * last)])
    refused = used("restore", copy, "--home", tmp_path / "there")
    assert (refused.code, str(copy) in refused.err) == (1, True)
    assert [path.name for path in tmp_path.glob("there*")] == []


def test_a_backup_with_a_changed_byte_is_refused(used: Wence, tmp_path: Path, copy: Path) -> None:
    assert used("backup", copy).code == 0
    content = bytearray(copy.read_bytes())
    content[len(content) // 3] ^= 1
    copy.write_bytes(content)
    assert used("restore", copy, "--home", tmp_path / "there").code == 1
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "inbox/../../evil", "writer.lock"])
def test_a_backup_writes_nowhere_else(used: Wence, tmp_path: Path, copy: Path, name: str) -> None:
    with tarfile.open(copy, "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = 4
        tar.addfile(entry, io.BytesIO(b"evil"))
    assert used("restore", copy, "--home", tmp_path / "deep" / "there").code == 1
    assert [*tmp_path.rglob("evil"), *tmp_path.rglob("there*")] == []


KILLED = """
import os, signal, sys
import bot.backup.{module} as module
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
module.{victim} = die
from bot.cli.main import main
sys.argv[0] = "wence"
main()
"""


def kill_at(module: str, victim: str, *arguments: str | Path) -> None:
    program = KILLED.format(module=module, victim=victim)
    ran = subprocess.run([sys.executable, "-c", program, *map(str, arguments)], check=False)
    assert ran.returncode == -signal.SIGKILL


def test_a_killed_backup_has_no_name(used: Wence, home: Path, copy: Path) -> None:
    kill_at("archive", "Writer.finish", "backup", copy, "--home", home)
    assert not copy.exists()
    assert used("backup", copy).code == 0


@pytest.mark.parametrize("victim", ["unpack", "reindex", "os.rename"])
def test_a_killed_restore_leaves_no_home(
    used: Wence, tmp_path: Path, copy: Path, victim: str
) -> None:
    assert used("backup", copy).code == 0
    kill_at("restore", victim, "restore", copy, "--home", tmp_path / "there")
    assert not (tmp_path / "there").exists()
    assert used("restore", copy, "--home", tmp_path / "there").code == 0


class Load:
    """Writes that go on: what was acknowledged is counted."""

    def __init__(self, home: Home, file: Path) -> None:
        self.home, self.file = home, file
        self.hidden = self.indexed = 0

    def hide(self) -> None:
        with closing(Chats.open(self.home)) as chats:
            hide(chats, f"n{self.hidden}")
        self.hidden += 1

    def index(self) -> None:
        version = self.indexed + 1
        lines = ({"id": str(n), "text": f"第{n}号第{version}版。{TEXT}"} for n in range(300))
        self.file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        index_paths(self.home, [self.file])
        self.indexed = version


@contextmanager
def going_on(*works: Callable[[], None]) -> Iterator[None]:
    """Each of them again and again, in a thread of its own."""
    stop = threading.Event()

    def repeat(work: Callable[[], None]) -> None:
        while not stop.is_set():
            work()

    threads = [threading.Thread(target=repeat, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_a_backup_under_load_holds_all_that_was_acknowledged(
    used: Wence, home: Path, tmp_path: Path
) -> None:
    load = Load(Home(home), tmp_path / "many.jsonl")
    load.index()
    with going_on(load.hide, load.index):
        for number in itertools.count():
            if number >= 3 and load.indexed >= 4:
                break
            before = load.hidden, load.indexed
            copy, there = tmp_path / f"{number}.backup", tmp_path / f"home{number}"
            assert used("backup", copy).code == 0
            assert used("restore", copy, "--home", there).code == 0
            with closing(Chats.open(Home(there))) as chats:
                assert {f"n{n}" for n in range(before[0])} <= hidden(chats)
            assert consistent_version(Home(there)) >= before[1]


def consistent_version(home: Home) -> int:
    """The one version that all articles of the file are of."""
    with Store.open(home) as store:
        texts = [article.text for article in store.articles() if article.id.isdigit()]
    (version, count), *others = Counter(
        text.partition("第")[2].partition("号第")[2].partition("版")[0] for text in texts
    ).items()
    assert (count, others) == (300, [])
    return int(version)
