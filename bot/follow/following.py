"""What happens to followed sites? Whole verbs, each by one process at a time.

A run reads the sites one after another, then takes in what has come. Killed at any moment it goes
on where it was: each page counts by itself, and what is in sight is taken in by the next run.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from filelock import FileLock, Timeout
from pydantic import SecretStr

from bot.follow.addresses import Guard
from bot.follow.clock import Clock
from bot.follow.fetching import Deferred, Fetcher, Limits
from bot.follow.reading import OnProgress, SiteReading
from bot.follow.saved_pages import SavedPages
from bot.follow.site_report import MOST_NAMED, SiteReport
from bot.follow.state import DAY_S, NEVER_S, FollowState, Source
from bot.settings import Settings
from retrieval.corpus.ingest.report import Report
from retrieval.corpus.store import Store
from retrieval.errors import HomeBusy, WenceError
from retrieval.home import Home
from retrieval.index.building.operations import index_paths

SOONEST_S = 15 * 60
"""After a failure a site is read again so soon, then twice as late each time."""
PATIENCE_S = 5.0
MOST_PATIENCE = 120
"""Waits for whoever writes into the home: ten minutes."""


@dataclass(frozen=True, slots=True)
class Following:
    """How sites are read into a home."""

    home: Home
    limits: Limits = field(default_factory=Limits)
    guard: Guard = field(default_factory=Guard)
    clock: Clock = field(default_factory=Clock)
    proxy: SecretStr | None = None

    def fetcher(self) -> Fetcher:
        return Fetcher(self.guard, self.limits, self.clock, self.proxy)

    async def run(
        self,
        state: FollowState,
        sources: Sequence[Source],
        on_progress: OnProgress = lambda stage, done, total: None,
    ) -> list[SiteReport]:
        """Read these sources now; what each run found.

        Raises:
            HomeBusy: another process follows sites of this home.
            WenceError: the home cannot be used.
        """
        with self._alone():
            return [await self._read(state, source, on_progress) for source in sources]

    async def _read(
        self, state: FollowState, source: Source, on_progress: OnProgress
    ) -> SiteReport:
        began = self.clock.now()
        report = SiteReport(source.name, source.url)
        saved = SavedPages(self.home, source)

        async def publish() -> None:
            saved.publish(state.pages(source))
            self._note(report, await self._take_in(on_progress), state, source)

        pause: float | None = None
        async with self.fetcher() as fetcher:
            reading = SiteReading(state, source, fetcher, saved, self.clock, report)
            try:
                await reading.run(on_progress, publish)
            except WenceError as error:
                pause = error.seconds if isinstance(error, Deferred) else self._pause(source)
                report.went_wrong(source.url, error.reason)
        await publish()
        state.update(
            source,
            last=began,
            next=began + (pause or source.every_s or NEVER_S),
            failures=0 if pause is None else source.failures + 1,
            report=json.dumps(report.as_json(), ensure_ascii=False),
            untold=_untold(source, report),
        )
        return report

    def _pause(self, source: Source) -> float:
        return float(min(source.every_s or DAY_S, SOONEST_S * 2 ** min(source.failures, 10)))

    async def _take_in(self, on_progress: OnProgress) -> Report:
        for _ in range(MOST_PATIENCE):
            with contextlib.suppress(HomeBusy):
                return self._index(on_progress)
            await self.clock.sleep(PATIENCE_S)
        return self._index(on_progress)

    def _index(self, on_progress: OnProgress) -> Report:
        """All sites lie below one remembered folder, so that a file's name begins with its site."""
        folder, limit = self.home.followed, self.limits.max_bytes
        return index_paths(self.home, [folder], max_file_bytes=limit, on_progress=on_progress)

    def _note(self, report: SiteReport, taken: Report, state: FollowState, source: Source) -> None:
        """Count what came of this source; other sources lie beside it."""
        own = f"{source.folder}/"
        new = {name: count for name, count in taken.new.items() if name.startswith(own)}
        report.new += sum(new.values())
        report.changed += sum(n for name, n in taken.changed.items() if name.startswith(own))
        pages = {page.file: page for page in state.pages(source) if page.file}
        with Store.open(self.home) as store:
            for name in list(new)[:MOST_NAMED]:
                found = store.of_file(self.home.followed / name)
                report.titles += [article.shown_title for article in found]
        for remark in taken.refused:
            if page := pages.get(remark.file.removeprefix(own)):
                report.went_wrong(page.url, remark.reason)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self.home.create()
        lock = FileLock(self.home.path / "follow.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise HomeBusy("follow_running") from None
        try:
            yield
        finally:
            lock.release()


def _untold(source: Source, report: SiteReport) -> str:
    """What the admins have not heard of yet, with what this run adds."""
    if not report.is_notable:
        return source.untold
    if source.untold:
        report = report.with_earlier(SiteReport.from_json(json.loads(source.untold)))
    return json.dumps(report.as_json(), ensure_ascii=False)


def following(home: Home, settings: Settings) -> Following:
    """As the settings say."""
    limits = Limits(
        max_bytes=settings.max_file_bytes,
        delay_s=settings.follow_delay_s,
        contact=settings.follow_contact,
    )
    return Following(home, limits, Guard(settings.follow_hosts), proxy=settings.proxy)


def unfollow(home: Home, state: FollowState, source: Source, *, remove: bool) -> int:
    """Follow a site no more; how many of its articles were taken out, none without ``remove``.

    Raises:
        HomeBusy: another process writes into the home.
    """
    folder = home.followed / source.folder
    removed = 0
    if remove and folder.exists():
        shutil.rmtree(folder)
        removed = index_paths(home, [home.followed]).removed.total()
    state.unfollow(source)
    return removed
