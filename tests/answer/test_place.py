"""福建的… prefers the articles that name the place, and excludes none."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.answer.filters import place_of
from retrieval.answer.searcher import Searcher
from retrieval.home import Home
from retrieval.index.operations import index_paths


@pytest.mark.parametrize(
    ("folded", "place"),
    [
        ("福建的生育津贴", "福建"),
        ("福建省的生育津贴", "福建"),
        ("濮阳市的书记是谁", "濮阳"),
        ("霞浦县的海参", "霞浦县"),
        ("我的福建", ""),
        ("生育津贴", ""),
    ],
)
def test_the_place_that_a_question_opens_with(folded: str, place: str) -> None:
    assert place_of(folded) == place


def test_a_place_is_preferred_and_excludes_nothing(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = "生育津贴每人每月发放一千元。"
    for name, source in (("a", "河南日报"), ("b", "福建日报"), ("c", "江西日报")):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: 办法{name}\nsource: {source}\n---\n{text}由{name}科负责。\n",
            encoding="utf-8",
        )
    (folder / "d.txt").write_text("河南、福建、江西三省的代表参加了会议。", encoding="utf-8")
    index_paths(home, [folder])
    searcher = Searcher.open(home)
    for place in ("河南", "福建", "江西省", "福建省"):
        found = searcher.ask(f"{place}的生育津贴每月多少钱").results
        assert str(found[0].article.source).startswith(place[:2])
        assert len({result.article.source for result in found}) > 1
    searcher.close()
