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
        parts = [self._gathered(*part) for part in self._drawn(size)]
        ids = np.concatenate([ids for ids, _ in parts])
        bounds = np.concatenate(([0], np.cumsum(np.concatenate([sizes for _, sizes in parts]))))
        del parts
        used = np.zeros(len(self.terms), dtype=np.bool_)
        used[ids] = True
        number = np.cumsum(used, dtype=np.int32) - np.int32(1)
        terms = [self.terms[i] for i in np.flatnonzero(used).tolist()]
        return Collection(terms, np.take(number, ids, out=ids, mode="clip"), bounds)

    def _drawn(self, size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], int]]:
        """Sentences, the passage of each, and how many passages that are, until there are enough.

        First all sentences in their order, of which passages are drawn where too many are; then
        all of them in other orders.
        """
        order = np.random.default_rng(SEED)
        drawn = np.arange(len(self.chars))
        made = 0
        while made < size:
            owner = np.cumsum(self.chars[drawn], dtype=np.int64) // PASSAGE_CHARS
            count, wanted = int(owner[-1]) + 1, size - made
            if not made and count > wanted:
                place = np.full(count, wanted)
                place[order.permutation(count)[:wanted]] = np.arange(wanted)
                owner = place[owner]
            yield drawn[owner < wanted], owner[owner < wanted], min(count, wanted)
            made += count
            drawn = order.permutation(len(self.chars))

    def _gathered(
        self, chosen: NDArray[np.int64], owner: NDArray[np.int64], size: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The terms of passages one after another, and how many each has."""
        order = np.argsort(owner, kind="stable")
        chosen, owner = chosen[order], owner[order]
        counts = np.diff(self.bounds)[chosen]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        ids = self.ids[np.repeat(self.bounds[chosen], counts) + within]
        return ids, np.bincount(np.repeat(owner, counts), minlength=size)


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
