"""The collection as a table, as the desk shows it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from bot.settings import Settings
from bot.web.served import WebState, opened
from retrieval.corpus.listing import ORDERS, Listing, Wanted
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from tests.web.collection import pages_of, write
from tests.web.desk.signing_in import ADMIN, ROLES, come_in

QUOTED = {"law": 5, "long": 2, "no such article": 9}


def ids(listing: Listing, state: WebState, wanted: Wanted, number: int = 1) -> list[str]:
    store, hidden = state.live.current.store, frozenset({"law"})
    rows, _, _ = listing.page(store, wanted, hidden, QUOTED, number=number, most=3)
    return [row.id for row in rows]


def test_what_is_quoted_most_comes_first(state: WebState) -> None:
    falling = ids(Listing(), state, Wanted(order="quoted"))
    rising = ids(Listing(), state, Wanted(order="quoted", descending=False))
    assert (falling[:2], rising[:2]) == (["law", "long"], ["long", "law"])


def test_it_is_kept_to_what_is_hidden(state: WebState) -> None:
    assert ids(Listing(), state, Wanted(choice="hidden")) == ["law"]


def test_signs_of_patterns_are_looked_for_as_they_are(state: WebState) -> None:
    for words in ("%", "_", "\\"):
        assert ids(Listing(), state, Wanted(words=words)) == []
    assert ids(Listing(), state, Wanted(words="LAW")) == ["law"]


def test_pages_come_one_after_the_other_and_the_last_stands_for_those_behind(
    state: WebState,
) -> None:
    listing, wanted = Listing(), Wanted(order="title")
    pages = [ids(listing, state, wanted, number) for number in (1, 2, 99)]
    assert (len({*pages[0], *pages[1]}), pages[1]) == (4, pages[2])


def test_what_is_written_meanwhile_is_seen(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    with opened(Settings(_env_file=None, home=home)) as state:
        listing, wanted = Listing(), Wanted(words="NEW")
        before = ids(listing, state, wanted)
        write(file, [{"id": "new", "title": "", "text": "新的通知。"}])
        index_paths(Home(home), [file])
        assert (before, ids(listing, state, wanted)) == ([], ["new"])


def test_an_order_that_is_kept_up_is_the_one_that_is_made_anew(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    titles = ["乙", "甲", "甲", "", "a", "很长的通知"]
    more = [
        {"id": f"m{n}", "title": title, "text": "通知" * n} for n, title in enumerate(titles, 1)
    ]
    tables = [
        Wanted(order=order, descending=down, choice=choice, words=words)
        for order, down in product(ORDERS, (True, False))
        for choice, words in (("", ""), ("untitled", ""), ("", "m"))
    ]
    kept = Listing(len(tables))
    with opened(Settings(_env_file=None, home=home)) as state:
        for written in (more[:1], more, more[3:]):
            write(file, written)
            index_paths(Home(home), [file])
            for wanted in tables:
                told = [ids(kept, state, wanted, 1), ids(kept, state, wanted, 2)]
                assert told == [ids(Listing(), state, wanted, n) for n in (1, 2)], wanted


async def test_a_table_without_articles_says_what_to_do(tmp_path: Path) -> None:
    async with pages_of(tmp_path / "new", **ROLES) as pages:
        await come_in(pages, ADMIN)
        assert "还没有收录文章" in (await pages.get("/desk")).text
        assert "没有这样的文章" in (await pages.get("/desk?q=x")).text
