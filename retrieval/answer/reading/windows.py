"""Which stretch of an article answers the question, and which sentence of it?

A window is a stretch of whole sentences that fits into a quote, begins where a paragraph or an item
does, and keeps to its article or item. All windows are looked at, not only the passages of the
index. What is matched is found by its place in the folded text: nothing is tokenised here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answer.question.question_type import QuestionType, announcement_of, form_of
from retrieval.answer.ranking.place_preference import holds_there
from retrieval.answer.ranking.term_weights import Evidence, Floats, added_up
from retrieval.answer.ranking.weights import default_weights
from retrieval.answer.reading.read_text import ReadText, Table
from retrieval.answer.reading.stack import Stack
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
    """The windows of A texts. W windows; ``signs`` is (W, len(SIGNS))."""

    text: NDArray[np.intp]
    """(W,): the text that each is of."""
    ranges: list[Range]
    answers: list[Range]
    """Of each, the sentence that answers, or the items of a list."""
    signs: Floats
    held: Floats
    """(W,): the weight of the terms in each."""
    words: NDArray[np.bool_]
    """(W,): whether a term of more than one character is in it or in the title."""
    whole: Floats
    """(A,): the weight of the terms that each text holds anywhere."""
    whole_characters: Floats


def windows(texts: Sequence[ReadText], evidence: Evidence, *, bare: bool = False) -> Windows:
    """The windows that hold a term or a character, or any window if ``bare``.

    They are those of one text after another, each with a sentence at least.
    """
    return _Look(Stack(texts), evidence, bare).windows()


class _Look:
    """A texts held against one question. S sentences, T columns of evidence, W windows."""

    def __init__(self, stack: Stack, evidence: Evidence, bare: bool) -> None:
        self._stack = stack
        self._evidence = evidence
        self._bare = bare
        self._said: dict[tuple[int, ...], bool] = {}
        self._texts = np.array(stack.text_of)
        self._tf, self._title = self._counted()
        self._own = np.minimum(self._tf, 1.0)
        self._with_heads = self._inherited()
        self._form, self._shape, self._announced = self._marks()
        values = evidence.values
        self._terms = np.where(evidence.is_character, 0.0, values)
        self._characters = np.where(evidence.is_character, values, 0.0)
        own, whole = added_up(self._own, values), added_up(self._with_heads, values)
        self._weight = own + INHERITED * (whole - own)
        self._spans, self._held = self._found()
        self._text = self._texts[self._spans[:, 0]]

    def _counted(self) -> tuple[Floats, Floats]:
        """(S, T): how often each sentence holds a term; (A, T): whether the titles do."""
        stack, evidence = self._stack, self._evidence
        bodies = [(text.folded, text.table[:, 0]) for text in stack.texts]
        titles = [(text.title, np.zeros(1, dtype=np.intp)) for text in stack.texts]
        counted = evidence.counted([*bodies, *titles])
        title = np.minimum(counted[-len(titles) :], 1.0)
        there = [holds_there(text.article.place, evidence.asked) for text in stack.texts]
        title[there] = np.maximum(title[there], evidence.names_place)
        return counted[: -len(titles)], title

    def _inherited(self) -> Floats:
        """(S, T): what each sentence, all that leads to it and all that it opens hold."""
        held = self._stack.above.most(self._own)
        if self._evidence.kind in FIRM:
            held = np.maximum(held, self._stack.below.most(self._own))
        return held

    def _marks(self) -> tuple[Floats, Floats, Floats]:
        """(S,) each: which sentences have the form, the shape, the heading of an answer."""
        stack, kind, shaped = self._stack, self._evidence.kind, self._evidence.shape
        looked = ~(stack.leads & ~(stack.opens & (kind in FIRM)))
        if not self._bare:
            looked &= self._with_heads.any(axis=1)
        places = np.flatnonzero(looked).tolist()
        form, shape, announced = (np.zeros(len(looked)) for _ in range(3))
        if has_form := form_of(kind):
            form[places] = [bool(has_form.search(text[a:b])) for text, a, b in stack.where(places)]
        if shaped:
            shape[places] = [bool(shaped.search(*where)) for where in stack.where(places)]
        if announcement := announcement_of(kind):
            announced[places] = [self._is_under(at, announcement) for at in places]
        return form, shape, announced

    def _is_under(self, at: int, announcement: re.Pattern[str]) -> bool:
        """Whether one of the lead-ins of a sentence announces the kind that is asked for."""
        above = self._stack.lead_ins_of(at)
        if above not in self._said:
            self._said[above] = any(
                announcement.search(text[a:b]) for text, a, b in self._stack.where(above)
            )
        return self._said[above]

    def windows(self) -> Windows:
        """The windows with all that they are judged by."""
        stack, (first, last) = self._stack, self._spans.T
        best = self._best()
        signs = self._of_terms() | self._of_sentences() | self._of_form(best)
        titled = np.maximum(self._held, self._title[self._text])
        wordy = [len(term) > 1 for term in self._evidence.weights]
        anywhere = np.maximum(np.maximum.reduceat(self._own, stack.firsts, axis=0), self._title)
        return Windows(
            self._text,
            _pairs(stack.starts[first], stack.ends[last]),
            self._answers(best),
            np.column_stack([signs[name] for name in SIGNS]),
            added_up(self._held, self._terms),
            (titled[:, : len(wordy)][:, wordy] > 0).any(axis=1),
            added_up(anywhere, self._terms),
            added_up(anywhere, self._characters),
        )

    def _found(self) -> tuple[Table, Floats]:
        """(W, 2): first and last sentence of each window, and (W, T) what it holds."""
        spans = self._stack.spans
        held = _within(spans, self._with_heads, np.maximum)
        some = held.any(axis=1) | self._bare
        return spans[some], held[some]

    def _best(self) -> NDArray[np.intp]:
        """(W,): the place of the sentence that answers: no lead-in if it can be."""
        weights = default_weights().marking
        rare = self._rarity()[self._texts]
        told = (self._own + FOLLOWED * self._just_before()) * rare
        firm = self._form * (self._evidence.kind in FIRM)
        worth = (
            weights["local_terms"] * added_up(told, self._terms)
            + weights["local_characters"] * added_up(told, self._characters)
            + weights["form"] * (self._form - firm)
            + weights["firm_form"] * firm
            + weights["shape"] * self._shape
        )
        worth[self._stack.leads & (firm == 0)] = -1.0
        order = np.argsort(-worth, kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        return np.asarray(order[_within(self._spans, rank, np.minimum)])

    def _just_before(self) -> Floats:
        """(S, T): what only the sentence before holds: the case that this one rules."""
        before = np.zeros_like(self._own)
        before[1:] = np.maximum(self._own[:-1] - self._own[1:], 0.0)
        before[self._stack.firsts] = 0.0
        return before

    def _rarity(self) -> Floats:
        """(A, T): Lucene's idf over the sentences of each article, as a share of the most."""
        stack = self._stack
        n = np.bincount(self._texts)[:, None]
        df = np.add.reduceat(self._own > 0, stack.firsts, axis=0, dtype=np.intp)
        return np.asarray(np.log(1 + (n - df + 0.5) / (df + 0.5)) / np.log(1 + (n + 0.5) / 0.5))

    def _answers(self, best: NDArray[np.intp]) -> list[Range]:
        """The ranges that answer: sentences, or the items of the lists that they are of."""
        stack = self._stack
        answers = _pairs(stack.starts[best], stack.ends[best])
        if self._evidence.kind is not QuestionType.LIST:
            return answers
        for at, (sentence, (first, last)) in enumerate(
            zip(best.tolist(), self._spans.tolist(), strict=True)
        ):
            items = [item for item in stack.group_of(sentence) if first <= item <= last]
            if items:
                answers[at] = stack.sentences[items[0]].start, stack.sentences[items[-1]].end
        return answers

    def _of_terms(self) -> dict[str, Floats]:
        evidence, titled = self._evidence, np.maximum(self._held, self._title[self._text])
        saturated = self._saturated()
        with_title, characters = added_up(titled, self._terms), added_up(titled, self._characters)
        return {
            "with_title": with_title,
            "nearly_all": with_title**2 / (evidence.total or 1.0),
            "window_bm25": added_up(saturated, self._terms),
            "characters": added_up(self._held, self._characters),
            "characters_with_title": characters,
            "characters_nearly_all": characters**2 / (evidence.all_characters or 1.0),
            "window_bm25_characters": added_up(saturated, self._characters),
        }

    def _saturated(self) -> Floats:
        """(W, T): Okapi's tf part, with the title's and, by a share, the lead-ins' terms."""
        stack, (first, last) = self._stack, self._spans.T
        tf = _within(self._spans, np.maximum(self._tf, INHERITED * self._with_heads), np.add)
        tf += self._title[self._text]
        titles = np.array([len(text.title) for text in stack.texts])
        length = stack.ends[last] - stack.starts[first] + titles[self._text]
        return np.asarray(tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / AVERAGE)[:, None]))

    def _of_sentences(self) -> dict[str, Floats]:
        body = self._weight * ~self._stack.leads
        columns = {
            "form": self._form,
            "form_sentence": body * self._form,
            "shape": self._shape,
            "under": body * self._announced / (self._evidence.total or 1.0),
        }
        most = _within(self._spans, np.column_stack(list(columns.values())), np.maximum)
        return dict(zip(columns, most.T, strict=True))

    def _of_form(self, best: NDArray[np.intp]) -> dict[str, Floats]:
        stack = self._stack
        led = np.array([text.is_one_paragraph for text in stack.texts]) & self._title.any(axis=1)
        opening = self._spans[:, 0] == np.array(stack.firsts)[self._text]
        cut = [self._cut(*one) for one in zip(best.tolist(), self._spans.tolist(), strict=True)]
        return {
            "cut": np.array(cut),
            "lead": (opening & led[self._text]).astype(np.float64),
            "formal": stack.formal[best].astype(np.float64),
        }

    def _cut(self, best: int, span: Sequence[int]) -> float:
        """Which share of what one lead-in leads to, as far as it fits a quote, is left out."""
        sentences, members = self._stack.sentences, self._stack.group_of(best)
        inside = members[bisect_left(members, span[0]) : bisect_right(members, span[1])]
        if not inside:
            return 0.0
        limit = self._stack.texts[0].limit
        most = min(limit, sentences[members[-1]].end - sentences[members[0]].start)
        return 1.0 - min(1.0, (sentences[inside[-1]].end - sentences[inside[0]].start) / most)


def _within(spans: Table, table: NDArray[Any], reduce: np.ufunc) -> NDArray[Any]:
    """(W, …): the rows of each span, from its first to its last, reduced to one."""
    edges = np.add(spans, (0, 1)).ravel()
    ends_there = len(edges) and edges[-1] == len(table)
    return np.asarray(reduce.reduceat(table, edges[:-1] if ends_there else edges, axis=0)[::2])


def _pairs(starts: NDArray[np.intp], ends: NDArray[np.intp]) -> list[Range]:
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def highlights(folded: str, terms: Iterable[str], evidence: Evidence) -> tuple[Range, ...]:
    """Where the terms stand in a folded quote: ascending, touching ones joined."""
    return merge(place for term in terms for place in evidence.places(folded, term))
