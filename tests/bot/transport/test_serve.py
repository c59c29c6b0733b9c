"""Starting: one sentence for everything that is in the way."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot import app
from bot.app import serve
from bot.settings import Settings
from bot.transport.updates.single_poller import sole_poller
from bot.web.botapi import TOKEN, ApiError, Person, Telegram
from retrieval.errors import WenceError
from tests.bot.serving import serving


def settings(home: Path, url: str = "http://127.0.0.1:9", token: str | None = TOKEN) -> Settings:
    values: dict[str, Any] = {"home": home, "api_base_url": url, "token": token}
    return Settings(_env_file=None, **{key: value for key, value in values.items() if value})


def test_without_a_token(tmp_path: Path) -> None:
    with pytest.raises(WenceError, match="WENCE_TOKEN is not set"):
        serve(settings(tmp_path, token=None))


async def test_with_a_wrong_token(telegram: Telegram, home: Path) -> None:
    with pytest.raises(WenceError, match="does not know this token"):
        async with app.running(settings(home, telegram.url, token="1:" + "x" * 35)):
            pass


def test_a_second_poller_on_this_machine_refuses(tmp_path: Path) -> None:
    with (
        sole_poller("5:abc", tmp_path),
        pytest.raises(WenceError, match="already serves this token"),
        sole_poller("5:abc", tmp_path),
    ):
        pass
    with sole_poller("5:abc", tmp_path), sole_poller("6:abc", tmp_path):
        pass


def test_a_lock_that_cannot_be_taken_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with (
        pytest.raises(WenceError, match="make that directory writable"),
        sole_poller("5:abc", tmp_path / "file"),
    ):
        pass


@pytest.mark.logs("another process polls")
async def test_a_second_poller_elsewhere_ends_this_one(telegram: Telegram, home: Path) -> None:
    telegram.faults.reject("getUpdates", _conflict(), times=20)
    async with serving(telegram, home) as bot:
        with pytest.raises(WenceError, match="polls with the same token"):
            await asyncio.wait_for(bot.receiving, 60)


async def test_after_a_restart_it_knows_its_questions(
    telegram: Telegram, home: Path, alice: Person
) -> None:
    asked = alice.posts("住房公积金怎么提取？")
    async with serving(telegram, home):
        answer = await alice.answer_to(asked)
        await telegram.settled()
    async with serving(telegram, home):
        alice.edits(asked, "三争行动是什么？")
        await answer.when(lambda it: "三争行动是指" in it.text)


async def test_it_reads_no_certificates_for_requests_that_are_never_made(
    telegram: Telegram, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("ssl.create_default_context")
    async with serving(telegram, home):
        pass


def _conflict() -> ApiError:
    return ApiError(409, "Conflict: terminated by other getUpdates request")


def test_a_lock_that_others_may_take_away_is_no_lock(tmp_path: Path) -> None:
    with sole_poller("5:abc", tmp_path):
        (folder,) = tmp_path.iterdir()
    folder.chmod(0o777)
    with pytest.raises(WenceError, match="open to another user"), sole_poller("5:abc", tmp_path):
        pass


def test_a_link_in_place_of_the_locks_is_refused(tmp_path: Path) -> None:
    with sole_poller("5:abc", tmp_path):
        (folder,) = tmp_path.iterdir()
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WenceError, match="open to another user"), sole_poller("5:abc", tmp_path):
        pass
