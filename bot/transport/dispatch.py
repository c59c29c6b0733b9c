"""Updates at once, but one chat's in their order."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

WAITING = 1_024
"""Updates taken on at once; most of them wait for their chat's turn."""


class ChatProcessor(BaseUpdateProcessor):
    """A lock a chat, first come first served, so that no chat holds up another."""

    def __init__(self) -> None:
        super().__init__(WAITING)
        self._locks: dict[int, tuple[asyncio.Lock, int]] = {}
        self.handled = 0
        """Updates that have been dealt with since the start."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        try:
            if chat is None:
                await coroutine
            else:
                await self._in_turn(chat.id, coroutine)
        finally:
            self.handled += 1

    def waiting(self, chat: int) -> int:
        """Updates of a chat that wait for their turn, besides the one whose turn it is."""
        return self._locks[chat][1] - 1 if chat in self._locks else 0

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to tear down."""

    async def _in_turn(self, chat: int, coroutine: Awaitable[Any]) -> None:
        lock, waiting = self._locks.get(chat, (asyncio.Lock(), 0))
        self._locks[chat] = (lock, waiting + 1)
        try:
            async with lock:
                await coroutine
        finally:
            lock, waiting = self._locks[chat]
            if waiting == 1:
                del self._locks[chat]
            else:
                self._locks[chat] = (lock, waiting - 1)
