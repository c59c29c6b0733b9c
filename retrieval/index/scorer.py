"""How do the segments of a generation answer together?

Everything that enters a score — N, df and avgdl — is of the whole generation, so the scores are
the ones that a single segment with the same passages would give.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index import kernel
from retrieval.index.bm25 import lucene_idf, okapi, tf_of
from retrieval.index.explanation import Explanation
from retrieval.index.maxscore import ROUNDING, PostingList, candidates
from retrieval.index.params import IndexParams
from retrieval.index.postings import lengths
from retrieval.index.segment import Segment
from retrieval.index.texts import Texts
from retrieval.index.types import PARTS, Clause, Docs, Hit, Part, Scores
from retrieval.index.vocabulary import keys_of

REMEMBERED = 1 << 16
"""How many terms are remembered with their df and their places."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one part: what it weighs, and where its postings are in each segment."""

    part: int
    """The place of its part in ``PARTS``."""
    df: int
    idf: float
    spans: tuple[tuple[int, int, float], ...]
    """By segment: start, end, and the greatest factor; all 0 where the term is not."""


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
        self._margins = [ROUNDING + self._drift(segment) for segment in segments]
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
        threshold = 0.0
        found: list[tuple[Docs, Scores]] = []
        for at, segment in enumerate(self.segments if k > 0 and clauses else ()):
            compiled = kernel.compiled_search() if segment.compiled_arrays else None
            if compiled:
                docs, scores = self._compiled(compiled, at, clauses, k, threshold)
                if len(self.segments) == 1 and k <= kernel.sorted_up_to():
                    return _hits(docs, scores)
            else:
                docs, scores = self._interpreted(at, clauses, k, threshold)
            if len(scores) >= k:
                threshold = max(threshold, float(np.partition(scores, -k)[-k]))
            found.append((docs + np.int32(segment.first), scores))
        return self._best(found, k)

    def scores_of(self, docs: Docs, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """(docs, clauses): what each clause adds to each passage."""
        table = np.zeros((len(docs), len(clauses)))
        for at, segment in enumerate(self.segments):
            here = self._here(segment, docs)
            local = (docs[here] - segment.first).astype(np.int32)
            for column, clause in enumerate(clauses):
                table[here, column] = self._part(at, clause, local)
        return table

    def character_scores(
        self, docs: Docs, characters: Mapping[str, float], stored: Callable[[Docs], Texts]
    ) -> Scores:
        """(docs,): BM25 of single characters, see ``Generation.character_scores``."""
        scores = np.zeros(len(docs))
        k1, b = self.params.k1_of("bigrams"), self.params.b_of("bigrams")
        for segment in self.segments:
            here = self._here(segment, docs)
            if not here.any():
                continue
            local, table = docs[here] - segment.first, segment.passages
            versions = table.article[local]
            texts = segment.texts or stored(np.unique(versions))
            tf, sizes = texts.counts(
                versions, table.start[local], table.end[local], list(characters)
            )
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
                start, end, _ = self.term(clause.part, clause.term).spans[at]
                docs = segment.parts[clause.part].docs[start:end]
                own[docs] += self._part(at, clause, docs)
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
            added = float(self._part(at, clause, local)[0])
            value += added
            if added:
                parts.append(Explanation(added, self._told(at, clause, local)))
        return Explanation(value, "bm25", tuple(parts))

    def field(
        self, docs: Docs, column: Callable[[Segment], NDArray[np.int32]]
    ) -> NDArray[np.int32]:
        """One column of the tables of passages, for passages of any segment."""
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
        lists = []
        for segment in self.segments:
            place = segment.parts[part].term(term)
            df += segment.df(part, place)
            lists.append(segment.parts[part].span(place))
        return Term(PARTS.index(part), df, lucene_idf(self.n, df), tuple(lists))

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
        segment, margin = self.segments[at], self._margins[at]
        packed: list[kernel.PackedClause] = []
        for clause in clauses:
            term = self.term(clause.part, clause.term)
            packed.append((term.part, *term.spans[at], term.idf, clause.weight))
        docs, scores = search(
            *segment.compiled_arrays,
            kernel.packed(packed),
            self._numbers,
            segment.tie_columns,
            segment.accumulators.state(k),
            (1 - margin) / (1 + margin),
            threshold,
            k,
        )
        return docs, scores

    def _interpreted(
        self, at: int, clauses: Sequence[Clause], k: int, threshold: float
    ) -> tuple[Docs, Scores]:
        """Passages of one segment, the best ``k`` among them, by numpy."""
        accumulators, lists = self.segments[at].accumulators, self._posting_lists(at, clauses)
        docs = candidates(lists, k, accumulators, margin=self._margins[at], threshold=threshold)
        score = np.zeros(len(docs))
        for clause in clauses:
            score += self._part(at, clause, docs)
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
            start, end, peak = term.spans[at]
            weight *= term.idf
            if start < end and weight > 0:
                bound = weight * peak * (1 + ROUNDING)
                lists.append(
                    PostingList(postings.docs[start:end], postings.factor[start:end], weight, bound)
                )
        return sorted(lists, key=lambda postings: postings.bound, reverse=True)

    def _part(self, at: int, clause: Clause, docs: Docs) -> Scores:
        """What a clause adds to passages of one segment, in rank-bm25's order of operations."""
        known, postings = self.term(clause.part, clause.term), self.segments[at].parts[clause.part]
        start, end, _ = known.spans[at]
        if start == end:
            return np.zeros(len(docs))
        tf = tf_of(postings.docs[start:end], postings.tf[start:end], docs)
        k1, b = self.params.k1_of(clause.part), self.params.b_of(clause.part)
        length = lengths(postings.doc_len[docs], self.avgdl[clause.part], k1, b)
        return np.asarray(clause.weight * okapi(known.idf, tf, length, k1))

    def _told(self, at: int, clause: Clause, doc: Docs) -> str:
        known, postings = self.term(clause.part, clause.term), self.segments[at].parts[clause.part]
        start, end, _ = known.spans[at]
        tf = int(tf_of(postings.docs[start:end], postings.tf[start:end], doc)[0])
        return (
            f"{clause.term} ({clause.part}): {clause.weight:g} × idf {known.idf:.3f} × tf(k1, b), "
            f"tf {tf}, dl {postings.doc_len[doc[0]]}, avgdl {self.avgdl[clause.part]:.1f}, "
            f"df {known.df}/{self.n}"
        )

    def _best(self, found: Sequence[tuple[Docs, Scores]], k: int) -> list[Hit]:
        if not found:
            return []
        docs = np.concatenate([docs for docs, _ in found])
        scores = np.concatenate([scores for _, scores in found])
        if len(scores) > k:
            least = np.partition(scores, -k)[-k]
            docs, scores = docs[scores >= least], scores[scores >= least]
        of = partial(self.field, docs)
        start = of(lambda segment: segment.passages.start)
        article = of(lambda segment: segment.passages.article)
        date = of(lambda segment: segment.passages.date)
        order = np.lexsort((start, article, -date, -scores))[:k]
        return _hits(docs[order], scores[order])


def _hits(docs: Docs, scores: Scores) -> list[Hit]:
    pairs = zip(docs.tolist(), scores.tolist(), strict=True)
    return [Hit(doc, score) for doc, score in pairs if score > 0]
