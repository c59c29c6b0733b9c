"""What does a question look for?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from retrieval.answer.question.answer_pattern import shape_of
from retrieval.answer.question.asked_places import asked_places
from retrieval.answer.question.expansion import Form, forms
from retrieval.answer.question.filters import NO_FILTERS, Filters, read_filters
from retrieval.answer.question.question_type import QuestionType, kind_of, without_asking
from retrieval.text.bigrams import bigrams
from retrieval.text.divisions import Mention
from retrieval.text.fold import fold_question
from retrieval.text.tokens import Tokenizer

LONGEST = 500
"""Characters of a question that are read; what follows them is not searched for."""

_SMALL_TALK = re.compile(
    r"(?:你好|您好|大家好|hi|hello|哈喽|嗨|在吗|在不在|谢谢|多谢|感谢|谢了|thanks|thank you|辛苦"
    r"|再见|拜拜|晚安|早上好|早安|早|下午好|晚上好|好的?|ok|嗯|哦|哈|你是谁|测试|test"
    r"|啊|呀|了|您|你|们|\W)*"
)

_BINDING = frozenset(
    "的了吗呢怎什多少几么是在有个会能要不我你他她它们这那哪谁啥咋吧啊呀和与或为何时之其以及还就都也得着过想问请知道样办"
)
"""Characters that ask or bind, in the words of questions."""
_HAN = range(0x4E00, 0xA000)

_BARE = re.compile(
    r"^\s*(?:那么?|还有|另外|然后|其中)|(?:时间|日期|地[点方]|人数|数量|金额|原因)\s*\W*$"
)
"""What a question that follows an answer says besides its terms."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the search reads it. Terms are distinct, in the question's order."""

    question: str
    folded: str
    kind: QuestionType
    words: tuple[str, ...] = ()
    bigrams: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    """Other ways to write what the question names."""
    characters: tuple[str, ...] = ()
    """Single Chinese characters, less those that only ask or bind."""
    filters: Filters = NO_FILTERS
    shape: re.Pattern[str] | None = None
    """What the sentence that answers looks like."""
    places: tuple[Mention, ...] = ()
    """The places that it names: articles that hold there are preferred."""
    of_places: frozenset[str] = frozenset()
    """The terms that name them, or would not be there without them."""
    learnt: tuple[Form, ...] = ()
    """What its words stand for besides, as earlier answers have taught."""

    @property
    def empty(self) -> bool:
        """Nothing to look for: small talk, marks, emoji, or words that only ask."""
        return not self.bigrams

    @property
    def only_filters(self) -> bool:
        """Whether it says which articles it wants, and nothing that they are to hold."""
        return self.empty and self.filters != NO_FILTERS


def characters_of(folded: str) -> Iterator[str]:
    """The Chinese characters of a text, less those that only ask or bind."""
    return (char for char in folded if ord(char) in _HAN and char not in _BINDING)


def is_small_talk(question: str) -> bool:
    """Whether there is nothing to look up: a greeting, thanks, marks, emoji."""
    return _SMALL_TALK.fullmatch(fold_question(question.strip()[:LONGEST])) is not None


def read_question(
    question: str, tokenizer: Tokenizer, *, today: date | None = None, following: bool = False
) -> Query:
    """Fold the question, see what kind of answer it wants, and take its terms.

    Relative dates count from ``today``. A question that follows an answer may be bare: 那时间呢？
    """
    folded = fold_question(question.strip()[:LONGEST])
    kind = kind_of(folded)
    if _SMALL_TALK.fullmatch(folded):
        return Query(question, folded, kind)
    filters, rest = read_filters(folded, today or date.today())
    content = without_asking(rest)
    if following:
        content = _BARE.sub(lambda match: " " * len(match.group()), content)
    tokens = [token for token in tokenizer.tokens(content) if not token.text.isspace()]
    edges = {edge for token in tokens for edge in (token.start, token.end)}
    places = asked_places(content, tokens, tokenizer.lexicon.divisions)
    terms = words, pairs, characters = _terms(content, rest, tokenizer)
    others = _terms(_without(places, content), _without(places, rest), tokenizer)
    return Query(
        question,
        folded,
        kind,
        words,
        pairs,
        tuple(forms(rest, edges, tokenizer.lexicon)),
        characters,
        filters,
        shape_of(rest, kind),
        places,
        frozenset(chain(*terms)) - frozenset(chain(*others)) if places else frozenset(),
    )


def _terms(content: str, rest: str, tokenizer: Tokenizer) -> tuple[tuple[str, ...], ...]:
    """Distinct words, bigrams, and the characters of what is not merely binding."""
    found = (tokenizer.terms(content), bigrams(content), characters_of(rest))
    return tuple(tuple(dict.fromkeys(terms)) for terms in found)


def _without(places: Iterable[Mention], text: str) -> str:
    """The text with spaces where places are named."""
    for one in places:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text
