"""What was asked, and in which words the right answer was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from retrieval.answer.question.query import read_question
from retrieval.corpus.article import Article
from retrieval.corpus.passages import passages
from retrieval.evaluate.questions import Question
from retrieval.index.engine import Articles
from retrieval.learn.translation_model import Example
from retrieval.text.fold import fold_text
from retrieval.text.ranges import overlap
from retrieval.text.tokens import Tokenizer

OPENING = 2_000
"""Characters of an article that are read where nothing tells which of its passages answers."""
ASKED, RIGHT = 30, 200
"""Distinct words of a question and of a right text that count, at most."""
TEXTS = 5
"""Right texts of one question, at most."""
MOST = 5_000
"""Questions that are learnt from, at most."""


@dataclass(frozen=True, slots=True)
class KnownQuestion:
    """A question of which a right article is in the collection, and the words of both."""

    question: Question
    example: Example


def known_questions(
    questions: Sequence[Question], articles: Articles, tokenizer: Tokenizer
) -> list[KnownQuestion]:
    """Those of the questions that can be learnt from, in their order."""
    found = []
    for question in questions[:MOST]:
        asked = read_question(question.question, tokenizer).words
        texts = islice(_right_texts(question, articles), TEXTS)
        right = tuple(tuple(dict.fromkeys(tokenizer.terms(text)))[:RIGHT] for text in texts)
        if asked and any(right):
            found.append(KnownQuestion(question, Example(asked[:ASKED], right)))
    return found


def _right_texts(question: Question, articles: Articles) -> Iterator[str]:
    """The folded texts that answer, one of each right article."""
    for id in dict.fromkeys(articles.resolve(name) for name in question.article_ids):
        if id is not None:
            yield _right_text(articles.get(id), question.answers)


def _right_text(article: Article, answers: Sequence[str]) -> str:
    """The folded passages that hold an answer; the opening where none is known or found."""
    text = fold_text(article.text)
    found = [(text.find(fold_text(answer)), len(answer)) for answer in answers]
    places = [(at, at + length) for at, length in found if at >= 0]
    held = [
        text[passage.start : passage.end]
        for passage in (passages(article.text, article.outline) if places else ())
        if any(overlap((passage.start, passage.end), place) for place in places)
    ]
    return "\n".join(held) or text[:OPENING]
