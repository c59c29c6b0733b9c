"""``wence`` speaks the language of its settings, else of the locale, else Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Wence

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
ENGLISH, SIMPLIFIED, TRADITIONAL = "The question is empty", "问题是空的", "問題是空的"


def speak(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


def take_in(wence: Wence) -> None:
    Path("library.txt").write_text("示例市图书馆每周一闭馆，其余时间九点开放。", "utf-8")
    assert wence("index", "library.txt").code == 0


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({}, SIMPLIFIED),
        ({"LANG": "en_GB.UTF-8"}, ENGLISH),
        ({"LANG": "zh_TW.UTF-8"}, TRADITIONAL),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_HK"}, TRADITIONAL),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C.UTF-8"}, SIMPLIFIED),
        ({"LANG": "de_DE.UTF-8"}, SIMPLIFIED),
        ({"LANG": "zh_CN.UTF-8", "WENCE_LANG": "en"}, ENGLISH),
        ({"LANG": "en_US.UTF-8", "WENCE_LANG": "zh-Hans"}, SIMPLIFIED),
        ({"LANG": "en_US.UTF-8", "WENCE_LANG": "zh-Hant"}, TRADITIONAL),
    ],
)
def test_an_error_is_said_in_the_language_that_is_asked_for(
    wence: Wence, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    speak(monkeypatch, **variables)
    assert wence("ask", " ").err.startswith(f"wence: {said}")


def test_a_language_that_is_not_spoken_is_named(
    wence: Wence, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(monkeypatch, WENCE_LANG="tlh")
    assert "WENCE_LANG 的值不对" in wence("articles").err


def test_settings_that_are_wrong_are_told_in_the_language_that_is_right(
    wence: Wence, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(monkeypatch, WENCE_LANG="en", WENCE_KEEP_DAYS="many")
    assert "WENCE_KEEP_DAYS: not a valid value" in wence("articles").err


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Nothing was found."), ("zh-Hans", "没有找到"), ("zh-Hant", "沒有找到")],
)
def test_an_answer_is_in_the_language_of_the_settings(
    wence: Wence, monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    take_in(wence)
    speak(monkeypatch, WENCE_LANG=language)
    assert wence("ask", "鸚鵡為何學舌？").out.startswith(said)


def test_without_one_it_is_in_the_script_of_the_question(
    wence: Wence, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(wence)
    speak(monkeypatch, LANG="zh_CN.UTF-8")
    assert wence("ask", "鸚鵡為何學舌？").out.startswith("沒有找到")
    assert wence("ask", "鹦鹉为何学舌？").out.startswith("没有找到")


COMMANDS = (
    *(("index", "articles"), ("reindex",), ("articles",), ("show", "ID", "--outline")),
    *(("stats",), ("gaps",), ("learn",), ("doctor",), ("qrels", "export", "out.jsonl")),
    *(("evaluate", "known.jsonl"), ("dance",), ("ask",), ("ask", "--reslts"), ("show",)),
    *(("ask", "鹦鹉", "--results", "99"), ("serve",), ("remove", "ID"), ("articles",)),
)
KEYS = ("check", "state", "code", "said", "fix")
HAN, WORDS = re.compile("[\u3400-\u9fff]"), re.compile("[A-Za-z]{2,} [A-Za-z]{2,}")
NAMES = re.compile(r"wence [a-z -]+|pip install|make [a-z]+|/\S*|export LANG|rm -r|chmod \d+")


@pytest.fixture
def said(wence: Wence, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """All lines of all commands in a language."""
    Path("articles").mkdir()
    article = "示例市图书馆每周一闭馆，其余时间九点开放。" * 3
    Path("articles", "library.txt").write_text(article, encoding="utf-8")
    Path("articles", "bad.pdf").write_bytes(b"%PDF-1.4")
    Path("articles", "other.xyz").write_bytes(b"x")
    Path("known.jsonl").write_text(
        '{"id": "a", "question": "图书馆哪天闭馆", "article_ids": [], "answers": []}\n', "utf-8"
    )

    def lines(language: str) -> list[str]:
        speak(monkeypatch, WENCE_LANG=language)
        found: list[str] = []
        for command in COMMANDS:
            id = next((each["id"] for each in wence("articles", "--json").lines), "none")
            run = wence(*(id if part == "ID" else part for part in command))
            text = (run.out + run.err).replace(article[:20], "").replace("。", "")
            found += [line for line in text.splitlines() if line]
        return found

    return lines


def test_every_command_speaks_english(said: Callable[[str], list[str]]) -> None:
    assert [line for line in said("en") if HAN.search(line)] == []


def test_every_command_speaks_chinese(said: Callable[[str], list[str]]) -> None:
    assert [line for line in said("zh-Hans") if WORDS.search(NAMES.sub("", line))] == []


def test_keys_and_codes_are_never_translated(wence: Wence, monkeypatch: pytest.MonkeyPatch) -> None:
    def doctor(language: str) -> list[dict[str, str]]:
        speak(monkeypatch, WENCE_LANG=language)
        return wence("doctor", "--json").lines

    chinese, english = doctor("zh-Hans"), doctor("en")
    assert {frozenset(line) for line in chinese} == {frozenset(KEYS)}
    for name in ("check", "state", "code"):
        assert [line[name] for line in chinese] == [line[name] for line in english]
    token = [line["said"] for line in (*chinese, *english) if line["check"] == "token"]
    assert token == ["没有设置", "there is none"]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_an_explanation_is_in_no_language(
    wence: Wence, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    take_in(wence)
    speak(monkeypatch, WENCE_LANG=language)
    shown = wence("ask", "图书馆哪天闭馆", "--explain").out.partition("  score\n")[2]
    assert "× idf" in shown
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", shown)
