"""Codes, their texts in each language, and the places that give them are held to one another."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import retrieval.errors
from bot.view.reasons import reason_in
from retrieval.errors import Unreadable, WenceError
from retrieval.reasons import Reason, because
from retrieval.reasons.codes import Code, Table
from retrieval.reasons.english import ENGLISH
from retrieval.reasons.simplified import SIMPLIFIED
from retrieval.text.fold import Script
from tests.paths import ROOT
from tests.spelling import slips

CODES: tuple[Code, ...] = get_args(Code)
ERRORS = {
    name
    for name, each in vars(retrieval.errors).items()
    if isinstance(each, type) and issubclass(each, WenceError)
}
GIVERS = {"because", "unusable", *ERRORS}
"""Functions and errors whose first argument is a code, and the others its fields."""
TWO_WORDS = re.compile("[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
COMMAND = re.compile(r"wence [a-z]+[ {}\w-]*")


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def pattern(text: str) -> str:
    """A regular expression for a text with whatever fills it in."""
    parts = Formatter().parse(text)
    return "".join(re.escape(literal) + (".*" if name else "") for literal, name, _, _ in parts)


def given() -> Iterator[tuple[str, str, set[str]]]:
    """Where a code is given, the code and the names of its fields."""
    for path in [*ROOT.glob("retrieval/**/*.py"), *ROOT.glob("bot/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in GIVERS:
                yield from _code_and_fields(path, node)


def _code_and_fields(path: Path, call: ast.Call) -> Iterator[tuple[str, str, set[str]]]:
    if call.args and isinstance(call.args[0], ast.Constant):
        where = f"{path.relative_to(ROOT)}:{call.lineno}"
        yield where, str(call.args[0].value), {str(keyword.arg) for keyword in call.keywords}


@pytest.mark.parametrize("table", [ENGLISH, SIMPLIFIED], ids=["en", "zh"])
def test_every_code_has_a_text_in_each_language(table: Table) -> None:
    assert list(table.texts) == list(CODES)


def test_no_text_has_a_slip_of_the_pen() -> None:
    assert slips([*SIMPLIFIED.texts.values(), *ENGLISH.texts.values()]) == []


def test_every_code_is_given_somewhere_with_the_fields_of_its_texts() -> None:
    uses = list(given())
    assert {code for _, code, _ in uses} == set(CODES)
    for where, code, fields in uses:
        for table in (ENGLISH, SIMPLIFIED):
            assert fields == fields_of(table.texts[code]), where  # type: ignore[index]


@pytest.mark.parametrize("code", CODES)
def test_a_text_is_one_sentence_in_its_own_language(code: Code) -> None:
    english, chinese = ENGLISH.texts[code], SIMPLIFIED.texts[code]
    assert english.endswith(".")
    assert chinese.endswith("。")
    assert not TWO_WORDS.search(COMMAND.sub("", chinese))


@pytest.mark.parametrize(
    ("script", "text"),
    [
        (
            "hans",
            "索引写不进 /数据（磁盘已满），请腾出空间或开放权限，",
        ),
        (
            "hant",
            "索引寫不進 /数据（磁碟已滿），請騰出空間或開放許可權，",
        ),
    ],
)
def test_the_script_is_followed_and_names_stay_as_they_are(script: Script, text: str) -> None:
    reason = because("index_not_written", path="/数据", error="ENOSPC")
    assert reason_in(reason, script).startswith(text)
    assert "No space left on device" in str(reason)


def test_a_reason_goes_to_another_process_and_back() -> None:
    reason = because("line_not_json", line=7)
    assert Reason.from_json(reason.as_json()) == reason
    assert pickle.loads(pickle.dumps(Unreadable("bad_row", line=3))).reason.fields == {"line": 3}
    newer = Reason.from_json({"code": "of_a_newer_version", "fields": {}})
    assert newer.code == "newer_program"
