"""How do the segments of a generation answer together?

Everything that enters a score — N, df and avgdl — is of the whole generation, so the scores are
the ones that a single segment with the same passages would give.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import lucene_idf, okapi, tf_of
from retrieval.index.explanation import Explanation
from retrieval.index.postings import lengths
from retrieval.index.recipe import Recipe
from retrieval.index.seam import Clause, Docs, Hit, Part, Scores
from retrieval.index.segment import Segment
from retrieval.index.topk import ROUNDING, Run, candidates

REMEMBERED = 1 << 16
"""How many terms are remembered with their df and their places."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one part: what it weighs, and where its postings are in each segment."""

    df: int
    idf: float
    places: tuple[int, ...]


class Scorer:
    """Both indexes over all segments. Safe to use from several threads."""

    def __init__(
        self, segments: Sequence[Segment], recipe: Recipe, totals: dict[Part, int]
    ) -> None:
        """``totals``: by part, the lengths of all living passages, added up."""
        self.segments = tuple(segments)
        self.recipe = recipe
        self.slots = sum(len(segment.passages) for segment in segments)
        self.n = self.slots - sum(len(segment.dead.docs) for segment in segments)
        self.avgdl = {part: total / max(1, self.n) or 1.0 for part, total in totals.items()}
        self._terms: dict[tuple[Part, str], Term] = {}

    def term(self, part: Part, term: str) -> Term:
        """What is known of a term; its df is 0 where no passage holds it."""
        found = self._terms.get((part, term))
        if found is None:
            places = tuple(segment.parts[part].term(term) for segment in self.segments)
            pairs = zip(self.segments, places, strict=True)
            df = sum(segment.df(part, place) for segment, place in pairs)
            found = Term(df, lucene_idf(self.n, df), places)
            if len(self._terms) < REMEMBERED:
                self._terms[part, term] = found
        return found

    def search(self, clauses: Sequence[Clause], k: int) -> list[Hit]:
        """The ``k`` best passages; exact, ties in the stated order (see ``seam``)."""
        floor = 0.0
        docs: list[Docs] = []
        scores: list[Scores] = []
        for at, segment in enumerate(self.segments):
            runs = self._runs(at, clauses)
            if not runs or k < 1:
                continue
            margin = ROUNDING + self._drift(at)
            found = candidates(runs, k, segment.scratch, margin=margin, floor=floor)
            exact = self._scores(at, clauses, found)
            docs.append(found + np.int32(segment.first))
            scores.append(exact)
            if len(exact) >= k:
                floor = max(floor, float(np.partition(exact, len(exact) - k)[len(exact) - k]))
        if not docs:
            return []
        return self._best(np.concatenate(docs), np.concatenate(scores), k)

    def scores_of(self, docs: Docs, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """(docs, clauses): what each clause adds to each passage."""
        table = np.zeros((len(docs), len(clauses)))
        for at, segment in enumerate(self.segments):
            here = (docs >= segment.first) & (docs < segment.first + len(segment.passages))
            local = (docs[here] - segment.first).astype(np.int32)
            for column, clause in enumerate(clauses):
                table[here, column] = self._part(at, clause, local)
        return table

    def all_scores(self, clauses: Sequence[Clause]) -> Scores:
        """(slots,): the score of every passage, 0 for the dead."""
        total = np.zeros(self.slots)
        for at, segment in enumerate(self.segments):
            own = np.zeros(len(segment.passages))
            for clause in clauses:
                place = self.term(clause.part, clause.term).places[at]
                if place >= 0:
                    postings = segment.parts[clause.part]
                    docs = postings.docs[postings.indptr[place] : postings.indptr[place + 1]]
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
        return Explanation(value, "BM25 of the passage", tuple(parts))

    def _told(self, at: int, clause: Clause, doc: Docs) -> str:
        known, postings = self.term(clause.part, clause.term), self.segments[at].parts[clause.part]
        place = known.places[at]
        run = slice(*postings.indptr[place : place + 2])
        tf = int(tf_of(postings.docs[run], postings.tf[run], doc)[0])
        return (
            f"{clause.term} ({clause.part}): {clause.weight:g} × idf {known.idf:.3f} × tf part, "
            f"tf {tf}, dl {postings.doc_len[doc[0]]}, avgdl {self.avgdl[clause.part]:.1f}, "
            f"df {known.df} of {self.n}"
        )

    def _runs(self, at: int, clauses: Sequence[Clause]) -> list[Run]:
        """The postings of the clauses in one segment; a clause that is repeated weighs more."""
        weights: dict[tuple[Part, str], float] = {}
        for clause in clauses:
            name = (clause.part, clause.term)
            weights[name] = weights.get(name, 0.0) + clause.weight
        runs = []
        for (part, text), weight in weights.items():
            known = self.term(part, text)
            place = known.places[at]
            if place >= 0 and known.df and weight > 0:
                postings = self.segments[at].parts[part]
                run = slice(*postings.indptr[place : place + 2])
                weight *= known.idf
                bound = weight * float(postings.peak[place]) * (1 + ROUNDING)
                runs.append(
                    Run(postings.docs[run], postings.factor[run], postings.tf[run], weight, bound)
                )
        return runs

    def _drift(self, at: int) -> float:
        """By which share the factors of a segment may be off, because avgdl has changed since.

        A factor is tf (k1 + 1) / (tf + k1 (1 − b) + k1 b dl / avgdl): it changes at most by the
        share by which avgdl does.
        """
        segment = self.segments[at]
        ratios = [self.avgdl[part] / segment.avgdl[part] for part in segment.parts]
        return max(max(ratio, 1 / ratio) for ratio in ratios) - 1

    def _scores(self, at: int, clauses: Sequence[Clause], docs: Docs) -> Scores:
        score = np.zeros(len(docs))
        for clause in clauses:
            score += self._part(at, clause, docs)
        return score

    def _part(self, at: int, clause: Clause, docs: Docs) -> Scores:
        """What a clause adds to passages of one segment, in rank-bm25's order of operations."""
        known, postings = self.term(clause.part, clause.term), self.segments[at].parts[clause.part]
        place = known.places[at]
        if place < 0:
            return np.zeros(len(docs))
        run = slice(*postings.indptr[place : place + 2])
        tf = tf_of(postings.docs[run], postings.tf[run], docs)
        k1, b = self.recipe.k1_of(clause.part), self.recipe.b_of(clause.part)
        length = lengths(postings.doc_len[docs], self.avgdl[clause.part], k1, b)
        return np.asarray(clause.weight * okapi(known.idf, tf, length, k1))

    def _best(self, docs: Docs, scores: Scores, k: int) -> list[Hit]:
        if len(scores) > k:
            least = np.partition(scores, len(scores) - k)[len(scores) - k]
            docs, scores = docs[scores >= least], scores[scores >= least]
        of = partial(self.field, docs)
        start = of(lambda segment: segment.passages.start)
        article = of(lambda segment: segment.passages.article)
        date = of(lambda segment: segment.passages.date)
        order = np.lexsort((start, article, -date, -scores))[:k]
        return [Hit(int(docs[i]), float(scores[i])) for i in order if scores[i] > 0]

    def field(
        self, docs: Docs, column: Callable[[Segment], NDArray[np.int32]]
    ) -> NDArray[np.int32]:
        """One column of the tables of passages, for passages of any segment."""
        found = np.zeros(len(docs), dtype=np.int32)
        for segment in self.segments:
            here = (docs >= segment.first) & (docs < segment.first + len(segment.passages))
            found[here] = column(segment)[docs[here] - segment.first]
        return found
