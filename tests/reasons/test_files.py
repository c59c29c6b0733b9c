"""Real files give the reasons that they must, in JSON, on the terminal and in the chat."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.uploads.preview import preview
from bot.uploads.preview_blocks import preview_blocks
from bot.view.reasons import reason_in
from retrieval.corpus.readers.paged import recognition
from retrieval.errors import Unreadable
from retrieval.reasons import Reason
from retrieval.reasons.codes import Code
from retrieval.reasons.simplified import SIMPLIFIED
from tests.conftest import Wence
from tests.reasons.inputs import DOUBTFUL, LIMIT_MB, REFUSED, TEXT, File, line
from tests.reasons.test_tables import COMMAND, TWO_WORDS, pattern

FILES = {**REFUSED, **DOUBTFUL}
ELSEWHERE: set[Code] = {
    "correction_unused",
    "id_twice",
    "place_unknown",
    "further_refusals",
    "file_too_large",
}
"""What shows only when a file is taken in, and what the bot refuses before it loads the file."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    return tmp_path / "articles"


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENCE_MAX_FILE_MB", str(LIMIT_MB))


@pytest.fixture(autouse=True)
def _without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "is_available", lambda: False)


def codes(run_lines: list[dict[str, object]], kind: str) -> list[str]:
    remarks = run_lines[-1][kind]
    assert isinstance(remarks, list)
    assert all(each["reason"] == str(Reason.from_json(each)) for each in remarks)
    return [each["code"] for each in remarks]


@pytest.mark.parametrize("code", FILES)
def test_a_file_gives_its_code(wence: Wence, folder: Path, code: Code) -> None:
    name, content = FILES[code]
    (folder / name).write_bytes(content())
    given = wence("index", folder / name, "--json")
    kind = "refused" if code in REFUSED else "doubtful"
    assert codes(given.lines, kind)[-1] == code
    assert given.code == (1 if code in REFUSED else 0)


@pytest.mark.parametrize("code", sorted(FILES.keys() - ELSEWHERE))
def test_the_chat_says_it_in_chinese(code: Code) -> None:
    shown = previewed(FILES[code])
    assert any(re.search(pattern(SIMPLIFIED.texts[code]), text) for text in shown)
    assert not [text for text in shown if TWO_WORDS.search(COMMAND.sub("", text))]


def previewed(file: File) -> list[str]:
    """The lines of the preview of a file, or the one that says why there is none."""
    name, content = file
    try:
        found = preview(name, content(), LIMIT_MB * 1_000_000)
    except Unreadable as error:
        return [reason_in(error.reason, "hans")]
    blocks = preview_blocks(found, [[]] * len(found.drafts), "hans")
    return ["".join(span.text for span in block.spans) for block in blocks]


def test_what_the_file_system_refuses(wence: Wence, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "far.txt").symlink_to(folder / "nowhere.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    os.mkfifo(folder / "pipe.txt")
    folder.joinpath(*["d"] * 150).mkdir(parents=True)
    given = wence("index", folder, folder / "none.txt", "--json")
    assert set(codes(given.lines, "refused")) == {
        *("file_missing", "not_read", "not_ordinary_file", "too_deep", "path_missing")
    }
    folder.rename(folder.with_name("elsewhere"))
    assert codes(wence("reindex", "--json").lines, "refused") == ["gone_but_kept"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(wence: Wence, folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "a.txt").chmod(0)
    assert codes(wence("index", folder, "--json").lines, "refused") == ["not_permitted"]


def test_an_id_that_comes_again_in_another_file(wence: Wence, folder: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (folder / name).write_bytes(line(id="一", text=TEXT + name))
    given = wence("index", folder, "--json")
    assert codes(given.lines, "replaced") == ["id_replaced"]


def test_a_line_is_named_in_no_language(wence: Wence, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(line(text=TEXT) + b"{\n")
    assert "a.jsonl:2 — 第 2 行不是" in wence("index", folder).out
    (folder / "a.jsonl").write_bytes(line(text=TEXT) + b"{}\n")
    (refused,) = wence("index", folder, "--json").lines[-1]["refused"]
    assert (refused["file"], refused["fields"]) == ("a.jsonl:2", {"line": 2})
