from __future__ import annotations

import gzip
import json
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.text.bigrams import bigrams
from retrieval.text.fold import fold_text
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import TermIds, Tokenizer
from tests.shared import LOAD, needs_shared

LEXICON = Lexicon(
    {"三争行动": 20, "公积金贷款": 5, "的": 1000}, frozenset({"的", "是", "什么"}), ()
)
TOKENIZER = Tokenizer(LEXICON)
JIEBA = Tokenizer(LEXICON, accelerated=False)


def test_tokens_have_their_offsets() -> None:
    folded = "三争行动,是什么? "
    tokens = TOKENIZER.tokens(folded)
    assert [token.text for token in tokens] == ["三争行动", ",", "是", "什么", "?", " "]
    assert all(folded[token.start : token.end] == token.text for token in tokens)


def test_terms_are_without_stop_words_and_marks() -> None:
    assert TOKENIZER.terms("三争行动,是什么?100%的abc") == ["三争行动", "100", "abc"]
    assert TOKENIZER.terms(" ,。") == TOKENIZER.terms("") == []
    assert TOKENIZER.is_term("行动")
    assert not TOKENIZER.is_term("的")


@pytest.mark.parametrize("written", ["国发〔2014〕8号", "国发[2014]8号", "国发(2014)第8号"])
def test_a_document_number_is_one_term_more(written: str) -> None:
    assert TOKENIZER.terms(written)[-1] == "〔2014〕8号"


PIECES = st.sampled_from(
    ["三争行动", "的", "公积金", "国发〔2014〕8号", "号", "\0", "\n", " ", "a1", "。"]
)
TEXTS = st.lists(st.lists(PIECES, max_size=6).map("".join), min_size=1, max_size=6)


@pytest.mark.parametrize("tokenizer", [TOKENIZER, JIEBA])
@given(texts=TEXTS)
@settings(max_examples=200, deadline=None)
def test_many_texts_at_once(tokenizer: Tokenizer, texts: list[str]) -> None:
    names: dict[str, int] = {}
    ids = TermIds(tokenizer.is_term, lambda term: names.setdefault(term, len(names)))
    found, ends = tokenizer.term_ids(texts, ids)
    terms = list(names)
    starts = [0, *ends.tolist()]
    cut = [[terms[id] for id in found[a:b]] for a, b in pairwise(starts)]
    assert cut == [tokenizer.terms(text) for text in texts]


def test_the_dictionary_is_kept_in_our_own_directory(tmp_path: Path) -> None:
    first = Tokenizer(LEXICON, tmp_path / "cache", accelerated=False)
    assert first.terms("三争行动") == ["三争行动"]
    (kept,) = (tmp_path / "cache").iterdir()
    assert kept.name == f"jieba-{LEXICON.fingerprint}.cache"
    assert Tokenizer(LEXICON, tmp_path / "cache", accelerated=False).terms("三争") == ["三", "争"]
    kept.write_bytes(b"damaged")
    again = Tokenizer(LEXICON, tmp_path / "cache", accelerated=False)
    assert again.terms("三争行动") == ["三争行动"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="三争行动公积金贷款住房abc12.-+#% ,。\n\r\t😀𠮷〔〕号的人大代表"))
def test_rjieba_cuts_as_jieba_does(text: str) -> None:
    """Where the same words fit in another order, too, rounding decides."""
    cuts = [[token.text for token in each.tokens(text)] for each in (TOKENIZER, JIEBA)]
    assert cuts[0] == cuts[1] or sorted(cuts[0]) == sorted(cuts[1])


@needs_shared
def test_rjieba_cuts_real_text_as_jieba_does() -> None:
    for name in ("laws_hans", "laws_hant"):
        with gzip.open(LOAD / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts = [fold_text(json.loads(line)["text"]) for line in islice(lines, 500)]
        assert [TOKENIZER.terms(text) for text in texts] == [JIEBA.terms(text) for text in texts]


@pytest.mark.parametrize(
    ("folded", "terms"),
    [
        ("医疗保险", ["医疗", "疗保", "保险"]),
        ("医", ["医"]),
        ("国发〔2014〕8号文", ["国发", "2014", "8", "号文"]),
        ("abc_12 ok", ["abc", "12", "ok"]),
        ("", []),
    ],
)
def test_bigrams(folded: str, terms: list[str]) -> None:
    assert bigrams(folded) == terms
