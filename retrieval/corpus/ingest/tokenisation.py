"""What are the passages of an article, and which terms are in them?"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus.article import Content
from retrieval.corpus.dedup.sketch import sketch
from retrieval.corpus.ingest.term_numbers import Vocabulary
from retrieval.corpus.metadata.jurisdiction import jurisdiction
from retrieval.corpus.metadata.repeals import Lineage, lineage
from retrieval.corpus.outline.packing import pack
from retrieval.corpus.outline.reading import outline
from retrieval.corpus.passages import passages
from retrieval.text.divisions import Division
from retrieval.text.fold import fold_headlines, fold_text
from retrieval.text.tokens import TermIds, Tokenizer


@dataclass(frozen=True, slots=True)
class Tokenised:
    """Little-endian int32 arrays as bytes, as ``IndexedArticle`` describes them."""

    headline: bytes
    passages: bytes
    bounds: bytes
    words: bytes
    sketch: bytes | None
    """What near duplicates are found by; None for a text that is too short."""
    outline: bytes
    """As ``packing`` packs it."""
    jurisdiction: Division | None
    """Where the article holds."""
    lineage: Lineage
    """What it repeals, and by what name and number others repeal it."""

    def renumbered(self, numbers: NDArray[np.int32]) -> Tokenised:
        """The same with the term ids ``numbers[id]``."""
        headline, words = (
            numbers[np.frombuffer(ids, "<i4")].tobytes() for ids in (self.headline, self.words)
        )
        return replace(self, headline=headline, words=words)


class Cutter:
    """Cuts articles into passages, and those into the ids of their terms."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: Vocabulary) -> None:
        self._tokenizer = tokenizer
        self._ids = TermIds(tokenizer.is_term, vocabulary.__getitem__)

    def cut(self, content: Content) -> Tokenised:
        """What is kept of an article beside its text."""
        text = content.text
        found = outline(text, content.title, content.levels)
        spans = passages(text, found)
        folded = fold_text(text)  # as a whole: a passage may be too short to tell its script
        pieces = [fold_headlines(content.headlines)]
        for span in spans:
            above = (folded[start:end] for start, end in found.headings_above(span.start))
            pieces.append("\n".join((folded[span.start : span.end], *above)))
        terms, ends = self._tokenizer.term_ids(pieces, self._ids)
        first = ends[0]
        edges = array("i", chain.from_iterable((span.start, span.end) for span in spans))
        return Tokenised(
            headline=terms[:first].tobytes(),
            passages=edges.tobytes(),
            bounds=(ends - first).tobytes(),
            words=terms[first:].tobytes(),
            sketch=sketch(folded),
            outline=pack(found),
            jurisdiction=jurisdiction(content, folded, self._tokenizer.lexicon.divisions),
            lineage=lineage(content, folded),
        )
