"""What is behind an address, before it is followed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.follow.addresses import checked
from bot.follow.fetching import GONE
from bot.follow.following import Following
from bot.follow.link import Kind, Links
from bot.follow.links import is_list, links_of
from bot.follow.reading import is_markup
from bot.follow.saved_pages import file_name
from retrieval.errors import WenceError

MOST_TITLES = 5
"""So many of the titles that a list names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Look:
    """An address, and what it leads to."""

    url: str
    kind: Kind
    title: str = ""
    count: int = 0
    """How many pages it lists."""
    titles: tuple[str, ...] = ()
    """Of the first of them."""
    more: int = 0
    """How many pages of the list follow."""
    attachments: int = 0
    goes_on_by_script: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it names articles rather than being one."""
        return self.kind in {"list", "feed", "sitemap"}

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Look:
        """What ``as_json`` wrote."""
        return cls(**{**found, "titles": tuple(found["titles"])})

    @classmethod
    def at(cls, url: str, links: Links) -> Look:
        if not is_list(links, url):
            return cls(url, "page", title=links.title, attachments=len(links.attachments))
        return cls(
            url,
            "list" if links.kind == "page" else links.kind,
            title=links.title,
            count=len(links.items),
            titles=tuple(item.title for item in links.items[:MOST_TITLES] if item.title),
            more=len(links.more),
            goes_on_by_script=links.goes_on_by_script,
        )


async def look(following: Following, written: str) -> Look:
    """Fetch an address once, and see what it is.

    Raises:
        WenceError: it is none, must not be fetched, or cannot be read.
    """
    url = checked(written)
    async with following.fetcher() as fetcher:
        reply = await fetcher.get(url)
    if reply.status in GONE:
        raise WenceError("follow_status", status=reply.status)
    if is_markup(reply):
        return Look.at(url, links_of(reply.body, reply.url))
    return Look(url, "attachment", title=file_name(url, reply, attachment=True))
