"""Every key and value that a bot is told and answered, as it was when somebody last read it."""

from __future__ import annotations

import json

from tests.botapi.session import KEPT, recorded


async def test_the_bot_is_told_and_answered_the_same_as_ever() -> None:
    told = json.loads(json.dumps(await recorded()))
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert [list(each) for each in told] == [list(each) for each in kept]
    for each, expected in zip(told, kept, strict=True):
        assert each == expected
