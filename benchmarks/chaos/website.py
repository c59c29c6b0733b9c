"""A site that is followed, and says something new whenever it is read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from benchmarks.chaos.lost import Lost
from retrieval.corpus.store import Store
from tests.follow.site import Site, article, listing

PAGES = 40
A_PAGE = 10
SETTINGS = {"WENCE_FOLLOW_HOSTS": "127.0.0.1", "WENCE_FOLLOW_DELAY_S": "0"}
ISSUE = re.compile(r"本件为第(\d+)期")


@dataclass(slots=True)
class Website:
    """What it says, and what was acknowledged of it."""

    site: Site
    issue: int = 0
    """What every page says now."""
    done: int = 0
    """What a run that ended by itself has read."""

    @property
    def url(self) -> str:
        return f"{self.site.url}/zcwj/index.html"

    def write(self) -> None:
        """The next issue of every page."""
        self.issue += 1
        for n in range(PAGES):
            self.site.put(f"/zcwj/t{n}.html", article(n, more=f"本件为第{self.issue}期。"))
        lists = -(-PAGES // A_PAGE)
        script = f'<script>createPageHTML({lists}, 0, "index", "html");</script>'
        for at in range(lists):
            held = range(at * A_PAGE, min(PAGES, (at + 1) * A_PAGE))
            name = f"index_{at}.html" if at else "index.html"
            page = listing([f"./t{n}.html" for n in held], pager=script)
            self.site.put(f"/zcwj/{name}", page)

    def check(self, store: Store) -> None:
        """Each page is there once and not older than what was done; no text is there twice.

        Raises:
            Lost: it is not so.
        """
        found = [each for each in store.articles() if (each.url or "").startswith(self.site.url)]
        urls = Counter(each.url for each in found)
        if len(urls) < len(found) or len(found) > PAGES or (self.done and len(found) < PAGES):
            raise Lost(f"{len(found)} articles of {len(urls)} pages of the site are there")
        issues = [int(issue) for each in found for issue in ISSUE.findall(each.text)]
        if len(issues) < len(found) or not all(self.done <= n <= self.issue for n in issues):
            raise Lost(f"the site's pages say {Counter(issues)}, at least {self.done} was done")
        (twice,) = store.connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM versions WHERE url GLOB ?"
            " GROUP BY article, text HAVING count(*) > 1)",
            [self.site.url + "*"],
        ).fetchone()
        if twice:
            raise Lost(f"{twice} texts of the site were taken twice")
