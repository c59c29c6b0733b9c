"""Several articles as they are read for answers, one below the other: one array serves them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, repeat

import numpy as np

from retrieval.answer.reading.read_text import Links, ReadText


class Stack:
    """The S sentences and W windows of some texts, those of one after those of another."""

    def __init__(self, texts: Sequence[ReadText]) -> None:
        """``texts``: at least one, each with a sentence."""
        self.texts = texts
        self.sentences = [*chain.from_iterable(text.sentences for text in texts)]
        sizes = [len(text.sentences) for text in texts]
        self.firsts = [0, *accumulate(sizes[:-1])]
        """Of each text its first sentence."""
        self.text_of = [*chain.from_iterable(map(repeat, range(len(texts)), sizes))]
        """Of each sentence its text."""
        table = np.concatenate([text.table for text in texts])
        self.starts, self.ends = table[:, 0], table[:, 1]
        self.leads, self.opens, self.formal = table[:, 2:].T.astype(np.bool_)
        moved = (text.spans + at for text, at in zip(texts, self.firsts, strict=True))
        self.spans = np.concatenate([*moved])
        """(W, 2): the first and the last sentence of each window."""
        self._groups: dict[tuple[int, tuple[int, ...]], list[int]] = {}

    @property
    def above(self) -> Links:
        """From each sentence to those that lead to it or that it refers to."""
        return Links.stacked([text.above for text in self.texts], self.firsts)

    @property
    def below(self) -> Links:
        """From each sentence that opens a list to what it opens."""
        return Links.stacked([text.below for text in self.texts], self.firsts)

    def where(self, places: Iterable[int]) -> Iterator[tuple[str, int, int]]:
        """Of some sentences: the folded text, and where in it each stands."""
        for at in places:
            one = self.sentences[at]
            yield self.texts[self.text_of[at]].folded, one.start, one.end

    def lead_ins_of(self, at: int) -> tuple[int, ...]:
        """The lead-ins that lead to a sentence, the outermost first."""
        above = self.sentences[at].above
        first = self.firsts[self.text_of[at]] if above else 0
        return tuple(first + place for place in above)

    def group_of(self, at: int) -> list[int]:
        """All sentences that the same lead-ins lead to as to this one; none for a lead-in."""
        one, text = self.sentences[at], self.text_of[at]
        if one.leads or not one.above:
            return []
        if (text, one.above) not in self._groups:
            group = self.texts[text].groups[one.above]
            self._groups[text, one.above] = [self.firsts[text] + place for place in group]
        return self._groups[text, one.above]
