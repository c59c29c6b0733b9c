"""A bot with its HTTP application, in the process of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.app import Running
from bot.web.botapi import Telegram
from tests.bot.conftest import alice, home, indexed, telegram
from tests.bot.serving import serving

__all__ = ["alice", "home", "indexed", "telegram"]


@pytest.fixture
async def bot(telegram: Telegram, home: Path) -> AsyncIterator[Running]:
    async with serving(telegram, home, http="127.0.0.1:0") as running:
        yield running


@pytest.fixture
async def web(bot: Running) -> AsyncIterator[httpx.AsyncClient]:
    """Who looks at it from outside."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{bot.http_port}") as client:
        yield client
