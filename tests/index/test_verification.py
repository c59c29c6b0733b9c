"""What checksums cannot see, rank-bm25 does: files that are as they were written, and wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.corpus.ingest import intake, renewal
from retrieval.corpus.store import Store
from retrieval.home import Home
from retrieval.index.building.build import DeltaLimits, build
from retrieval.index.building.operations import reindex
from retrieval.index.directories import current
from retrieval.index.generation import Generation
from retrieval.index.manifest import crc
from retrieval.index.verification import Agreement, verify
from retrieval.resources import resource
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
from tests.index.collections import home_of

Change = Callable[[NDArray[Any]], NDArray[Any]]
ARTICLES = [
    {"id": path.stem, "title": path.stem, "text": path.read_text(encoding="utf-8")}
    for path in sorted(resource("articles").glob("*.md"))
]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path, ARTICLES)


def agreement(home: Home, articles: int = 100) -> Agreement:
    with closing(Generation.open(home)) as generation, Store.open(home) as store:
        return verify(generation, store, articles=articles)


def rewrite(home: Home, name: str, change: Change) -> None:
    """Change an array of the live generation, and its checksum with it."""
    directory = home.index / str(current(home))
    path = directory / name
    array = change(np.load(path))
    path.unlink()
    np.save(path, array)
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"][name] = [path.stat().st_size, crc(path)]
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize("articles", [100, 3])
def test_a_sound_index_agrees(home: Home, articles: int) -> None:
    found = agreement(home, articles)
    assert found.agreed == found.questions > 0
    assert found.torn == 0


@pytest.mark.parametrize("articles", [100, 3])
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("base/words/width.npy", lambda width: width & 0xFF),
        ("base/words/doc_len.npy", lambda dl: dl[::-1].copy()),
        ("base/words/first.npy", np.zeros_like),
        ("base/bigrams/keys.npy", lambda keys: np.append(keys[0] - 1, keys[:-1])),
        ("base/bigrams/peak.npy", np.zeros_like),
    ],
)
def test_an_index_that_scores_wrong_is_told(
    home: Home, name: str, change: Change, articles: int
) -> None:
    rewrite(home, name, change)
    found = agreement(home, articles)
    assert found.agreed < found.questions
    reindex(home, stored=True)
    assert agreement(home, articles).agreed == found.questions


def test_an_index_with_other_passages_than_are_stored_is_told(home: Home) -> None:
    rewrite(home, "base/end.npy", lambda ends: ends - 1)
    assert agreement(home).torn == len(ARTICLES)


def test_numbers_that_are_not_rank_bm25s_are_told(home: Home) -> None:
    path = home.index / str(current(home)) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["recipe"]["k1"] = 1.2
    path.write_text(json.dumps(manifest), encoding="utf-8")
    found = agreement(home)
    assert found.agreed < found.questions


def test_a_delta_agrees_and_what_has_changed_since_is_left_out(home: Home) -> None:
    lexicon = Lexicon.load()
    with Store.open(home, write=True) as store:
        intake.remove(store, [ARTICLES[0]["id"]])
        build(store, home, lexicon, limits=DeltaLimits(base=0, share=1.0))
        found = agreement(home)
        assert found.agreed == found.questions
        intake.remove(store, [ARTICLES[1]["id"]])
        renewal.retokenise(store, Tokenizer(lexicon))
        less = agreement(home)
    assert less.agreed == less.questions
    assert less.passages < found.passages


def test_an_empty_collection_has_nothing_to_compare(tmp_path: Path) -> None:
    assert agreement(home_of(tmp_path, [])).questions == 0
