"""``wence follow`` and ``unfollow``, through the front door, and killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.corpus.store import Store
from retrieval.home import Home
from tests.conftest import Run, Wence
from tests.follow.site import Site, office

SETTINGS = {"WENCE_FOLLOW_HOSTS": "127.0.0.1", "WENCE_FOLLOW_DELAY_S": "0"}


@pytest.fixture
def follows(wence: Wence, site: Site, monkeypatch: pytest.MonkeyPatch) -> Wence:
    """A home that follows the list of an office."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    office(site)
    assert wence("follow", f"{site.url}/zcwj/index.html", "--name", "示例市").code == 0
    return wence


def read_sources(run: Run) -> list[dict[str, object]]:
    """What each source that was read has given."""
    (event,) = (line for line in run.lines if line.get("event") == "done")
    sources: list[dict[str, object]] = event["sources"]
    return sources


def test_what_is_followed_is_listed_read_and_asked(follows: Wence, site: Site) -> None:
    assert "示例市" in follows("follow").out
    ran = follows("follow", "--now")
    assert "新增 5" in ran.out
    asked = follows("ask", "第3号补贴每人每年多少元？", "--json").lines[0]
    found = asked["results"][0]["article"]
    assert (found["url"], found["source"]) == (
        f"{site.url}/zcwj/202601/t3.html",
        "示例市人民政府",
    )
    assert "新增 5" in follows("follow", "--status").out


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/", "http://localhost/", "http://10.0.0.1/"]
)
def test_an_address_in_the_own_network_is_not_followed(wence: Wence, address: str) -> None:
    run = wence("follow", address, "--now")
    assert run.code == 1
    assert "把主机写进 WENCE_FOLLOW_HOSTS" in run.err
    assert wence("follow", "--json").lines == []


def test_what_is_behind_an_address_is_shown_and_not_followed(follows: Wence, site: Site) -> None:
    shown = follows("follow", f"{site.url}/zcwj/index_1.html", "--preview").out
    assert "一个列表，有 2 条" in shown
    assert len(follows("follow", "--json").lines) == 1


def test_only_those_whose_time_has_come_are_read(follows: Wence, site: Site) -> None:
    assert len(read_sources(follows("follow", "--due", "--json"))) == 1
    site.asked.clear()
    assert read_sources(follows("follow", "--due", "--json")) == []
    assert site.asked == []


def test_whoever_runs_it_notices_a_site_that_is_not_there(
    follows: Wence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.follow.fetching.FIRST_WAIT_S", 0)
    follows("follow", "http://127.0.0.1:1/", "--name", "没有的")
    run = follows("follow", "--now", "--json")
    assert [source["new"] for source in read_sources(run)] == [5, 0]
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert "没有全部读到：没有的。" in run.err
    assert "网站连不上" in follows("follow", "--status").out


def test_and_a_page_of_a_site_that_is_not_shown(follows: Wence, site: Site) -> None:
    site.answer("/zcwj/202601/t3.html", 403)
    run = follows("follow", "--now")
    assert (run.code, "新增 4" in run.out, "没有全部读到：示例市" in run.err) == (1, True, True)
    del site.answers["/zcwj/202601/t3.html"]
    run = follows("follow", "--now")
    assert (run.code, "新增 1" in run.out, run.err) == (0, True, "")


def test_what_is_followed_gets_what_is_said_now_and_keeps_the_rest(
    follows: Wence, site: Site
) -> None:
    url = f"{site.url}/zcwj/index.html"
    follows("follow", url, "--every", "2d", "--only", "/zcwj/", "--depth", "2")
    follows("follow", "示例市", "--name", "新名")
    follows("follow", f"{url}#top", "--every", "3d")
    (kept,) = follows("follow", "--json").lines
    assert (kept["name"], kept["only"], kept["depth"]) == ("新名", "/zcwj/", 2)
    assert kept["every_s"] == 3 * 86_400


def test_what_is_followed_no_more_keeps_its_articles_unless_told(
    follows: Wence, site: Site
) -> None:
    follows("follow", "--now")
    assert follows("unfollow", "示例市").code == 0
    assert follows("follow", "--json").lines == []
    assert len(follows("articles", "--json").lines) == 5
    follows("follow", f"{site.url}/zcwj/index.html", "--name", "示例市", "--now")
    assert len(follows("articles", "--json").lines) == 5
    assert follows("unfollow", "示例市", "--remove", "--json").lines[-1]["removed"] == 5
    assert follows("articles", "--json").lines == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("follow", "ftp://a.example/"), "不是可以关注的网址"),
        (("follow", "https://u:secret@a.example/"), "不是可以关注的网址"),
        (("follow", "https://a.example/", "--name", "示例市"), "已有别的来源叫 示例市"),
        (("follow", "https://a.example/", "--name", "示例市/"), "已有别的来源叫 示例市/"),
        (("unfollow", "https://b.example/"), "没有关注"),
    ],
)
def test_what_cannot_be_followed_says_why(
    follows: Wence, arguments: tuple[str, ...], said: str
) -> None:
    run = follows(*arguments)
    assert (run.code, said in run.err) == (1, True)


def test_a_backup_holds_what_is_followed(follows: Wence, tmp_path: Path) -> None:
    follows("follow", "--now")
    assert follows("backup", tmp_path / "b").code == 0
    there = tmp_path / "there"
    assert follows("restore", tmp_path / "b", "--home", there).code == 0
    again = follows("follow", "--now", "--json", "--home", there)
    report = read_sources(again)[0]
    assert (report["new"], report["changed"], report["wrong"]) == (0, 0, [])
    assert len(follows("articles", "--json", "--home", there).lines) == 5


KILLED = """
import os, signal, sys
import bot.follow.{module} as module
left = [{after}]
whole = module.{victim}
def die(*given, **named):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*given, **named)
module.{victim} = die
from bot.cli.main import main
sys.argv[0] = "wence"
main()
"""


@pytest.mark.parametrize(
    ("module", "victim", "after"),
    [
        ("state", "FollowState.keep", 3),
        ("saved_pages", "os.replace", 2),
        ("saved_pages", "os.replace", 7),
        ("following", "index_paths", 0),
        ("following", "FollowState.update", 0),
    ],
)
def test_whoever_is_killed_loses_nothing_and_takes_nothing_twice(
    follows: Wence, home: Path, module: str, victim: str, after: int
) -> None:
    program = KILLED.format(module=module, victim=victim, after=after)
    command = [sys.executable, "-c", program, "follow", "--now", "--home", str(home)]
    ran = subprocess.run(command, check=False, env={**os.environ, **SETTINGS})
    assert ran.returncode == -signal.SIGKILL
    follows("reindex")  # whatever is in sight may be read meanwhile
    assert follows("follow", "--now").code == 0
    with Store.open(Home(home)) as store:
        articles = list(store.articles())
        versions = store.connection.execute("SELECT count(*) FROM versions").fetchone()[0]
    assert (len(articles), len({article.url for article in articles}), versions) == (5, 5, 5)
