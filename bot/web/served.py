"""What the pages need of whoever serves them: the bot, or ``wence web`` by itself."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn, Protocol

from bot.db.database import Chats
from bot.db.desk_settings import with_kept
from bot.db.hidden import hidden
from bot.db.preferences import Preferences
from bot.engine import cluster_of
from bot.logs.setup import set_level
from bot.look_ups.look_up import LookUp
from bot.older_index import renewed
from bot.settings import Settings, home_of
from bot.uploads.indexing_process import Reindexing
from retrieval.answer.answer import Answer
from retrieval.answer.live_searcher import LiveSearcher
from retrieval.errors import WenceError

log = logging.getLogger(__name__)

REFRESH_S = 1.0


class Served(Protocol):
    """The collection that answers, what is hidden in it, and the settings of now."""

    settings: Settings
    live: LiveSearcher
    chats: Chats
    reindexing: Reindexing

    def take_desk_settings(self) -> None:
        """Let what was set at the desk count."""

    async def ask(self, question: str, preferences: Preferences = ...) -> Answer:
        """Look a question up; how many results and how long is among the preferences."""


@dataclass(slots=True)
class WebState:
    """The same without a bot."""

    settings: Settings
    live: LiveSearcher
    chats: Chats
    reindexing: Reindexing

    async def ask(self, question: str, preferences: Preferences = Preferences()) -> Answer:  # noqa: B008 (frozen)
        look_up = LookUp(
            question=question,
            results=preferences.results,
            quote_chars=preferences.quote_chars,
            hidden=hidden(self.chats),
        )
        return await asyncio.to_thread(look_up.carry_out, self.live.current)

    def take_desk_settings(self) -> None:
        """Let what was set at the desk count, by whichever process."""
        fresh = with_kept(self.chats, self.settings)
        if fresh != self.settings:
            self.settings = fresh
            set_level(fresh)

    async def keep_current(self) -> NoReturn:
        """Answer from whatever index is the live one, as long as that can be opened."""
        while True:
            try:
                await asyncio.to_thread(self.take_desk_settings)
                await asyncio.to_thread(self.live.refresh)
            except (WenceError, sqlite3.Error) as error:
                log.warning("%s", error)
            await asyncio.sleep(REFRESH_S)

    async def stop(self) -> None:
        """End what runs beside the answers."""
        await self.reindexing.stop()


@contextmanager
def opened(settings: Settings) -> Iterator[WebState]:
    """A home, or its cluster, open for reading.

    Raises:
        NotIndexed: its index is damaged.
        EngineUnavailable: the cluster does not answer as it should.
        WenceError: its collection or ``chats.db`` cannot be opened.
    """
    home = home_of(settings).create()
    cluster = cluster_of(settings)
    live = renewed(home, lambda: LiveSearcher(home, cluster), log.warning)
    chats = Chats.open(home)
    state = WebState(with_kept(chats, settings), live, chats, Reindexing(home))
    try:
        yield state
    finally:
        state.live.close()
        state.chats.close()
