"""Which stretch of an article answers the question, and which sentence of it?

A window is a stretch of whole sentences that fits into a quote, begins where a paragraph or an item
does, and keeps to its article or item. All windows are looked at, not only the passages of the
index. What is matched is found by its place in the folded text: nothing is tokenised here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.answer.question.question_type import QuestionType, announces, can_hold
from retrieval.answer.ranking.place_preference import holds_there
from retrieval.answer.ranking.term_weights import Evidence, Floats
from retrieval.answer.ranking.weights import default_weights
from retrieval.answer.reading.read_text import ReadText
from retrieval.text.ranges import Range, merge

SIGNS = (
    "with_title", "nearly_all", "window_bm25", "characters", "characters_with_title",
    "characters_nearly_all", "window_bm25_characters",
    "form", "form_sentence", "shape", "under", "cut", "lead", "formal",
)  # fmt: skip
"""What a window is judged by. Weights of terms are in units of idf.

``with_title``: of the terms in the window or the title. ``nearly_all``: that squared, by the weight
of the question: it rises where little is missing. ``window_bm25``: BM25 of the window with the
title. ``characters…``: the same of single characters. ``form``: 1 where a sentence has the form of
the answer; ``form_sentence``: the weight in the best such sentence. ``shape``: 1 where one looks
like the answer to this very question. ``under``: the share of the question in its best sentence
under a heading that announces this kind of answer. ``cut``: the share of what leads on from the
heading of its answer that it leaves out. ``lead``: 1 for the opening of an article in one
paragraph whose title has terms. ``formal``: 1 where the answer stands in a document's opening or
closing.
"""
FIRM = frozenset(
    {
        QuestionType.CONTACT, QuestionType.EFFECT, QuestionType.PENALTY, QuestionType.SHARE,
        QuestionType.MONEY, QuestionType.AGE, QuestionType.SPAN,
    }
)  # fmt: skip
"""The kinds of answer whose form is so firm that the sentence that answers has it."""
FOLLOWED = 0.2
"""What a term of the sentence just before counts, where a sentence is marked."""
INHERITED = 0.8
"""What a term of a lead-in counts for the sentence that it leads to."""
K1, B, AVERAGE = 1.2, 0.75, 145
"""Of the windows' BM25; the last is how many characters a window has with the title."""


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of one article. W windows; ``signs`` is (W, len(SIGNS))."""

    ranges: list[Range]
    answers: list[Range]
    """Of each, the sentence that answers, or the items of a list."""
    signs: Floats
    held: Floats
    """(W,): the weight of the terms in each."""
    words: NDArray[np.bool_]
    """(W,): whether a term of more than one character is in it or in the title."""
    whole: float
    """The weight of the terms that the article holds anywhere."""
    whole_characters: float


def windows(read: ReadText, evidence: Evidence, *, bare: bool = False) -> Windows:
    """The windows that hold a term or a character, or any window if ``bare``."""
    return _Look(read, evidence, bare).windows()


class _Look:
    """One article held against one question. S sentences, T columns of evidence, W windows."""

    def __init__(self, read: ReadText, evidence: Evidence, bare: bool) -> None:
        self._read = read
        self._evidence = evidence
        self._bare = bare
        self._sentences = read.sentences
        self._said: dict[tuple[int, ...], bool] = {}
        self._tf = evidence.counted(read.folded, read.starts)
        self._own = np.minimum(self._tf, 1.0)
        self._title = np.minimum(evidence.counted(read.title, [0])[0], 1.0)
        if holds_there(read.article.place, evidence.asked):
            self._title = np.maximum(self._title, evidence.names_place)
        self._with_heads = self._inherited()
        firm = evidence.kind in FIRM
        heads = [each.leads and not (firm and each.opens) for each in self._sentences]
        self._heads = np.array(heads, dtype=np.bool_)
        self._leads = np.array([each.leads for each in self._sentences], dtype=np.bool_)
        self._form, self._shape, self._announced = self._marks()
        values = evidence.values
        self._terms = np.where(evidence.is_character, 0.0, values)
        self._characters = np.where(evidence.is_character, values, 0.0)
        own, whole = self._own @ values, self._with_heads @ values
        self._weight = own + INHERITED * (whole - own)

    def _inherited(self) -> Floats:
        """(S, T): what each sentence, all that leads to it and all that it opens hold."""
        held = self._read.above.most(self._own)
        if self._evidence.kind in FIRM:
            held = np.maximum(held, self._read.below.most(self._own))
        return held

    def _marks(self) -> tuple[Floats, Floats, Floats]:
        """(S,) each: which sentences have the form, the shape, the heading of an answer."""
        looked = ~self._heads
        if not self._bare:
            looked &= self._with_heads.any(axis=1)
        form, shape, announced = (np.zeros(len(looked)) for _ in range(3))
        folded, evidence = self._read.folded, self._evidence
        for at in np.flatnonzero(looked).tolist():
            one = self._sentences[at]
            form[at] = can_hold(evidence.kind, folded[one.start : one.end])
            if evidence.shape is not None:
                shape[at] = evidence.shape.search(folded, one.start, one.end) is not None
            announced[at] = self._says(one.above)
        return form, shape, announced

    def _says(self, above: tuple[int, ...]) -> bool:
        """Whether one of the lead-ins announces the kind of answer that is asked for."""
        if above not in self._said:
            leads = (self._sentences[place] for place in above)
            lead_ins = (self._read.folded[one.start : one.end] for one in leads)
            kind = self._evidence.kind
            self._said[above] = any(announces(kind, lead_in) for lead_in in lead_ins)
        return self._said[above]

    def windows(self) -> Windows:
        found, held = self._found()
        best = self._best(found)
        signs = self._of_terms(found, held) | self._of_sentences(found) | self._of_form(found, best)
        sentences, titled = self._sentences, np.maximum(held, self._title)
        wordy = np.array([len(term) > 1 for term in self._evidence.weights], dtype=np.bool_)
        anywhere = np.maximum(self._own.max(axis=0, initial=0.0), self._title)
        return Windows(
            [(sentences[a].start, sentences[b].end) for a, b in found],
            [self._answer(at, span) for at, span in zip(best, found, strict=True)],
            np.column_stack([signs[name] for name in SIGNS]),
            held @ self._terms,
            (titled[:, : len(wordy)][:, wordy] > 0).any(axis=1),
            float(anywhere @ self._terms),
            float(anywhere @ self._characters),
        )

    def _found(self) -> tuple[list[Range], Floats]:
        """(first, last) sentence of each window, and (W, T) what it holds."""
        found = self._read.spans
        held = self._most(self._with_heads, found)
        if self._bare:
            return found, held
        some: NDArray[np.bool_] = np.asarray(held.any(axis=1))
        return [span for span, holds in zip(found, some.tolist(), strict=True) if holds], held[some]

    def _best(self, found: list[Range]) -> list[int]:
        """For each window the place of the sentence that answers: no lead-in if it can be."""
        weights = default_weights().marking
        rare = self._rarity()
        told = self._own + FOLLOWED * self._just_before()
        firm = self._form * (self._evidence.kind in FIRM)
        worth = (
            weights["local_terms"] * (told @ (self._terms * rare))
            + weights["local_characters"] * (told @ (self._characters * rare))
            + weights["form"] * (self._form - firm)
            + weights["firm_form"] * firm
            + weights["shape"] * self._shape
        )
        silent = self._leads & (firm == 0)
        worth = np.where(silent, -1.0, worth)
        return [a + int(worth[a : b + 1].argmax()) for a, b in found]

    def _just_before(self) -> Floats:
        """(S, T): what only the sentence before holds: the case that this one rules."""
        before = np.zeros_like(self._own)
        before[1:] = np.maximum(self._own[:-1] - self._own[1:], 0.0)
        return before

    def _rarity(self) -> Floats:
        """(T,): Lucene's idf over the sentences of this article, as a share of the most."""
        n = len(self._own)
        df = (self._own > 0).sum(axis=0)
        return np.asarray(np.log(1 + (n - df + 0.5) / (df + 0.5)) / np.log(1 + (n + 0.5) / 0.5))

    def _answer(self, best: int, span: Range) -> Range:
        """The range that answers: a sentence, or the items of the list that it is one of."""
        sentences = self._sentences
        group = self._read.groups.get(sentences[best].above, [])
        if self._evidence.kind is not QuestionType.LIST or best not in group:
            return sentences[best].start, sentences[best].end
        inside = [at for at in group if span[0] <= at <= span[1]]
        return sentences[inside[0]].start, sentences[inside[-1]].end

    def _of_terms(self, found: list[Range], held: Floats) -> dict[str, Floats]:
        evidence, titled = self._evidence, np.maximum(held, self._title)
        saturated = self._saturated(found)
        with_title, characters = titled @ self._terms, titled @ self._characters
        return {
            "with_title": with_title,
            "nearly_all": with_title**2 / (evidence.total or 1.0),
            "window_bm25": saturated @ self._terms,
            "characters": held @ self._characters,
            "characters_with_title": characters,
            "characters_nearly_all": characters**2 / (evidence.all_characters or 1.0),
            "window_bm25_characters": saturated @ self._characters,
        }

    def _saturated(self, found: list[Range]) -> Floats:
        """(W, T): Okapi's tf part, with the title's and, by a share, the lead-ins' terms."""
        tf = np.maximum(self._tf, INHERITED * self._with_heads)
        sums = np.vstack([np.zeros(tf.shape[1]), np.cumsum(tf, axis=0)])
        first, last = np.array(found, dtype=np.intp).reshape(-1, 2).T
        tf = sums[last + 1] - sums[first] + self._title
        starts = np.array(self._read.starts)
        ends = np.array([each.end for each in self._sentences])
        length = (ends[last] - starts[first] if len(found) else np.zeros(0)) + len(self._read.title)
        return np.asarray(tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / AVERAGE)[:, None]))

    def _of_sentences(self, found: list[Range]) -> dict[str, Floats]:
        body = self._weight * ~self._leads
        columns = {
            "form": self._form,
            "form_sentence": body * self._form,
            "shape": self._shape,
            "under": body * self._announced / (self._evidence.total or 1.0),
        }
        most = self._most(np.column_stack(list(columns.values())), found)
        return dict(zip(columns, most.T, strict=True))

    def _of_form(self, found: list[Range], best: list[int]) -> dict[str, Floats]:
        sentences = self._sentences
        led = self._read.is_one_paragraph and bool(self._title.any())
        cut = [self._cut(at, span) for at, span in zip(best, found, strict=True)]
        return {
            "cut": np.array(cut),
            "lead": np.array([float(led and a == 0) for a, _ in found]),
            "formal": np.array([float(sentences[at].formal) for at in best]),
        }

    def _cut(self, best: int, span: Range) -> float:
        """Which share of what one lead-in leads to, as far as it fits a quote, is left out."""
        sentences = self._sentences
        members = [] if sentences[best].leads else self._read.groups.get(sentences[best].above, [])
        inside = members[bisect_left(members, span[0]) : bisect_right(members, span[1])]
        if not inside:
            return 0.0
        most = min(self._read.limit, sentences[members[-1]].end - sentences[members[0]].start)
        return 1.0 - min(1.0, (sentences[inside[-1]].end - sentences[inside[0]].start) / most)

    @staticmethod
    def _most(table: Floats, found: list[Range]) -> Floats:
        """(W, columns): the most of each column within each window."""
        if not found:
            return np.zeros((0, table.shape[1]))
        edges = np.array([(a, b + 1) for a, b in found], dtype=np.intp).ravel()
        padded = np.vstack([table, np.zeros(table.shape[1])])
        return np.asarray(np.maximum.reduceat(padded, edges, axis=0)[::2])


def highlights(folded: str, terms: Iterable[str], evidence: Evidence) -> tuple[Range, ...]:
    """Where the terms stand in a folded quote: ascending, touching ones joined."""
    return merge(place for term in terms for place in evidence.places(folded, term))
