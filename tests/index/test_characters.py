"""Characters are counted in passages as reading them would count them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from retrieval.index.characters import Characters, CharactersWriter

PASSAGES = st.lists(st.text(alphabet="医保政策𠮷a\n", max_size=12), min_size=1, max_size=5)
MANY = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
"""So many that distances between them take more than a byte."""


def written(directory: Path, batches: list[list[str]]) -> Characters:
    writer = CharactersWriter(directory)
    for passages in batches:
        writer.add(passages)
    writer.save()
    return Characters.open(directory)


@settings(deadline=None)
@given(st.lists(PASSAGES, min_size=1, max_size=3))
@example([[MANY], ["", "策医" + MANY[510:511] + MANY[599] * 2, ""]])
def test_characters_are_counted_in_passages(batches: list[list[str]]) -> None:
    texts = [text for passages in batches for text in passages]
    docs = np.arange(len(texts), dtype=np.int32)[::-1]
    wanted = ["医", "策", "𠮷", "政", MANY[599], MANY[510]]
    with TemporaryDirectory() as directory:
        characters = written(Path(directory), batches)
        counts, sizes = characters.counts(docs, wanted)
        assert characters.counts(docs, [])[0].shape == (len(docs), 0)
    assert counts.tolist() == [[texts[doc].count(each) for each in wanted] for doc in docs]
    assert sizes.tolist() == [len(texts[doc]) for doc in docs]
