"""Collections of any size from real statutes, as the numbers of their terms.

Sentences of mainland statutes stand together in passages of about 200 characters, in their order;
past what there is, passages are put together from sentences drawn at random. Every engine gets the
same tokens: jieba's without its HMM, stop words out.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.passages import sentences
from retrieval.text.fold import fold_question, fold_text
from retrieval.text.lexicon import Lexicon
from retrieval.text.tokens import Tokenizer
from tests.shared import EVAL, LOAD

STATUTES = LOAD / "laws_hans.jsonl.gz"
ASKED = EVAL / "stard" / "questions.jsonl"

PASSAGE_CHARS = 200
SEED = 7


@dataclass(frozen=True)
class Collection:
    """``ids[bounds[i]:bounds[i + 1]]`` are the terms of passage ``i``."""

    terms: list[str]
    ids: NDArray[np.int32]
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def passages(self) -> Iterator[list[str]]:
        """The terms of each passage as strings."""
        terms = self.terms
        for start, end in zip(self.bounds[:-1].tolist(), self.bounds[1:].tolist(), strict=True):
            yield [terms[i] for i in self.ids[start:end].tolist()]


@dataclass(frozen=True)
class Sentences:
    """All sentences of the statutes."""

    terms: list[str]
    ids: NDArray[np.int32]
    bounds: NDArray[np.int64]
    chars: NDArray[np.int32]

    def collection(self, size: int) -> Collection:
        """A collection of that many passages; the same for the same size."""
        groups = np.cumsum(self.chars, dtype=np.int64) // PASSAGE_CHARS
        real = int(groups[-1]) + 1
        order = np.random.default_rng(SEED)
        chosen = [np.arange(len(self.chars))]
        owners = [groups]
        made = real
        while made < size:
            drawn = order.permutation(len(self.chars))
            group = np.cumsum(self.chars[drawn], dtype=np.int64) // PASSAGE_CHARS
            chosen.append(drawn)
            owners.append(group + made)
            made += int(group[-1]) + 1
        owner = np.concatenate(owners)
        if size < real:
            kept = order.permutation(real)[:size]
            place = np.full(real, size)
            place[kept] = np.arange(size)
            owner = place[owner]
        return self._gathered(np.concatenate(chosen), owner, size)

    def _gathered(
        self, chosen: NDArray[np.int64], owner: NDArray[np.int64], size: int
    ) -> Collection:
        inside = owner < size
        chosen, owner = chosen[inside], owner[inside]
        order = np.argsort(owner, kind="stable")
        chosen, owner = chosen[order], owner[order]
        counts = np.diff(self.bounds)[chosen]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        ids = self.ids[np.repeat(self.bounds[chosen], counts) + within]
        per = np.bincount(np.repeat(owner, counts), minlength=size)
        used = np.flatnonzero(np.bincount(ids, minlength=len(self.terms)))
        number = np.zeros(len(self.terms), dtype=np.int32)
        number[used] = np.arange(len(used))
        terms = [self.terms[i] for i in used.tolist()]
        return Collection(terms, number[ids], np.concatenate(([0], np.cumsum(per))))


def load_sentences(cache: Path, articles: int | None = None) -> Sentences:
    """The sentences of the statutes, from the cache where they have been cut before."""
    kept = cache / "sentences.npz"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        found = _cut(STATUTES, articles)
        joined = np.array("\n".join(found.terms))
        np.savez(kept, terms=joined, ids=found.ids, bounds=found.bounds, chars=found.chars)
    with np.load(kept) as arrays:
        terms = str(arrays["terms"]).split("\n")
        return Sentences(terms, arrays["ids"], arrays["bounds"], arrays["chars"])


def _cut(path: Path, articles: int | None) -> Sentences:
    numbers: dict[str, int] = {}
    ids: list[int] = []
    bounds, chars = [0], []
    for sentence, terms in _terms_of_sentences(path, articles):
        ids += [numbers.setdefault(term, len(numbers)) for term in terms]
        bounds.append(len(ids))
        chars.append(len(sentence))
    return Sentences(
        list(numbers), np.array(ids, np.int32), np.array(bounds), np.array(chars, np.int32)
    )


def _terms_of_sentences(path: Path, articles: int | None) -> Iterator[tuple[str, list[str]]]:
    tokenizer = Tokenizer(Lexicon.load())
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, articles):
            folded = fold_text(json.loads(line)["text"])
            for start, end in sentences(folded):
                yield folded[start:end], tokenizer.terms(folded[start:end])


def load_questions(count: int) -> list[list[str]]:
    """The terms of the first questions of STARD that have any."""
    tokenizer = Tokenizer(Lexicon.load())
    found = []
    for line in ASKED.read_text(encoding="utf-8").splitlines():
        if terms := tokenizer.terms(fold_question(json.loads(line)["question"])):
            found.append(terms)
    return found[:count]
