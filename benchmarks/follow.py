"""How long does a followed site of 2,000 pages take, at first and when nothing is new?

Run it with ``python -m benchmarks.follow``. The site is served from a process of its own on
loopback; ``wence`` runs in processes of its own, as operators run it, without a delay between
requests.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from tests.follow.site import Site, office, serving

A_PAGE = 20
SETTINGS = {"WENCE_FOLLOW_HOSTS": "127.0.0.1", "WENCE_FOLLOW_DELAY_S": "0"}


@click.command()
@click.option("--pages", type=int, default=2000, show_default=True)
@click.option("--serve", is_flag=True, hidden=True)
def main(pages: int, serve: bool) -> None:
    """Print what was measured, as one JSON object a line."""
    if serve:
        _serve(pages)
        return
    command = [sys.executable, "-m", "benchmarks.follow", "--serve", "--pages", str(pages)]
    with (
        tempfile.TemporaryDirectory() as directory,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as site,
    ):
        assert site.stdin
        assert site.stdout
        url, home = site.stdout.readline().strip(), Path(directory) / "home"
        show("first", **read(url, home))
        show("unchanged", **read(url, home))
        site.stdin.close()


def read(url: str, home: Path) -> dict[str, Any]:
    """Read the site; what was found, and how long it took."""
    began, before = time.perf_counter(), _processor_s()
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "follow", url, "--now", "--json", "--home", str(home)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **SETTINGS},
    )
    (report,) = json.loads(ran.stdout.splitlines()[-1])["sources"]
    counts = {name: report[name] for name in ("pages", "requests", "new", "changed", "wrong_count")}
    took, own = time.perf_counter() - began, _processor_s() - before
    return {"s": took, "processor_s": own, **counts}


def _processor_s() -> float:
    """The processor time of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _serve(pages: int) -> None:
    """Serve until standard input ends."""
    with serving() as site:
        fill(site, pages)
        print(f"{site.url}/zcwj/index.html", flush=True)
        sys.stdin.read()


def fill(site: Site, pages: int) -> None:
    """So many documents, and the pages of their list."""
    office(site, count=pages, a_page=A_PAGE)


def show(step: str, **measured: Any) -> None:
    rounded = {k: round(v, 2) if isinstance(v, float) else v for k, v in measured.items()}
    print(json.dumps({"step": step, "load": round(os.getloadavg()[0], 1), **rounded}), flush=True)


if __name__ == "__main__":
    main()
