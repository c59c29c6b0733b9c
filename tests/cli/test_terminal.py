"""``wence`` in processes of its own: odd terminals, odd places, and people in a hurry."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from click import unstyle
from rich.cells import cell_len

from bot.cli.commands.articles import line
from bot.cli.terminal import shown
from retrieval.answer.answer import Answer, AppliedFilter, Result, Verdict
from retrieval.corpus.article import Article
from retrieval.resources import resource
from tests.conftest import Wence
from tests.paths import ROOT

QUESTION = "公积金租房提取每月多少钱？"
ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def start(
    home: Path,
    *arguments: str | Path,
    environment: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    settings = {"WENCE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        env={**os.environ, **settings, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=by_hand,
    )


def by_hand() -> None:
    """Hear Ctrl-C, even where the tests run in the background of a shell, which ignores it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run(
    home: Path,
    *arguments: str | Path,
    environment: Mapping[str, str] | None = None,
    stdout: int = subprocess.PIPE,
) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    process = start(home, *arguments, environment=environment, stdout=stdout)
    out, err = process.communicate(timeout=120)
    return process.returncode, (out or b"").decode("utf-8"), (err or b"").decode("utf-8")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("filled") / "home"
    assert run(home, "index", resource("articles"))[0] == 0
    return home


@pytest.mark.parametrize(
    ("date", "inferred"), [(None, ()), ("2024-01-31", ()), ("2024-01-31", ("date",))]
)
def test_titles_stand_below_one_another(date: str | None, inferred: tuple[str, ...]) -> None:
    listed = line(
        Article(id="a", key="a7k2", text="正文。", title="办法", date=date, inferred=inferred)
    )
    assert cell_len(listed[: listed.index("办法")]) == 28


@pytest.mark.parametrize("environment", [ASCII, {**ASCII, "PYTHONIOENCODING": "ascii"}])
def test_a_question_is_understood_whatever_the_locale(
    filled: Path, environment: dict[str, str]
) -> None:
    code, out, err = run(filled, "ask", QUESTION, environment=environment)
    assert (code, err) == (0, "")
    assert "1800元" in out.replace("\n   │ ", "")


def test_machines_get_utf8_whatever_the_locale(filled: Path) -> None:
    code, out, _ = run(filled, "ask", QUESTION, "--json", environment={"PYTHONIOENCODING": "big5"})
    assert code == 0
    assert json.loads(out)["question"] == QUESTION


def test_a_reader_that_has_seen_enough_is_no_error(filled: Path) -> None:
    ends = os.pipe()
    process = start(filled, "articles", "--json", stdout=ends[1])
    os.close(ends[1])
    os.close(ends[0])
    _, err = process.communicate(timeout=60)
    assert err == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", [["articles"], ["articles", "--json"], ["ask", QUESTION]])
def test_an_output_that_is_full_is_said_in_one_line(filled: Path, arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        code, _, err = run(filled, *arguments, stdout=full.fileno())
    assert code == 1
    assert err.startswith("wence: 磁盘满了")
    assert err.count("\n") == 1


def test_no_standard_output_at_all(filled: Path) -> None:
    command = f'exec "{sys.executable}" -m bot ask {QUESTION} >&-'
    environment = {**os.environ, "WENCE_HOME": str(filled), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_home_of_which_only_the_collection_is_damaged(filled: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    subprocess.run(["cp", "-r", str(filled), str(home)], check=True)
    database = home / "articles.db"
    content = bytearray(database.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    database.write_bytes(content)
    for arguments in (["ask", QUESTION], ["articles"], ["reindex"], ["show", "a"]):
        code, _, err = run(home, *arguments)
        assert code == 1
        assert err.count("\n") == 1, err
        assert "doctor" in err


@pytest.mark.parametrize("command", [["index", resource("articles")], ["reindex"]])
def test_killed_at_any_moment_it_goes_on_at_the_next_run(
    filled: Path, home: Path, wence: Wence, tmp_path: Path, command: list[str | Path]
) -> None:
    shutil.copytree(filled, home)
    for path in resource("articles").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes() + "另有补充规定。\n".encode())
    assert wence("index", tmp_path / "01-household-registration.md").code == 0
    for wait in (0.05, 0.2, 0.35, 0.5):
        process = start(home, *command)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        (answer,) = wence("ask", QUESTION, "--json").lines
        assert answer["verdict"] == "confident"
    assert wence(*command).code == 0
    assert wence("doctor").code == 0


def test_stopped_by_hand_it_says_so(tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    line = json.dumps({"text": "示例市图书馆每周一闭馆，其余时间九点开放。" * 20})
    lines.write_text("\n".join([line] * 20_000), encoding="utf-8")
    home = tmp_path / "home"
    process = start(home, "index", lines)
    try:
        while not (home / "writer.pid").exists() and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    if process.returncode == 0:
        pytest.skip("it was done before it could be stopped")
    assert process.returncode == 130
    assert err.decode().strip() == "已停止，什么也没有丢。"


def test_what_may_have_been_meant_comes_last() -> None:
    answer = Answer(question="社寶", verdict=Verdict.NONE, suggestion="社保")
    assert shown(answer).endswith("您是不是要問：社保\n")


def test_a_quote_of_one_line_is_shown_in_its_paragraphs() -> None:
    text = " ".join(f"第{n}条 {'各地应当执行本办法。' * 9}" for n in "一二三四五")
    start, end = text.index("第二条"), text.index("第四条") - 1
    article = Article(id="a", key="a7k2", text=text, title="办法")
    found = Result(rank=1, score=1.0, article=article, quote=text[start:end], start=start, end=end)
    answer = Answer(question="？", verdict=Verdict.CONFIDENT, results=(found,))
    lines = unstyle(shown(answer)).splitlines()
    assert sum(line.startswith(("   │ 第二条", "   │ 第三条")) for line in lines) == 2
    assert "   │" not in [line.rstrip() for line in lines]


def test_what_is_not_of_the_asked_time_is_headed_by_that() -> None:
    article = Article(id="a", key="a7k2", text="津贴每月一百元。", date="2021-03-01")
    result = Result(rank=1, score=1.0, article=article, quote=article.text, start=0, end=8)
    asked = AppliedFilter("date", "近三年", False, "2023-05-01")
    answer = Answer(
        question="近三年的津贴", verdict=Verdict.WEAK, results=(result,), filters=(asked,)
    )
    assert shown(answer).startswith("没有找到近三年的；以下是较早的：\n")
