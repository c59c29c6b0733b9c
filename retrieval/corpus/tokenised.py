"""What are the passages of an article, and which terms are in them?"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from retrieval.corpus.article import Passage
from retrieval.corpus.passages import passages
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


def tokenise(
    texts: Sequence[tuple[str, str]], tokenizer: Tokenizer, vocabulary: Vocabulary
) -> Iterator[Tokenised]:
    """Cut (headline, text) pairs into passages, and those into the ids of their terms."""
    spans = [passages(text) for _, text in texts]
    pieces = chain.from_iterable(
        _pieces(headline, text, found) for (headline, text), found in zip(texts, spans, strict=True)
    )
    terms = iter(tokenizer.terms_of_many(pieces))
    number = vocabulary.__getitem__
    for found in spans:
        headline_ids = array("i", map(number, next(terms)))
        words, bounds = array("i"), array("i", [0])
        for of_passage in islice(terms, len(found)):
            words.extend(map(number, of_passage))
            bounds.append(len(words))
        edges = array("i", chain.from_iterable((span.start, span.end) for span in found))
        yield Tokenised(*(part.tobytes() for part in (headline_ids, edges, bounds, words)))


def headline(kicker: str | None, title: str | None, subtitle: str | None) -> str:
    """The lines above the text that say what it is about."""
    return "\n".join(filter(None, (kicker, title, subtitle)))


def _pieces(headline: str, text: str, spans: list[Passage]) -> Iterator[str]:
    """The folded headline, then the folded passages; a text is folded as a whole."""
    yield fold_text(headline)
    folded = fold_text(text)
    for span in spans:
        yield folded[span.start : span.end]
