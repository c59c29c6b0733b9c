"""Does what is learnt from some questions help others? Cross-validation over the questions."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

from retrieval.answer.searcher import Searcher
from retrieval.answer.translations import Translations
from retrieval.evaluate.comparison import Comparison, compare
from retrieval.evaluate.evaluation import DEPTH
from retrieval.evaluate.measures import Record, judge
from retrieval.evaluate.questions import Question
from retrieval.learn.known_questions import KnownQuestion
from retrieval.learn.translation_model import translation_table
from retrieval.text.fold import fold_question

FOLDS = 5
TRIED = 400
"""Questions that are asked with and without a table, at most: enough to tell, and soon done."""

OnProgress = Callable[[str, int, int | None], None]


def tried(
    known: Sequence[KnownQuestion],
    searcher: Searcher,
    on_progress: OnProgress = lambda stage, done, total: None,
    most: int = TRIED,
) -> list[Comparison]:
    """Questions asked without a table (``a``), and with one learnt from the other folds (``b``)."""
    sample = sorted((one.question for one in known), key=_hash)[:most]
    without: list[Record] = []
    taught: list[Record] = []
    plain = searcher.reopened(Translations())
    for fold in range(FOLDS):
        others = [one.example for one in known if fold_of(one.question) != fold]
        learnt = searcher.reopened(Translations(words=translation_table(others)))
        for question in sample:
            if fold_of(question) == fold:
                without.append(_record(plain, question))
                taught.append(_record(learnt, question))
                on_progress("trial", len(taught), len(sample))
    return compare(without, taught)


def fold_of(question: Question) -> int:
    """Equal questions are in one fold, so that none is tried on what it has taught itself."""
    return _hash(question) % FOLDS


def _record(searcher: Searcher, question: Question) -> Record:
    relevant = [searcher.articles.resolve(name) or name for name in question.article_ids]
    answer = searcher.ask(question.question, depth=DEPTH, suggests=False)
    return judge(question, relevant, answer, answer.run)


def _hash(question: Question) -> int:
    return zlib.crc32(fold_question(question.question).encode())
