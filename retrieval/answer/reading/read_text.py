"""An article as it is read for answers: folded, in sentences, with what leads to each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from retrieval.answer.ranking.term_weights import Floats
from retrieval.answer.reading.sentences import Sentence, read_sentences, spans
from retrieval.corpus.article import Article
from retrieval.text.fold import fold_text
from retrieval.text.ranges import Range

Table = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Links:
    """From some sentences to others, as arrays."""

    sources: NDArray[np.intp]
    """(links,): those that have any, ascending."""
    firsts: NDArray[np.intp]
    """(links,): where the targets of each begin."""
    targets: NDArray[np.intp]

    @classmethod
    def of(cls, links: Mapping[int, Sequence[int]]) -> Links:
        some = {source: targets for source, targets in links.items() if targets}
        ends = np.cumsum([len(targets) for targets in some.values()], dtype=np.intp)
        firsts = np.concatenate([np.zeros(1, dtype=np.intp), ends[:-1]]) if some else ends
        targets = np.array([*chain.from_iterable(some.values())], dtype=np.intp)
        return cls(np.array([*some], dtype=np.intp), firsts, targets)

    @classmethod
    def stacked(cls, several: Sequence[Links], firsts: Sequence[int]) -> Links:
        """Those of several texts, whose sentences begin at ``firsts``, as of one."""
        sizes = [len(links.targets) for links in several]
        ends = [0, *accumulate(sizes[:-1])]
        return cls(
            np.concatenate([links.sources + at for links, at in zip(several, firsts, strict=True)]),
            np.concatenate([links.firsts + at for links, at in zip(several, ends, strict=True)]),
            np.concatenate([links.targets + at for links, at in zip(several, firsts, strict=True)]),
        )

    def most(self, table: Floats) -> Floats:
        """(S, columns): the most of each column in a sentence or in one that it is linked to."""
        found = table.copy()
        if len(self.sources):
            linked = np.maximum.reduceat(table[self.targets], self.firsts, axis=0)
            found[self.sources] = np.maximum(table[self.sources], linked)
        return found


class ReadText:
    """An article as it is read for answers: folded, in sentences, with its possible windows."""

    def __init__(self, article: Article, limit: int, within: Range | None = None) -> None:
        self.article = article
        self.limit = limit
        self._within = within

    @cached_property
    def folded(self) -> str:
        return fold_text(self.article.text)

    @cached_property
    def title(self) -> str:
        return fold_text(self.article.headlines)

    @cached_property
    def sentences(self) -> list[Sentence]:
        article = self.article
        return read_sentences(article.text, article.outline, self.limit, self._within)

    @cached_property
    def table(self) -> Table:
        """(S, 5): of each sentence its start and end, whether it leads, opens and is formal."""
        rows = [(one.start, one.end, one.leads, one.opens, one.formal) for one in self.sentences]
        return np.array(rows, dtype=np.intp).reshape(-1, 5)

    @cached_property
    def spans(self) -> Table:
        """(W, 2): the first and the last sentence of each window."""
        return np.array(spans(self.sentences, self.limit), dtype=np.intp).reshape(-1, 2)

    @cached_property
    def above(self) -> Links:
        """From each sentence to those that lead to it or that it refers to."""
        return Links.of({at: [*self._above(each)] for at, each in enumerate(self.sentences)})

    def _above(self, sentence: Sentence) -> Iterable[int]:
        yield from sentence.above
        for start, end in sentence.refers:
            yield from range(*self.table[:, 0].searchsorted((start, end)).tolist())

    @cached_property
    def groups(self) -> dict[tuple[int, ...], list[int]]:
        """The places of the sentences that the same lead-ins lead to."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for at, one in enumerate(self.sentences):
            if one.above and not one.leads:
                groups.setdefault(one.above, []).append(at)
        return groups

    @cached_property
    def below(self) -> Links:
        """From each sentence that opens a list to what it opens."""
        below: dict[int, list[int]] = {}
        for at, one in enumerate(self.sentences):
            for place in one.above:
                if self.sentences[place].opens:
                    below.setdefault(place, []).append(at)
        return Links.of(below)

    @cached_property
    def is_one_paragraph(self) -> bool:
        """Such a text says first what it is about; one in sections begins with formalities."""
        sections = self.article.outline.sections
        return "\n" not in self.article.text and not sections and len(self.spans) > 1
