"""What is behind an address, before it is followed?"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.follow.addresses import checked
from bot.follow.fetching import GONE, Fetcher
from bot.follow.following import Following
from bot.follow.links import Links, links_of
from bot.follow.reading import is_markup
from bot.follow.saved_pages import file_name
from retrieval.errors import WenceError


@dataclass(frozen=True, slots=True)
class Look:
    """An address, and what it leads to."""

    url: str
    links: Links

    @property
    def is_list(self) -> bool:
        """Whether it leads to articles and is none itself."""
        return self.links.kind in {"list", "feed", "sitemap"}


async def look(following: Following, written: str) -> Look:
    """Fetch an address once, and see what it is.

    Raises:
        WenceError: it is none, must not be fetched, or cannot be read.
    """
    url = checked(written)
    async with Fetcher(following.guard, following.limits, following.clock) as fetcher:
        reply = await fetcher.get(url)
    if reply.status in GONE:
        raise WenceError("follow_status", status=reply.status)
    if is_markup(reply):
        return Look(url, await asyncio.to_thread(links_of, reply.body, reply.url))
    return Look(url, Links("attachment", title=file_name(url, reply, attachment=True)))
