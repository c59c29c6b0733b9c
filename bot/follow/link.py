"""Where a page leads, whatever kind of page it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["page", "list", "feed", "sitemap", "attachment"]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads."""

    url: str
    kind: Kind
    title: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """What a page leads to, each address once."""

    kind: Kind
    title: str = ""
    items: tuple[Link, ...] = ()
    """What it lists."""
    more: tuple[str, ...] = ()
    """Where the list goes on."""
    attachments: tuple[Link, ...] = ()
    goes_on_by_script: bool = False


def once(links: Iterable[Link]) -> tuple[Link, ...]:
    """Each address as it was met first."""
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(link.url, link)
    return tuple(found.values())
