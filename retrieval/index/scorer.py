"""How do the segments of a generation answer together?

Everything that enters a score — N, df and avgdl — is of the whole generation, so the scores are
the ones that a single segment with the same passages would give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index import kernel
from retrieval.index.explanation import Explanation, told
from retrieval.index.params import IndexParams
from retrieval.index.postings.blocks import Docs
from retrieval.index.postings.bm25 import lucene_idf, okapi
from retrieval.index.postings.maxscore import ROUNDING, PostingList, candidates
from retrieval.index.postings.postings import TermPostings, lengths
from retrieval.index.postings.vocabulary import keys_of
from retrieval.index.ranking import hits, ranked
from retrieval.index.segment import Segment
from retrieval.index.types import PARTS, Clause, Hit, Part, Scores

REMEMBERED = 1 << 16
"""How many terms are remembered with their df and their places."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one part: what it weighs, and where its postings are in each segment."""

    df: int
    idf: float
    spans: tuple[TermPostings, ...]
    """By segment; its peak holds with today's avgdl."""
    packed: tuple[bytes, ...]
    """By segment: a clause with it for the compiled loops, see ``kernel``."""


class Scorer:
    """Both indexes over all segments. Safe to use from several threads."""

    def __init__(
        self, segments: Sequence[Segment], params: IndexParams, totals: dict[Part, int]
    ) -> None:
        """``totals``: by part, the lengths of all living passages, added up."""
        self.segments = tuple(segments)
        self.params = params
        self.slots = sum(len(segment.passages) for segment in segments)
        self.n = self.slots - sum(len(segment.dead.docs) for segment in segments)
        self.avgdl = {part: total / max(1, self.n) or 1.0 for part, total in totals.items()}
        self._numbers = np.array(
            [(params.k1_of(part), params.b_of(part), self.avgdl.get(part, 1.0)) for part in PARTS]
        )
        self._drifts = [self._drift(segment) for segment in segments]
        self._lengths_of: dict[tuple[int, Part], NDArray[np.float32]] = {}
        self._compiled_parts: dict[int, tuple[Any, ...]] = {}
        self._terms: dict[tuple[Part, str], Term] = {}

    def term(self, part: Part, term: str) -> Term:
        """What is known of a term; its df is 0 where no passage holds it."""
        found = self._terms.get((part, term))
        if found is None:
            found = self._look_up(part, term)
            if len(self._terms) < REMEMBERED:
                self._terms[part, term] = found
        return found

    def dfs(self, part: Part, terms: Sequence[str]) -> NDArray[np.int64]:
        """(terms,): how many living passages hold each."""
        keys = keys_of(terms)
        found = np.zeros(len(keys), dtype=np.int64)
        for segment in self.segments:
            found += segment.dfs(part, keys)
        return found

    def search(self, clauses: Sequence[Clause], k: int) -> list[Hit]:
        """The ``k`` best passages; exact, ties in the stated order (see ``types``)."""
        return hits(*self.best(clauses, k))

    def best(self, clauses: Sequence[Clause], k: int) -> tuple[Docs, Scores]:
        """The same as arrays; passages without a score may be at their end."""
        threshold = 0.0
        found: list[tuple[Docs, Scores]] = []
        for at, segment in enumerate(self.segments if k > 0 and clauses else ()):
            compiled = kernel.compiled_search()
            if compiled and self._parts(at):
                docs, scores = self._compiled(compiled, at, clauses, k, threshold)
                if len(self.segments) == 1 and k <= kernel.sorted_up_to():
                    return docs, scores
            else:
                docs, scores = self._interpreted(at, clauses, k, threshold)
            if len(scores) >= k:
                threshold = max(threshold, float(np.partition(scores, -k)[-k]))
            found.append((docs + np.int32(segment.first), scores))
        return ranked(found, k, self.field)

    def scores_of(self, docs: Docs, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """(docs, clauses): what each clause adds to each passage."""
        table = np.zeros((len(docs), len(clauses)))
        for at, segment in enumerate(self.segments):
            here = self._here(segment, docs)
            local = (docs[here] - segment.first).astype(np.int32)
            tf = self._frequencies(at, clauses, local)
            for column, clause in enumerate(clauses):
                table[here, column] = self._added(at, clause, local, tf[:, column])
        return table

    def character_scores(self, docs: Docs, characters: Mapping[str, float]) -> Scores:
        """(docs,): BM25 of single characters, see ``Generation.character_scores``."""
        scores = np.zeros(len(docs))
        k1, b = self.params.k1_of("bigrams"), self.params.b_of("bigrams")
        for segment in self.segments:
            here = self._here(segment, docs)
            if not here.any():
                continue
            tf, sizes = segment.characters.counts(docs[here] - segment.first, list(characters))
            length = lengths(sizes, self.avgdl["bigrams"], k1, b)
            for idf, often in zip(characters.values(), tf.T, strict=True):
                scores[here] += okapi(idf, often, length, k1)
        return scores

    def all_scores(self, clauses: Sequence[Clause]) -> Scores:
        """(slots,): the score of every passage, 0 for the dead."""
        total = np.zeros(self.slots)
        for at, segment in enumerate(self.segments):
            own = np.zeros(len(segment.passages))
            for clause in clauses:
                docs, tf = segment.parts[clause.part].all(self._span(at, clause))
                own[docs] += self._added(at, clause, docs, tf)
            own[segment.dead.docs] = 0
            total[segment.first : segment.first + len(own)] = own
        return total

    def explain(self, doc: int, clauses: Sequence[Clause]) -> Explanation:
        """The score of one passage, a part for each clause that adds to it."""
        at = max(i for i, segment in enumerate(self.segments) if segment.first <= doc)
        local = np.array([doc - self.segments[at].first], dtype=np.int32)
        value = 0.0
        parts = []
        for clause in clauses:
            tf = self._frequencies(at, [clause], local)[:, 0]
            added = float(self._added(at, clause, local, tf)[0])
            value += added
            if added:
                parts.append(Explanation(added, self._told(at, clause, local, int(tf[0]))))
        return Explanation(value, "bm25", tuple(parts))

    def field(
        self, docs: Docs, column: Callable[[Segment], NDArray[np.int32]]
    ) -> NDArray[np.int32]:
        """One column of the tables of passages, for passages of any segment."""
        if len(self.segments) == 1:
            return column(self.segments[0])[docs]
        found = np.zeros(len(docs), dtype=np.int32)
        for segment in self.segments:
            here = self._here(segment, docs)
            found[here] = column(segment)[docs[here] - segment.first]
        return found

    @staticmethod
    def _here(segment: Segment, docs: Docs) -> NDArray[np.bool_]:
        """(docs,): which passages lie in a segment."""
        return (docs >= segment.first) & (docs < segment.first + len(segment.passages))

    def _look_up(self, part: Part, term: str) -> Term:
        df = 0
        lists: list[TermPostings] = []
        for segment in self.segments:
            place = segment.parts[part].place(term)
            df += segment.df(part, place)
            span = segment.parts[part].of(place)
            lists.append(span._replace(peak=span.peak * (1 + self._drifts[len(lists)])))
        idf = lucene_idf(self.n, df)
        packed = tuple(kernel.clause(PARTS.index(part), *span, idf) for span in lists)
        return Term(df, idf, tuple(lists), packed)

    def _drift(self, segment: Segment) -> float:
        """By which share the factors of a segment may be off, because avgdl has changed since.

        A factor is tf (k1 + 1) / (tf + k1 (1 − b) + k1 b dl / avgdl): it changes at most by the
        share by which avgdl does.
        """
        ratios = [self.avgdl[part] / segment.avgdl[part] for part in segment.parts]
        return max(max(ratio, 1 / ratio) for ratio in ratios) - 1

    def _compiled(
        self, search: Any, at: int, clauses: Sequence[Clause], k: int, threshold: float
    ) -> tuple[Docs, Scores]:
        """The best ``k`` of one segment by the compiled loop."""
        segment = self.segments[at]
        docs, scores = search(
            *self._parts(at),
            self._packed(at, clauses),
            self._numbers,
            segment.tie_columns,
            segment.accumulators.workspace(k),
            (1 - ROUNDING) / (1 + ROUNDING),
            threshold,
            k,
        )
        return docs, scores

    def _packed(self, at: int, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """The clauses for the compiled loops over one segment."""
        packed = []
        for clause in clauses:
            one = self.term(clause.part, clause.term).packed[at]
            packed.append(one if clause.weight == 1 else kernel.weighed(one, clause.weight))
        return kernel.packed(packed)

    def _parts(self, at: int) -> tuple[Any, ...]:
        """Words and bigrams of one segment for the compiled loops; empty where they cannot."""
        found = self._compiled_parts.get(at)
        if found is None:
            parts = self.segments[at].parts
            names: list[Part] = [part if part in parts else "words" for part in PARTS]
            found = kernel.parts(
                [parts[name] for name in names], list(map(self._numbers_of, names))
            )
            self._compiled_parts[at] = found
        return found

    def _numbers_of(self, part: Part) -> tuple[float, float, float]:
        """avgdl, k1 and b."""
        return self.avgdl[part], self.params.k1_of(part), self.params.b_of(part)

    def _span(self, at: int, clause: Clause) -> TermPostings:
        return self.term(clause.part, clause.term).spans[at]

    def _interpreted(
        self, at: int, clauses: Sequence[Clause], k: int, threshold: float
    ) -> tuple[Docs, Scores]:
        """Passages of one segment, the best ``k`` among them, by numpy."""
        accumulators, lists = self.segments[at].accumulators, self._posting_lists(at, clauses)
        docs = candidates(lists, k, accumulators, threshold=threshold)
        score = np.zeros(len(docs))
        tf = self._frequencies(at, clauses, docs)
        for column, clause in enumerate(clauses):
            score += self._added(at, clause, docs, tf[:, column])
        return docs, score

    def _posting_lists(self, at: int, clauses: Sequence[Clause]) -> list[PostingList]:
        """The postings of each term in one segment, the best bound first.

        A term that is repeated is one list that weighs more.
        """
        weights: dict[tuple[Part, str], float] = {}
        for clause in clauses:
            name = (clause.part, clause.term)
            weights[name] = weights.get(name, 0.0) + clause.weight
        lists = []
        for (part, text), weight in weights.items():
            term, postings = self.term(part, text), self.segments[at].parts[part]
            span = term.spans[at]
            weight *= term.idf
            if span.df and weight > 0:
                bound = weight * span.peak * (1 + ROUNDING)
                k1, length = self.params.k1_of(part), self._lengths(at, part)
                lists.append(PostingList(postings, span, length, k1, weight, bound))
        return sorted(lists, key=lambda postings: postings.bound, reverse=True)

    def _lengths(self, at: int, part: Part) -> NDArray[np.float32]:
        """By the length of a passage: what ``lengths`` gives, for bounds."""
        found = self._lengths_of.get((at, part))
        if found is None:
            longest = int(self.segments[at].parts[part].doc_len.max(initial=0))
            exact = lengths(np.arange(longest + 1), *self._numbers_of(part))
            found = self._lengths_of[at, part] = exact.astype(np.float32)
        return found

    def _frequencies(self, at: int, clauses: Sequence[Clause], docs: Docs) -> NDArray[np.int32]:
        """(docs, clauses): how often terms occur in passages of one segment."""
        found = np.zeros((len(docs), len(clauses)), dtype=np.int32)
        compiled = kernel.compiled_frequencies()
        if compiled and self._parts(at):
            compiled(*self._parts(at), self._packed(at, clauses), docs, found)
        else:
            for column, clause in enumerate(clauses):
                postings = self.segments[at].parts[clause.part]
                found[:, column] = postings.tf(self._span(at, clause), docs)
        return found

    def _added(self, at: int, clause: Clause, docs: Docs, tf: NDArray[Any]) -> Scores:
        """What a clause adds to passages of one segment, in rank-bm25's order of operations."""
        known, postings = self.term(clause.part, clause.term), self.segments[at].parts[clause.part]
        avgdl, k1, b = self._numbers_of(clause.part)
        length = lengths(postings.doc_len[docs], avgdl, k1, b)
        return np.asarray(clause.weight * okapi(known.idf, tf, length, k1))

    def _told(self, at: int, clause: Clause, doc: Docs, tf: int) -> str:
        known, postings = self.term(clause.part, clause.term), self.segments[at].parts[clause.part]
        return told(
            clause.term,
            clause.part,
            clause.weight,
            idf=known.idf,
            tf=tf,
            dl=int(postings.doc_len[doc[0]]),
            avgdl=self.avgdl[clause.part],
            df=known.df,
            n=self.n,
        )
