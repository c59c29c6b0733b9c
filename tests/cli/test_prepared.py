"""``wence prepare`` and ``wence load``: many processes read, and one takes in what they read."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retrieval.corpus.ingest.prepared import loading
from retrieval.corpus.ingest.prepared.manifest import HOST
from retrieval.corpus.store import Store
from retrieval.home import Home
from tests.conftest import Wence
from tests.paths import ROOT

QUESTIONS = ROOT / "tests" / "answer" / "sample_questions.jsonl"
PARTS = 3
BODY = "".join(f"示例市第{n}号窗口受理居住证，材料齐全的{n}个工作日内办结。" for n in range(12))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Articles of all kinds, in which whoever reads a part alone misses something."""
    source = tmp_path / "articles"
    (source / "a").mkdir(parents=True)
    for name in ("02-residence-permit.md", "04-provident-fund.txt", "05-pension.md"):
        shutil.copy(ROOT / "data" / "articles" / name, source)
    write_lines(source / "a" / "early.jsonl", one="示例市图书馆每周一闭馆。", two=BODY)
    write_lines(source / "z.jsonl", one="示例市图书馆每周二闭馆。", three=f"{BODY}责任编辑：某某")
    for name in ("a/copy.txt", "y/copy.txt"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text("示例市公园免费开放。", encoding="utf-8")
    (source / "broken.docx").write_bytes(b"no such thing")
    (source / "articles.csv").write_text("file,source\ny/copy.txt,示例日报\n", encoding="utf-8")
    return source


def write_lines(file: Path, **texts: str) -> None:
    lines = [json.dumps({"id": id, "text": text}) for id, text in texts.items()]
    file.write_text("\n".join([*lines, "{"]), encoding="utf-8")


def prepared(wence: Wence, source: Path, out: Path) -> list[dict[str, Any]]:
    """What is told of each part."""
    runs = [
        wence("prepare", "--part", f"{number}/{PARTS}", source, out, "--json")
        for number in range(1, PARTS + 1)
    ]
    assert {run.code for run in runs} == {0}
    return [run.lines[-1] for run in runs]


def told(wence: Wence, home: Path) -> list[Any]:
    """All that a home has and answers."""
    asked = wence("ask", "--questions", QUESTIONS, "--json", "--home", home).lines
    kept = wence("articles", "--json", "--home", home).lines
    return [{**line, "took_ms": 0} for line in asked] + kept


def remarks(report: dict[str, Any]) -> dict[str, Any]:
    names = ("new", "blank", "replaced")
    listed = ("refused", "doubtful", "ignored")
    return {name: report[name] for name in names} | {
        name: sorted(map(str, report[name])) for name in listed
    }


def test_parts_become_what_index_makes_of_the_same_files(
    wence: Wence, source: Path, tmp_path: Path
) -> None:
    indexed = wence("index", source, "--home", tmp_path / "indexed", "--json")
    parts = prepared(wence, source, tmp_path / "parts")
    loaded = wence("load", tmp_path / "parts", "--home", tmp_path / "loaded", "--json")
    assert loaded.code == indexed.code == 1  # a file is refused
    assert remarks(loaded.lines[-1]) == remarks(indexed.lines[-1])
    assert sum(len(part["refused"]) for part in parts) == len(loaded.lines[-1]["refused"]) > 2
    assert told(wence, tmp_path / "loaded") == told(wence, tmp_path / "indexed")
    assert wence("reindex", "--home", tmp_path / "loaded", "--json").lines[-1]["changed"] == 0


def test_preparing_again_changes_nothing(wence: Wence, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "parts"
    first = prepared(wence, source, out)
    kept = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.iterdir()}
    assert [part["was_there"] for part in prepared(wence, source, out)] == [True] * PARTS
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.iterdir()} == kept
    assert prepared(wence, source, tmp_path / "others") == first
    for path, (data, _) in kept.items():
        assert (tmp_path / "others" / path.name).read_bytes() == data


