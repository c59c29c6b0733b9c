"""A file that has not been read to its end is not published, whichever verb publishes next."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from retrieval.corpus.ingest.renewal import retokenise
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.build import is_current
from retrieval.index.building.operations import index_paths, reindex, remove_articles
from retrieval.index.generation import Generation
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
from tests.corpus.ingest.files import cut_off_while_it_is_read

LINES = 1100
"""More than a batch."""

DYING = """
import os, signal, sqlite3, sys
from pathlib import Path
from retrieval.home import Home
from retrieval.index.building.operations import reindex

home = Home(Path(sys.argv[1]))

def die_once_some_is_written(stage, done, total):
    db = sqlite3.connect(home.articles_db)
    rows = db.execute("SELECT 1 FROM versions WHERE instr(text, ?)", sys.argv[2:])
    if rows.fetchone():
        os.kill(os.getpid(), signal.SIGKILL)

reindex(home, on_progress=die_once_some_is_written)
"""


class Half:
    """A home that holds all lines of a file in one version, and some of them in the next."""

    def __init__(self, path: Path, *before: Path) -> None:
        """``before`` are files that are read before the others."""
        self.home = Home(path / "home")
        self.file, self.other = path / "many.jsonl", path / "other.txt"
        self.other.write_text("示例市的窗口在市民中心。", encoding="utf-8")
        self.write("甲版")
        index_paths(self.home, [*before, self.file, self.other])

    def write(self, version: str) -> None:
        lines = ({"id": str(n), "text": f"第{n}号{version}。办事须知。"} for n in range(LINES))
        self.file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    def kill_while_reading(self) -> None:
        """Read all files again until something of the next version is written."""
        self.write("乙版")
        arguments = (str(self.home.path), "乙版")
        process = subprocess.run([sys.executable, "-c", DYING, *arguments], check=False)
        assert process.returncode == -signal.SIGKILL

    def texts(self) -> list[str]:
        """What the live index holds."""
        with closing(Generation.open(self.home)) as live, Store.open(self.home) as store:
            return [store.article(n).text for n in live.versions().tolist()]

    def published(self) -> Counter[str]:
        """How many articles of the live index there are of each version."""
        return Counter(name for text in self.texts() for name in ("甲版", "乙版") if name in text)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Half:
    """Made once, and kept beside itself: what it was read from stands in it with its place."""
    place = tmp_path_factory.mktemp("half")
    (place / "now").mkdir()
    made = Half(place / "now")
    made.kill_while_reading()
    shutil.copytree(place / "now", place / "kept")
    return made


@pytest.fixture
def half(killed: Half) -> Half:
    now = killed.home.path.parent
    shutil.rmtree(now)
    shutil.copytree(now.with_name("kept"), now)
    return killed


ORIGINAL = "".join(f"第{n}号窗口办理第{n + 7}类事项，须带第{n * 3}种材料。" for n in range(40))


def test_a_repost_is_found_whose_original_went_in_a_killed_run(tmp_path: Path) -> None:
    first, repost = tmp_path / "a.jsonl", tmp_path / "b.txt"
    first.write_text(json.dumps({"id": "a", "text": ORIGINAL, "date": "2020-01-01"}))
    repost.write_text(ORIGINAL, encoding="utf-8")
    half = Half(tmp_path, first, repost)
    first.write_text(json.dumps({"id": "b", "text": "此文已撤下。"}))
    half.kill_while_reading()
    reindex(half.home, stored=True)
    assert ORIGINAL in half.texts()


def change_other(half: Half) -> None:
    half.other.write_text("示例市的窗口搬到行政中心。", encoding="utf-8")
    index_paths(half.home, [half.other])


def remove_other(half: Half) -> None:
    with Store.open(half.home) as store:
        name = store.resolve("other.txt")
    remove_articles(half.home, [str(name)])


PUBLISHING: list[Callable[[Half], object]] = [
    change_other,
    remove_other,
    lambda half: reindex(half.home, stored=True),
]


@pytest.mark.parametrize("publish", PUBLISHING, ids=["index", "remove", "reindex --stored"])
def test_no_verb_publishes_a_file_that_was_read_in_part(
    half: Half, publish: Callable[[Half], object]
) -> None:
    publish(half)
    assert half.published() == {"甲版": LINES}
    reindex(half.home)
    assert half.published() == {"乙版": LINES}


def test_a_half_read_file_that_is_restored_is_as_it_was(half: Half) -> None:
    state = os.stat(half.file)
    half.write("甲版")
    os.utime(half.file, ns=(state.st_atime_ns, state.st_mtime_ns))
    reindex(half.home)
    assert half.published() == {"甲版": LINES}


def test_a_half_read_file_that_is_gone_takes_its_articles_along(half: Half) -> None:
    half.file.unlink()
    reindex(half.home)
    assert not half.published()


def test_a_file_that_changes_while_it_is_read_stays_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with Store.open(Home(tmp_path / "home"), write=True) as store:
        lines = (json.dumps({"text": f"第{n}号甲版。"}) for n in range(LINES))
        path.write_text("\n".join(lines))
        report = cut_off_while_it_is_read(store, path)
        assert (store.count(), report.new.total()) == (0, 0)


def test_a_file_that_is_damaged_halfway_stays_what_it_was(half: Half) -> None:
    lines = (json.dumps({"text": f"第{n}号{os.urandom(9).hex()}。"}) for n in range(LINES))
    packed = half.file.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress("\n".join(lines).encode())[:-2000])
    report = index_paths(half.home, [packed])
    assert report.refused
    assert report.new.total() == 0
    assert half.published() == {"甲版": LINES}


def stopped(stage: str, done: int, total: int | None) -> None:
    raise KeyboardInterrupt


def test_articles_that_were_cut_in_part_are_cut_again(half: Half, tmp_path: Path) -> None:
    """Even where the lexicon is again what it was before."""
    (tmp_path / "words.txt").write_text("办事须知 99999\n", encoding="utf-8")
    other, usual = Tokenizer(Lexicon.load(tmp_path)), Lexicon.load()
    with Store.open(half.home, write=True) as store:
        with pytest.raises(KeyboardInterrupt):
            retokenise(store, other, stopped)
        assert retokenise(store, Tokenizer(usual))


def test_what_is_read_in_part_is_cut_by_the_new_lexicon(half: Half) -> None:
    half.home.lexicon.mkdir()
    (half.home.lexicon / "words.txt").write_text("办事须知 99999\n", encoding="utf-8")
    reindex(half.home)
    with Store.open(half.home) as store:
        known = store.terms().index("办事须知")
        assert all(known in article.words for article in store.indexed() if article.id.isdigit())
        assert is_current(store, half.home, Lexicon.load(half.home.lexicon))
