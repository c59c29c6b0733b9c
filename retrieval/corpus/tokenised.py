"""What are the passages of an article, and which terms are in them?"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.passages import passages
from retrieval.corpus.sketch import sketch
from retrieval.text.fold import fold_text
from retrieval.text.tokens import Tokenizer


class Vocabulary(dict[str, int]):
    """The id of each term; an unknown term gets the next one and is remembered in ``fresh``."""

    def __init__(self, terms: Sequence[str] = ()) -> None:
        super().__init__(zip(terms, range(len(terms)), strict=True))
        self.fresh: list[str] = []

    def __missing__(self, term: str) -> int:
        id = self[term] = len(self)
        self.fresh.append(term)
        return id


@dataclass(frozen=True, slots=True)
class Tokenised:
    """Little-endian int32 arrays as bytes, as ``store.IndexedArticle`` describes them."""

    headline: bytes
    passages: bytes
    bounds: bytes
    words: bytes
    sketch: bytes | None
    """What near duplicates are found by; None for a text that is too short."""

    def renumbered(self, numbers: NDArray[np.int32]) -> Tokenised:
        """The same with the term ids ``numbers[id]``."""
        headline, words = (
            numbers[np.frombuffer(ids, "<i4")].tobytes() for ids in (self.headline, self.words)
        )
        return replace(self, headline=headline, words=words)


def tokenise(
    texts: Sequence[tuple[str, str]], tokenizer: Tokenizer, vocabulary: Vocabulary
) -> Iterator[Tokenised]:
    """Cut (headline, text) pairs into passages, and those into the ids of their terms."""
    spans = [passages(text) for _, text in texts]
    folded = [fold_text(text) for _, text in texts]  # as a whole: a passage may be too short
    headlines = [fold_text(headline) for headline, _ in texts]
    pieces = (
        piece
        for headline, text, found in zip(headlines, folded, spans, strict=True)
        for piece in (headline, *(text[span.start : span.end] for span in found))
    )
    terms = iter(tokenizer.terms_of_many(pieces))
    number = vocabulary.__getitem__
    for text, found in zip(folded, spans, strict=True):
        headline_ids = array("i", map(number, next(terms)))
        words, bounds = array("i"), array("i", [0])
        for of_passage in islice(terms, len(found)):
            words.extend(map(number, of_passage))
            bounds.append(len(words))
        edges = array("i", chain.from_iterable((span.start, span.end) for span in found))
        yield Tokenised(
            headline=headline_ids.tobytes(),
            passages=edges.tobytes(),
            bounds=bounds.tobytes(),
            words=words.tobytes(),
            sketch=sketch(text),
        )


def headline(kicker: str | None, title: str | None, subtitle: str | None) -> str:
    """The lines above the text that say what it is about."""
    return "\n".join(filter(None, (kicker, title, subtitle)))
