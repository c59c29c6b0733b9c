"""Characters are counted in passages as reading them would count them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.texts import Ints, Texts, TextsWriter

WORDS = st.text(alphabet="医保政策𠮷a\n", max_size=12)
PAIRS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5)


def written(directory: Path, versions: Ints, pairs: list[tuple[str, str]]) -> Texts:
    writer = TextsWriter(directory)
    for pair in pairs:
        writer.add(*pair)
    writer.save()
    return Texts.open(directory, versions)


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
    with TemporaryDirectory() as directory:
        texts = written(Path(directory), versions, pairs)
        counts, sizes = texts.counts(versions[at], *ranges, "医策政")
    assert counts.tolist() == [[text.count(each) for each in "医策政"] for text in read]
    assert sizes.tolist() == list(map(len, read))
