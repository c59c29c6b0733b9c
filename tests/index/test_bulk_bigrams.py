from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.building.bulk_bigrams import BigramIds
from retrieval.index.postings.vocabulary import key_of
from retrieval.text.bigrams import bigrams

TEXTS = st.lists(st.text(alphabet="医保政策〇a1bé_ ,。\n𠮷😀〔〕ｱ٣") | st.text(), max_size=6)


@settings(deadline=None)
@given(TEXTS)
def test_bigrams_in_bulk_are_the_bigrams_of_each_text(texts: list[str]) -> None:
    numbered = BigramIds()
    ids, owner = numbered.of(texts)
    keys = numbered.keys(ids)
    for place, text in enumerate(texts):
        mine = Counter(keys[owner == place].tolist())
        assert mine == Counter(map(key_of, bigrams(text)))
