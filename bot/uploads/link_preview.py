"""What is behind an address that somebody sent? Looked at in a process of its own."""

from __future__ import annotations

import asyncio

from bot.follow.addresses import checked
from bot.follow.preview import Look
from bot.uploads.indexing_process import Reindexing
from retrieval.errors import WenceError
from retrieval.home import Home

PATIENCE_S = 90.0
"""So long an admin waits, whatever the site does; what reads it is ended then."""


async def link_preview(home: Home, written: str) -> Look:
    """Look at an address as ``wence follow --preview`` does.

    Raises:
        WenceError: it is none, must not be fetched, or cannot be read.
    """
    child = Reindexing(home)
    try:
        async with asyncio.timeout(PATIENCE_S):
            event = await child.run(lambda event: None, "follow", checked(written), "--preview")
    except TimeoutError:
        raise WenceError("follow_took_too_long") from None
    finally:
        await child.stop()
    return Look.from_json(event["found"])
