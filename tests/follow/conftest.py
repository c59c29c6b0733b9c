"""A site, a home that follows it, and a clock that nobody waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.follow.addresses import Guard
from bot.follow.clock import Clock
from bot.follow.fetching import Limits
from bot.follow.following import Following
from bot.follow.site_report import SiteReport
from bot.follow.state import FollowState, Source
from retrieval.corpus.article import Article
from retrieval.corpus.store import Store
from retrieval.home import Home
from tests.follow.site import Site, serving


class QuickClock(Clock):
    """Waiting only moves it."""

    def __init__(self) -> None:
        self.time = 1_780_000_000.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


@dataclass
class Followed:
    """A home that follows sites of the test."""

    home: Home
    site: Site
    clock: QuickClock = field(default_factory=QuickClock)
    limits: Limits = field(
        default_factory=lambda: Limits(delay_s=0, timeout_s=5, max_bytes=3_000_000)
    )
    hosts: tuple[str, ...] = ("127.0.0.1",)
    proxy: SecretStr | None = None

    def follow(self, path: str, **wanted: Any) -> SiteReport:
        """Follow an address and read it now."""
        self.keep(path, **wanted)
        return self.read()

    def keep(self, path: str, **wanted: Any) -> None:
        """Follow an address."""
        source = Source(name="", url=path if "://" in path else self.site.url + path)
        with FollowState.open(self.home) as state:
            state.follow(replace(source, **wanted))

    def read(self) -> SiteReport:
        """Read the first source; what the run found."""
        return asyncio.run(self.reading())

    async def reading(self) -> SiteReport:
        following = Following(self.home, self.limits, Guard(self.hosts), self.clock, self.proxy)
        self.site.asked.clear()
        self.site.unchanged.clear()
        with FollowState.open(self.home) as state:
            (report,) = await following.run(state, state.sources()[:1])
        return report

    @property
    def articles(self) -> list[Article]:
        with Store.open(self.home) as store:
            return list(store.articles())

    @property
    def source(self) -> Source:
        with FollowState.open(self.home) as state:
            return state.sources()[0]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def followed(site: Site, home: Path) -> Followed:
    return Followed(Home(home), site)


def codes(report: SiteReport) -> list[str]:
    """Why what went wrong did."""
    return [each.reason.code for each in report.wrong]
