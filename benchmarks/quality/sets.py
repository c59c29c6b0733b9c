"""Sets of articles and questions, each with a home of its own.

A set is a directory with ``articles.jsonl`` or ``articles.jsonl.gz`` and ``questions.jsonl``; where
there are no articles in it, those of the directory ``corpus`` beside the sets are meant.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from retrieval.answer.ranking.weights import Weights
from retrieval.answer.searcher import Searcher
from retrieval.evaluate.questions import Question, read_questions
from retrieval.home import Home
from retrieval.index.building.operations import index_paths
from retrieval.resources import resource

PATHS = Path(__file__).with_name("policy_paths.json")
HOMES = Path(__file__).resolve().parents[2] / "build" / "evaluate"


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Articles, questions, and where the home with the articles is or will be."""

    name: str
    articles: Path
    asked: Path
    home: Home

    def questions(self, most: int | None = None) -> list[Question]:
        """The questions; ``most`` asks for a sample, always the same one."""
        found = [
            replace(question, path=question.path or tuple(expected_paths().get(question.id, ())))
            for question in read_questions(self.asked)
        ]
        if most is None or len(found) <= most:
            return found
        return sorted(found, key=lambda question: digest(question.id))[:most]

    @contextmanager
    def searcher(self, weights: Weights | None = None) -> Iterator[Searcher]:
        """A searcher over the set's articles, which are indexed where they have changed."""
        index_paths(self.home, [self.articles])
        searcher = Searcher.open(self.home, weights)
        try:
            yield searcher
        finally:
            searcher.close()


@cache
def expected_paths() -> dict[str, list[str]]:
    """The labels of the sections in which the answers of a hundred questions of policy stand."""
    found: dict[str, list[str]] = json.loads(PATHS.read_text(encoding="utf-8"))
    return found


def find_sets(sets: Path, homes: Path, names: Sequence[str] = ()) -> list[EvaluationSet]:
    """The sets below a directory, or those of them that are named.

    Raises:
        SystemExit: one of them is not there.
    """
    chosen = list(names) or sorted(path.parent.name for path in sets.glob("*/questions.jsonl"))
    missing = [name for name in chosen if not (sets / name / "questions.jsonl").is_file()]
    if missing or not chosen:
        raise SystemExit(f"{sets} holds no set {' '.join(missing)}: name another directory.")
    return [
        EvaluationSet(
            name, _articles(sets / name), sets / name / "questions.jsonl", Home(homes / name)
        )
        for name in chosen
    ]


def sample_set(homes: Path) -> EvaluationSet | None:
    """The sample articles with the questions of the tests; None outside of a checkout."""
    articles = resource("articles")
    asked = articles.parent.parent / "tests" / "answer" / "sample_questions.jsonl"
    return (
        EvaluationSet("samples", articles, asked, Home(homes / "samples"))
        if asked.is_file()
        else None
    )


def _articles(directory: Path) -> Path:
    for name in ("articles.jsonl", "articles.jsonl.gz"):
        if (directory / name).is_file():
            return directory / name
    corpus = directory.parent.parent / "corpus"
    if corpus.is_dir():
        return corpus
    raise SystemExit(f"{directory} holds no articles.jsonl: name another directory.")


def held_out(question: Question) -> bool:
    """Half of the questions, by their article: weights are fitted on the others."""
    return digest(question.article_ids[0] if question.article_ids else question.id) % 2 == 1


def digest(id: str) -> int:
    return int(hashlib.sha256(id.encode()).hexdigest(), 16)
