"""What becomes of the questions to a collection of one to ten short articles?

Each article is the paragraph of an article of ``policy`` that answers a question, under its title.
A collection is asked the questions of its articles, and as many that other ones answer.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quality.rows import Row, measured, told_off_topic
from benchmarks.quality.sets import EvaluationSet
from retrieval.answer.answer import Verdict
from retrieval.answer.searcher import Searcher
from retrieval.evaluate.evaluation import evaluate
from retrieval.evaluate.measures import Record
from retrieval.evaluate.questions import Question
from retrieval.home import Home
from retrieval.index.building.operations import index_paths

SIZES = (1, 2, 5, 10)
"""Articles of a collection."""
MOST = 80
"""Articles that are dealt out to the collections of each size."""
GOALS = {"wrongly_none": 0.05, "confident_of_right": 0.75}

Short = tuple[dict[str, str], Question]
"""An article of one paragraph and the question that it answers."""


def small_collections(policy: EvaluationSet) -> Iterator[Row]:
    """The rows of every size."""
    articles = list(_short_articles(policy))[:MOST]
    for size in SIZES:
        known: list[Record] = []
        others: list[Verdict] = []
        for at in range(0, len(articles), size):
            asked_by_others = [*articles[at + size :], *articles[:at]][:size]
            with TemporaryDirectory() as home, closing(_indexed(home, articles[at:][:size])) as one:
                known += evaluate(one, [question for _, question in articles[at:][:size]])
                others += [one.ask(each.question).verdict for _, each in asked_by_others]
        name = f"{size} short"
        yield from measured(name, known, [], GOALS)
        yield from told_off_topic(f"others' → {name}", others)


def _indexed(home: str, articles: Sequence[Short]) -> Searcher:
    lines = Path(home, "articles.jsonl")
    lines.write_text("".join(json.dumps(article) + "\n" for article, _ in articles))
    index_paths(Home(Path(home, "home")), [lines])
    return Searcher.open(Home(Path(home, "home")))


def _short_articles(policy: EvaluationSet) -> Iterator[Short]:
    """An article for the first question of each that a paragraph answers."""
    first: dict[str, Question] = {}
    for question in policy.questions():
        first.setdefault(question.article_ids[0], question)
    with gzip.open(policy.articles, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            asked = first.get(article["id"])
            text = _answering(article["text"], asked.answers) if asked else None
            if asked and text:
                yield {**article, "text": text}, asked


def _answering(text: str, answers: Sequence[str]) -> str | None:
    paragraphs = text.splitlines()
    return next((p for p in paragraphs if any(each in p for each in answers)), None)
