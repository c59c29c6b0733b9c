"""``wence chat`` at a terminal of its own: line editing, history, greetings, follow-ups."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli.commands.chat import converse
from bot.question import FOLLOW_S
from retrieval.home import Home
from tests.conftest import Wence
from tests.paths import ROOT

BIKES = "示例市电动自行车应当登记上牌。登记时带上身份证和购车发票，当场发放号牌。"
LIBRARY = "示例市图书馆每周一闭馆，其余时间九点开放。办理读者证带上身份证。"
UP = b"\x1b[A"


@pytest.fixture
def filled(wence: Wence, tmp_path: Path) -> Wence:
    for name, text in (("bikes", BIKES), ("library", LIBRARY)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert wence("index", tmp_path / "bikes.txt", tmp_path / "library.txt").code == 0
    return wence


class Terminal:
    """Somebody types at ``wence chat``, and reads what is shown."""

    def __init__(self, home: Path) -> None:
        environment = {**os.environ, "WENCE_HOME": str(home), "PYTHONPATH": str(ROOT)}
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            env={**environment, "TERM": "dumb"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        self.reads("问策> ")

    def types(self, keys: bytes) -> None:
        os.write(self._master, keys)

    def reads(self, text: str) -> None:
        """Read until the text has been shown."""
        seen = b""
        while text.encode() not in seen:
            seen += os.read(self._master, 4096)

    def ends(self) -> None:
        self.types(b"\n")
        assert self._process.wait(timeout=60) == 0
        os.close(self._master)


def test_what_was_asked_comes_back_in_a_later_conversation(filled: Wence, home: Path) -> None:
    first = Terminal(home)
    first.types("图书馆哪天闭馆\n".encode())
    first.reads("每周一闭馆")
    first.ends()
    history = home / "chat_history"
    assert history.read_text(encoding="utf-8") == "图书馆哪天闭馆\n"
    assert history.stat().st_mode & 0o777 == 0o600
    second = Terminal(home)
    second.types(UP + b"\n")
    second.reads("每周一闭馆")
    second.ends()


def test_a_typing_slip_is_taken_back(filled: Wence, home: Path) -> None:
    terminal = Terminal(home)
    terminal.types("图书馆哪天闭餐".encode() + b"\x7f" + "馆\n".encode())
    terminal.reads("每周一闭馆")
    terminal.ends()
    assert (home / "chat_history").read_text(encoding="utf-8") == "图书馆哪天闭馆\n"


def test_a_history_keeps_its_last_thousand(filled: Wence, home: Path) -> None:
    history = home / "chat_history"
    history.write_text("".join(f"第{n}问\n" for n in range(1200)), encoding="utf-8")
    Terminal(home).ends()
    lines = history.read_text(encoding="utf-8").splitlines()
    assert (len(lines), lines[0], lines[-1]) == (1000, "第200问", "第1199问")


def said(wence: Wence, monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """What each line is answered with, in a conversation without a terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*typed, "", ""])))
    return wence("chat").out.split("问策> ")[1:-1]


def test_greetings_are_answered_as_in_telegram(
    filled: Wence, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hello, marks, long = said(filled, monkeypatch, "你好", "？！", "长" * 501)
    assert hello.startswith("你好！")
    assert marks.startswith("请用文字提问")
    assert "500 个字以内" in long
    assert not (home / "chat_history").exists()


def test_a_follow_up_is_looked_up_in_the_articles_of_the_answer_before(
    filled: Wence, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "读者证" not in said(filled, monkeypatch, "登记上牌", "那身份证呢？")[1]
    assert "号牌" not in said(filled, monkeypatch, "图书馆闭馆", "那身份证呢？")[1]


def test_after_ten_minutes_nothing_is_followed_up(
    filled: Wence, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    times = iter([0.0, 0.0, FOLLOW_S + 1.0, FOLLOW_S + 1.0])
    monkeypatch.setattr(sys, "stdin", io.StringIO("图书馆闭馆\n那身份证呢？\n\n"))
    converse(Home(home), clock=lambda: next(times))
    assert "号牌" in capsys.readouterr().out


def test_an_empty_collection_says_what_to_do(wence: Wence, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (wence("ask", "图书馆哪天闭馆").out, *said(wence, monkeypatch, "图书馆哪天闭馆")):
        assert "wence index 文件夹" in text
        assert "没有找到" not in text
    assert wence("ask", "图书馆哪天闭馆", "--json").lines[0]["verdict"] == "none"


def test_without_an_input_it_ends(wence: Wence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    run = wence("chat")
    sys.stdin.close()
    assert (run.code, run.err) == (0, "")
