"""Near duplicates: found where an article was published twice, and never elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from retrieval.corpus.dedup.sketch import essence
from retrieval.corpus.ingest.intake import refresh, remove, take_in
from retrieval.corpus.store import Store
from retrieval.home import Home
from tests.corpus.dedup.copies import Copyist, lines
from tests.shared import EVAL, LOAD, needs_shared

STORY = (
    "示例市今天公布新的公积金办法，职工购房、租房和装修都可以提取。第一，购买首套住房的职工，"
    "可以一次提取账户里的全部余额。第二，租房的职工每个季度可以提取一次，每次不超过三千元。\n"
    "办理时须带身份证和合同原件，网上也可以办理，三个工作日内到账。窗口设在市民中心二楼。\n"
    "市公积金中心主任李明说，新办法从2024年7月1日起施行，此前已经受理的申请仍按旧办法办理。"
    "他还说，中心将在各区增设窗口，方便老年人就近办理，并为残疾人提供上门服务。"
    "如有疑问，可以拨打热线咨询，工作人员会在当天答复。\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(Home(tmp_path / "home"), write=True) as opened:
        yield opened


def keep(store: Store, path: Path, *articles: dict[str, Any]) -> None:
    path.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    take_in(store, [path])


def shown(store: Store) -> dict[str, int]:
    """The articles that are indexed, with the number of their reposts."""
    return {store.article(int(n)).id: store.reposts(int(n)) for n in store.live()}


def test_a_repost_is_folded_into_the_earliest_dated(store: Store, tmp_path: Path) -> None:
    keep(
        store,
        tmp_path / "a.jsonl",
        {"id": "undated", "text": STORY},
        {"id": "late", "text": "示例网讯（记者王红）" + STORY, "date": "2024-06-03"},
        {"id": "early", "title": "公积金新规", "text": STORY, "date": "2024-06-02"},
    )
    assert shown(store) == {"early": 2}
    assert store.count() == 3
    assert {store.resolve(id) for id in ("undated", "late", "early")} == {"early"}


def test_the_fullest_source_wins_on_the_same_day(store: Store, tmp_path: Path) -> None:
    keep(
        store,
        tmp_path / "a.jsonl",
        {"id": "a", "text": STORY, "date": "2024-06-02", "source": "日报"},
        {"id": "b", "text": STORY, "date": "2024-06-02", "source": "示例日报·客户端"},
    )
    assert shown(store) == {"b": 1}


def test_a_later_arrival_joins_a_cluster_and_a_removal_leaves_it(
    store: Store, tmp_path: Path
) -> None:
    keep(store, tmp_path / "a.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": STORY})
    keep(store, tmp_path / "b.jsonl", {"id": "c", "text": STORY, "date": "2024-06-02"})
    assert shown(store) == {"c": 2}
    remove(store, ["c"])
    assert shown(store) == {"a": 1}
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "b", "text": STORY}), encoding="utf-8")
    refresh(store)
    assert shown(store) == {"b": 0}


def test_an_article_that_is_rewritten_leaves_its_cluster(store: Store, tmp_path: Path) -> None:
    keep(store, tmp_path / "a.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": STORY})
    assert shown(store) == {"a": 1}
    keep(store, tmp_path / "a.jsonl", {"id": "a", "text": STORY}, {"id": "b", "text": "又一篇。"})
    assert shown(store) == {"a": 0, "b": 0}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("李明", "张伟"),  # another person
        ("三千元", "五千元"),  # another number
        ("2024年7月1日", "2025年7月1日"),
        ("示例市", "样板市"),  # another place
    ],
)
def test_what_follows_the_same_pattern_is_no_repost(
    store: Store, tmp_path: Path, old: str, new: str
) -> None:
    keep(
        store,
        tmp_path / "a.jsonl",
        {"id": "a", "text": STORY},
        {"id": "b", "text": STORY.replace(old, new)},
    )
    assert shown(store) == {"a": 0, "b": 0}


def test_short_texts_excerpts_and_laws_of_other_titles_stay(store: Store, tmp_path: Path) -> None:
    short = "本办法自发布之日起施行。"
    article = "第五条 " + STORY
    keep(
        store,
        tmp_path / "a.jsonl",
        {"id": "short", "text": short},
        {"id": "same", "text": short},
        {"id": "whole", "text": STORY + "".join(f"第{n}项另有规定。" for n in range(200))},
        {"id": "part", "text": STORY},
        {"id": "law", "title": "甲市公积金条例", "text": article},
        {"id": "other law", "title": "乙市公积金条例", "text": article},
    )
    assert len(shown(store)) == 6


def test_forms_that_repeat_themselves_are_not_aligned(store: Store, tmp_path: Path) -> None:
    """Aligning two of these whose numbers differ took 2.4 s, and each has eleven neighbours."""
    form = "".join(f"第{number}款　" + "经审核同意申请。" * 9 + "\n" for number in range(100))
    texts = {"one": form, "same": form, "other": form + "示例网讯（记者王红）\n"}
    keep(store, tmp_path / "a.jsonl", *({"id": id, "text": text} for id, text in texts.items()))
    assert shown(store) == {"one": 1, "other": 0}


@needs_shared
def test_planted_copies_are_found_and_nothing_else(store: Store, tmp_path: Path) -> None:
    """At least 97 % of 1,000 altered copies; nothing folded but copies."""
    sets = [EVAL / "drcd" / "articles.jsonl", EVAL / "cmrc2018" / "articles.jsonl"]
    articles = [article for path in sets for article in lines(path)]
    laws = [article for article in lines(LOAD / "laws_hans.jsonl.gz") if len(article["text"]) > 450]
    long = [article for article in articles if len(essence(article["text"])) >= 260]
    originals = long[:700] + laws[:300]
    copyist = Copyist()
    copies = [copyist.copy(article, place) for place, article in enumerate(originals)]
    keep(store, tmp_path / "a.jsonl", *articles, *laws[:300])
    before = shown(store)
    keep(store, tmp_path / "b.jsonl", *copies)
    after = shown(store)
    wrong = [id for id, count in before.items() if count]
    found = sum(after.values()) - sum(before.values())
    assert not wrong
    assert found >= 970
