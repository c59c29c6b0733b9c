"""Characters are counted in passages as reading them would count them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer.searcher import Searcher
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.build import is_current
from retrieval.index.generation import current
from retrieval.index.operations import reindex
from retrieval.index.texts import Texts, TextsWriter
from retrieval.text.lexicon import Lexicon
from tests.index.collections import ARTICLES, home_of

WORDS = st.text(alphabet="医保政策𠮷a\n", max_size=12)
PAIRS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5)


@settings(deadline=None)
@given(PAIRS, st.data())
def test_characters_are_counted_in_headlines_and_passage(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    versions = np.arange(3, 3 + 2 * len(pairs), 2, dtype=np.int32)
    at = data.draw(st.lists(st.integers(0, len(pairs) - 1), min_size=1))
    ends = [data.draw(st.integers(0, len(pairs[place][1]))) for place in at]
    starts = [data.draw(st.integers(0, end)) for end in ends]
    read = [f"{pairs[p][0]}\n{pairs[p][1][a:b]}" for p, a, b in zip(at, starts, ends, strict=True)]
    ranges = np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32)
    counts, sizes = Texts.of(versions, pairs).counts(versions[at], *ranges, "医策政")
    assert counts.tolist() == [[text.count(each) for each in "医策政"] for text in read]
    assert sizes.tolist() == list(map(len, read))


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    pairs = [("通知", "办法自发布之日起施行。"), ("", ""), ("题\n𠮷", "𠮷野家")]
    writer = TextsWriter(tmp_path / "texts")
    for pair in pairs:
        writer.add(*pair)
    writer.save()
    versions = np.array([1, 4, 6], dtype=np.int32)
    written, made = Texts.open(tmp_path / "texts", versions), Texts.of(versions, pairs)
    for name in ("codes", "begins", "heads"):
        assert np.array_equal(getattr(written, name), getattr(made, name))


def without_texts(home: Home) -> None:
    """Make of the live generation what an earlier release would have written."""
    directory = home.index / str(current(home))
    shutil.rmtree(directory / "base" / "texts")
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"] = {k: v for k, v in manifest["files"].items() if "/texts/" not in k}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_an_index_of_an_earlier_release_answers_alike_and_is_built_anew(tmp_path: Path) -> None:
    home = home_of(tmp_path, ARTICLES)
    asked = "门诊费用怎么报销"
    found = Searcher.open(home).ask(asked).results
    without_texts(home)
    assert Searcher.open(home).ask(asked).results == found != ()
    with Store.open(home) as store:
        assert not is_current(store, home, Lexicon.load())
    reindex(home)
    assert (home.index / str(current(home)) / "base" / "texts").is_dir()
