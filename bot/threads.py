"""The threads in which an event loop has work done, and their end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager


@asynccontextmanager
async def ended_threads() -> AsyncIterator[None]:
    """What is begun in threads meanwhile has ended afterwards, though nobody waits for it.

    A task that is cancelled leaves its thread behind. What a thread still reads from must not be
    closed: SQLite would end the process.
    """
    loop, threads = asyncio.get_running_loop(), ThreadPoolExecutor(thread_name_prefix="work")
    loop.set_default_executor(threads)
    try:
        yield
    finally:
        loop.set_default_executor(ThreadPoolExecutor())
        await asyncio.to_thread(threads.shutdown)
