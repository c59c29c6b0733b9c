"""A photo is taken like a file."""

from __future__ import annotations

import pytest

from bot.web.botapi import Person
from retrieval.corpus.readers.paged import recognition

pytestmark = [pytest.mark.handler("file"), pytest.mark.usefixtures("bot")]


async def test_a_photo_that_an_admin_sends_is_read_like_a_file(
    admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "is_available", lambda: False)
    answer = await admin.sends_photo(b"\xff\xd8\xff")
    assert ".jpg" in answer.text
    assert "wence[ocr]" in answer.text


async def test_a_photo_with_a_question_below_it_is_a_question(alice: Person) -> None:
    assert (await alice.sends_photo(b"\xff\xd8\xff", "三争行动是什么？")).quotes