def test_a_part_of_changed_files_is_prepared_anew(
    wence: Wence, source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "parts"
    prepared(wence, source, out)
    write_lines(source / "z.jsonl", one="示例市图书馆每周三闭馆。")
    assert [part["was_there"] for part in prepared(wence, source, out)] == [False] * PARTS
    assert wence("load", out, "--json").lines[-1]["event"] == "done"
    assert wence("show", "one", "--json").lines[0]["text"] == "示例市图书馆每周三闭馆。"


def test_loading_goes_on_where_it_was_killed(
    wence: Wence, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    out, read = tmp_path / "parts", list[str]()
    prepared(wence, source, out)

    def at_the_second(self: loading._Loading, part: Any) -> Any:
        read.append(str(part.share))
        if read == ["1/3", "2/3"]:
            raise KeyboardInterrupt
        yield from of(self, part)

    of = loading._Loading._of
    monkeypatch.setattr(loading._Loading, "_of", at_the_second)
    assert wence("load", out).code == 130
    with Store.open(Home(home)) as store:
        assert store.count() > 0
    wence("load", out)
    assert "1/3" not in read[2:]
    wence("index", source, "--home", tmp_path / "indexed")
    kept = [
        wence("articles", "--json", "--home", each).lines for each in (home, tmp_path / "indexed")
    ]
    assert kept[0] == kept[1] != []


def test_what_a_killed_run_left_is_removed(wence: Wence, source: Path, tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    out = tmp_path / "parts"
    out.mkdir()
    left = out / f".part-00001-of-00003.{HOST}.{ended.pid}"
    others = out / ".part-00001-of-00003.another.7"
    for file in (left, others):
        file.write_bytes(b"half")
    prepared(wence, source, out)
    assert [path.name for path in out.glob(".part*")] == [others.name]


def missing(out: Path) -> None:
    (out / "part-00002-of-00003.json").unlink()


def without_data(out: Path) -> None:
    (out / "part-00002-of-00003.jsonl.gz").unlink()


def flipped(out: Path) -> None:
    file = out / "part-00002-of-00003.jsonl.gz"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def torn(out: Path) -> None:
    (out / "part-00002-of-00003.json").write_text('{"part": 2', encoding="ascii")


def altered(out: Path, **fields: Any) -> None:
    file = out / "part-00002-of-00003.json"
    file.write_text(json.dumps({**json.loads(file.read_text("ascii")), **fields}), "ascii")


FAULTS: list[tuple[Callable[[Path], object], str]] = [
    (missing, "缺少分片 2/3"),
    (without_data, "part-00002-of-00003.jsonl.gz 已损坏"),
    (flipped, "part-00002-of-00003.jsonl.gz 已损坏"),
    (torn, "part-00002-of-00003.json 已损坏"),
    (lambda out: altered(out, division="another"), "不是同一批（1/3 与 2/3）"),
    (lambda out: altered(out, count=4), "不是同一批（1/3 与 2/4）"),
    (lambda out: altered(out, recipe="another"), "分片 2/3 是用另一份词库"),
    (shutil.rmtree, "里没有分片"),
]


def test_parts_that_cannot_be_loaded_are_one_line(
    wence: Wence, source: Path, tmp_path: Path
) -> None:
    prepared(wence, source, tmp_path / "parts")
    for number, (spoil, says) in enumerate(FAULTS):
        out = tmp_path / f"spoilt{number}"
        shutil.copytree(tmp_path / "parts", out)
        spoil(out)
        run = wence("load", out)
        assert (run.code, run.err.count("\n"), says in run.err) == (1, 1, True), run.err


@pytest.mark.parametrize("part", ["0/3", "4/3", "3", "a/b", "1/"])
def test_a_part_that_there_is_not_is_said(wence: Wence, tmp_path: Path, part: str) -> None:
    run = wence("prepare", "--part", part, ROOT / "data" / "articles", tmp_path / "parts")
    assert (run.code, "--part 3/16" in run.err) == (2, True)


def test_parts_are_not_written_among_the_articles(wence: Wence, source: Path) -> None:
    run = wence("prepare", "--part", "1/2", source, source / "parts")
    assert (run.code, run.err.count("\n"), "里面" in run.err) == (1, 1, True)
    assert not (source / "parts").exists()
