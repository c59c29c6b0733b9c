"""One run over a site: what is new, what has changed, what is gone?"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace

from bot.follow.addresses import host_of
from bot.follow.clock import Clock
from bot.follow.feeds import root_of
from bot.follow.fetching import GONE, Deferred, Fetcher, Reply, Unreachable
from bot.follow.link import Kind, Link, Links
from bot.follow.links import is_index, is_list, links_of
from bot.follow.saved_pages import SavedPages, digest, file_name
from bot.follow.site_report import SiteReport
from bot.follow.state import FollowState, Page, Source
from retrieval.corpus.readers import suffix_of
from retrieval.errors import WenceError
from retrieval.reasons import Reason, because

MOST_PAGES = 20_000
"""Addresses of one source; whoever has more follows its parts."""

A_BATCH = 500
"""After so many pages what was read comes into sight: a large site takes hours."""

OnProgress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class _Step:
    """An address to visit. ``depth`` counts the links from the source's own address."""

    url: str
    depth: int
    kind: Kind = "page"
    parent: str = ""


class SiteReading:
    """Visits the addresses of one source, one after another."""

    def __init__(
        self,
        state: FollowState,
        source: Source,
        fetcher: Fetcher,
        saved: SavedPages,
        clock: Clock,
        report: SiteReport,
    ) -> None:
        self.report = report
        self._state, self._source, self._fetcher = state, source, fetcher
        self._saved, self._clock = saved, clock
        self._kept_any = False
        """Whether anything waits to come into sight."""
        self._visited: set[str] = set()
        self._steps: deque[_Step] = deque()

    async def run(self, on_progress: OnProgress, publish: Callable[[], Awaitable[None]]) -> None:
        """Visit what the site lists, then what it listed before and lists no more.

        ``publish`` is called now and then, so that what was read comes into sight.

        Raises:
            Deferred, Unreachable: the site wants to be left alone, or is not there; what was read
                until then is kept.
        """
        self._steps.append(_Step(self._source.url, 0))
        await self._visit_all(on_progress, publish)
        for page in self._state.pages(self._source):
            if page.file and page.url not in self._visited:
                kind: Kind = "attachment" if page.kind == "attachment" else "page"
                self._steps.append(_Step(page.url, self._source.depth, kind, page.parent))
        await self._visit_all(on_progress, publish)

    async def _visit_all(
        self, on_progress: OnProgress, publish: Callable[[], Awaitable[None]]
    ) -> None:
        while self._steps:
            step = self._steps.popleft()
            if step.url in self._visited:
                continue
            if len(self._visited) >= MOST_PAGES:
                self.report.went_wrong(step.url, because("follow_too_many", most=MOST_PAGES))
                self._steps.clear()
                return
            self._visited.add(step.url)
            await self._visit(step)
            self.report.pages += 1
            self.report.requests = self._fetcher.requests
            if self.report.pages % A_BATCH == 0 and self._kept_any:
                await publish()
                self._kept_any = False
            total = len(self._visited) + len(self._steps)
            on_progress("following", self.report.pages, total)

    async def _visit(self, step: _Step) -> None:
        known = self._state.page(self._source, step.url)
        known = known or self._state.moved(self._source, step.url)
        sure = known is not None and (not known.file or self._saved.holds(known.file))
        try:
            reply = await self._fetcher.get(
                step.url,
                etag=known.etag if known and sure else None,
                modified=known.modified if known and sure else None,
            )
            self._take(step, known, reply)
        except Deferred:
            raise
        except WenceError as error:
            own = host_of(step.url) == host_of(self._source.url)
            if isinstance(error, Unreachable) and own:
                raise
            self._fail(step, known, error.reason)

    def _fail(self, step: _Step, known: Page | None, reason: Reason) -> None:
        self.report.went_wrong(step.url, reason)
        if known is not None:
            self._state.keep(replace(known, failures=known.failures + 1))

    def _take(self, step: _Step, known: Page | None, reply: Reply) -> None:
        if reply.status in GONE:
            self._miss(step, known)
        elif reply.status == 304 and known is not None:
            self._keep_seen(known, reply.url)
            self._go_on(step, _kept_links(known))
        elif known is None and reply.url != step.url and reply.url in self._visited:
            return  # it has moved to where it was read already
        elif step.kind == "attachment" or not is_markup(reply):
            self._save(step, known, reply, Links("attachment"))
        else:
            self._take_markup(step, known, reply)

    def _miss(self, step: _Step, known: Page | None) -> None:
        if known is None or not known.file:
            self.report.went_wrong(step.url, because("follow_status", status=404))
        elif not known.gone:
            self._state.keep(replace(known, gone=self._clock.today(), etag="", modified=""))
            self.report.gone.append(known.address)

    def _keep_seen(self, known: Page, address: str) -> None:
        """Nothing is written where nothing is new: the day tells enough."""
        now = replace(known, gone="", failures=0, address=address)
        if now != known:
            self._state.keep(replace(now, seen=self._clock.now()))

    def _take_markup(self, step: _Step, known: Page | None, reply: Reply) -> None:
        links = links_of(reply.body, reply.url, only=self._source.only_path)
        was_list = "list" in {step.kind, known and known.kind}
        lists = (was_list or is_list(links, step.url)) and step.depth < self._source.depth
        if links.kind in {"feed", "sitemap"} or lists:
            self._take_list(step, known, reply, links)
        else:
            self._save(step, known, reply, replace(links, kind="page", items=(), more=()))

    def _take_list(self, step: _Step, known: Page | None, reply: Reply, links: Links) -> None:
        if known and known.link_list and not links.items:
            self.report.went_wrong(step.url, because("follow_list_empty"))
        if links.goes_on_by_script:
            self.report.went_wrong(step.url, because("follow_paged_by_script"))
        if step.depth + 1 >= self._source.depth and not self._source.only_path:
            links = replace(links, items=tuple(i for i in links.items if not is_index(i.url)))
        kind: Kind = "list" if links.kind == "page" else links.kind
        self._keep(step, known, reply, replace(links, kind=kind, attachments=()))
        self._go_on(step, links)

    def _save(self, step: _Step, known: Page | None, reply: Reply, links: Links) -> None:
        attached = step.kind == "attachment"
        file = file_name(step.url, reply, attachment=attached)
        if known and suffix_of(known.file) == suffix_of(file):
            file = known.file
            if reply.may_be_cut and self._saved.holds(file):
                self._saved.check_end(file, reply.body)
        if known is None or known.hash != digest(reply.body) or not self._saved.holds(file):
            self._saved.put(file, reply.body)
        self._keep(step, known, reply, links, file)
        self._go_on(step, links)

    def _keep(
        self, step: _Step, known: Page | None, reply: Reply, links: Links, file: str = ""
    ) -> None:
        page = known or Page(source=self._source.source, url=step.url)
        self._kept_any = True
        self._state.keep(
            replace(
                page,
                kind="attachment" if step.kind == "attachment" else links.kind,
                parent=step.parent,
                address=reply.url,
                file=file,
                hash=digest(reply.body),
                etag=reply.etag or "",
                modified=reply.modified or "",
                links=json.dumps([*map(asdict, _all_links(links))], ensure_ascii=False),
                failures=0,
                gone="",
                seen=self._clock.now(),
            )
        )

    def _go_on(self, step: _Step, links: Links) -> None:
        """Lists first, so that what comes and goes meanwhile is met once."""
        for url in reversed(links.more):
            self._steps.appendleft(_Step(url, step.depth, "list"))
        for item in links.items:
            deeper = step.depth if item.kind == "sitemap" else step.depth + 1
            self._steps.append(_Step(item.url, deeper, item.kind))
        for file in links.attachments:
            parent = links.title or step.url
            self._steps.append(_Step(file.url, step.depth, "attachment", parent))


def is_markup(reply: Reply) -> bool:
    head = reply.body[:1000].lstrip().lower()
    claimed = "html" in reply.type or "xml" in reply.type.partition("/")[2].split("+")
    begins = head.startswith((b"<!doctype", b"<html", b"<?xml", b"\xef\xbb\xbf<"))
    return claimed or begins or root_of(reply.body) is not None


def _all_links(links: Links) -> list[Link]:
    """What is kept of a page's links: what else it is called is told by their kinds."""
    more = [Link(url, "list") for url in links.more]
    return [Link("", "page", links.title), *more, *links.items, *links.attachments]


def _kept_links(known: Page) -> Links:
    found = [Link(**each) for each in known.link_list]
    title = next((link.title for link in found if not link.url), "")
    links = [link for link in found if link.url]
    is_page = known.kind in {"page", "attachment"}
    return Links(
        "page" if is_page else "list",
        title=title,
        items=() if is_page else tuple(link for link in links if link.kind != "list"),
        more=tuple(link.url for link in links if link.kind == "list"),
        attachments=tuple(links) if is_page else (),
    )
