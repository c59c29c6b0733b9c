"""``wence`` speaks the language of its settings, else of the locale, else Chinese."""

from __future__ import annotations

import pytest

from tests.conftest import Wence

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
ENGLISH, SIMPLIFIED, TRADITIONAL = "The question is empty", "问题是空的", "問題是空的"


def speak(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


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
    speak(monkeypatch, WENCE_LANG=language)
    assert wence("ask", "鸚鵡為何學舌？").out.startswith(said)


def test_without_one_it_is_in_the_script_of_the_question(
    wence: Wence, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(monkeypatch, LANG="zh_CN.UTF-8")
    assert wence("ask", "鸚鵡為何學舌？").out.startswith("沒有找到")
    assert wence("ask", "鹦鹉为何学舌？").out.startswith("没有找到")
