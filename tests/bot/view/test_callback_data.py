"""What buttons carry: written and read by one table, and nothing else is read."""

from __future__ import annotations

import logging
from dataclasses import fields

import pytest

from bot.app import Running
from bot.view.callback_data import FORMATS, LIMIT, ButtonData, EndWatch, ShowResult
from bot.web.botapi import Person

ASK = "三争行动是什么？"
LONGEST = {
    "text": "电" * 20,
    "question": "A-_9" * 2,
    "name": "quote_chars",
    "gap": "0123abcd",
    "key": "Ab3Cd5Ef",
    "by": "Ab3Cd5Ef",
    "holds": True,
    "file": "0123456789ab",
    "person": -(10**13),
    "watch": 10**9,
    "number": 2**32 - 1,
    "converted": True,
}
SENT = {
    "v1:gRjobRJ6:s:2.0.1.1": ShowResult("gRjobRJ6", 2, 0, 1, True),
    "w1:12": EndWatch(12),
}
"""What buttons carry that are out there already."""
FORGED = (
    *("w1:", "w1:²", "w1:１", "w1:-1", "w1:1:2", "w1:1\n", "w0:1", "w1:" + "9" * 60),
    *("g1:0:x", "g1:x", "g1:-1", "g1:0:0123abcd:z", "g1:٣"),
    *("l1:t", "l1:a:", "l1:p:²", "l1:p:-1", "l1:q:a", "l1:r:../../x", "l1"),
    *("p1:a:b", "p1:a:b:2", "p1::b:1", "p1:../x:b:1"),
    *("i1:x:y:z", "i1:0123456789ab", "i1:../..:y", "i1:0123456789ab:q"),
    *("f1:1", "f1:²:y", "f1:1:z", "f1::y"),
    *(
        "set1:script",
        "set1:script:9",
        "set1:no:1",
        "set1:script:²",
        "set1:source:7",
        "set0:script:1",
    ),
    *("v1:a:s:1", "v1:a:s:1.0.0.7", "v1:a:g:１", "v1:a:s:1.0.0.0", "v2:a:s:1.0.0.0", "v1:::"),
    *("", " ", ":", "不是我的", "\ufeff", "x" * 64),
)


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.__name__)
def test_what_is_written_is_read_and_fits(kind: type[ButtonData]) -> None:
    asked = kind(**{each.name: LONGEST.get(each.name, 99) for each in fields(kind)})
    data = asked.written()
    assert ButtonData.read(data) == asked
    assert len(data.encode()) <= LIMIT


@pytest.mark.parametrize("data", SENT)
def test_old_buttons_keep_their_meaning(data: str) -> None:
    assert ButtonData.read(data) == SENT[data]


def test_what_no_button_can_carry_is_not_written() -> None:
    with pytest.raises(ValueError, match="no button can carry"):
        ShowResult("a:b", 1).written()


async def test_forged_data_is_answered_with_one_sentence(
    bot: Running, alice: Person, admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    for person in (alice, admin):
        answer = await person.says(ASK)
        for data in FORGED:
            assert (await person.taps_data(answer, data)).text == "按钮已过期", data
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
