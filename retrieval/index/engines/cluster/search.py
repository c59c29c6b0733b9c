"""The engine: the cluster proposes passages, which are scored here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from retrieval.errors import EngineUnavailable
from retrieval.index.engine import Among, Passages, Statistics, Wanted
from retrieval.index.engines.cluster.cache import Cache
from retrieval.index.engines.cluster.connection import Connection, Json, literal
from retrieval.index.engines.cluster.passages import FIELDS, Passage, Scoring, passages_of
from retrieval.index.engines.cluster.schema import Description
from retrieval.index.explanation import Explanation
from retrieval.index.types import Clause, Scores
from retrieval.text.ranges import Range

MORE, MORE_OF_MANY = 40, 1 / 7
"""Passages, and the share of them, that are proposed beyond those that are wanted: scores there are
not quite ours, and lie the closer together the more are wanted."""
MOST_CLAUSES = 1_000
"""Of one search; Lucene takes 1,024, so the lightest of a very long question are left out."""
A_PAGE = 2_000
"""Passages of articles that are read at once."""
REMEMBERED = 8_000_000
"""Characters of passages that are remembered."""
READ = [*FIELDS, "kept"]


class ClusterEngine:
    """``Engine`` on one published generation."""

    def __init__(
        self, connection: Connection, described: Description, statistics: Statistics
    ) -> None:
        self._connection = connection
        self._described = described
        self._statistics = statistics
        self._scoring = Scoring(described, statistics)
        self._known = Cache[Passage](REMEMBERED)

    def search(self, wanted: Sequence[Wanted]) -> list[Passages]:
        index, bodies = self._described.index, [self._body(*one) for one in wanted]
        answers = iter(self._connection.search([(index, body) for body in bodies if body]))
        found = [self._passages(next(answers)) if body else [] for body in bodies]
        return [
            self._scoring.best(proposed, one.clauses, one.k)
            for proposed, one in zip(found, wanted, strict=True)
        ]

    def inside(self, articles: Sequence[int], clauses: Sequence[Clause]) -> Passages:
        found = self._of_articles(articles)
        scores = self._scoring.table(found, clauses).sum(axis=1)
        order = np.argsort(-scores, kind="stable")
        return passages_of([found[at] for at in order.tolist()], scores[order])

    def characters(self, docs: Sequence[int], idfs: Mapping[str, float]) -> Scores:
        return self._scoring.characters(self._read(docs), idfs)

    def around(self, docs: Sequence[int]) -> list[Range]:
        return [passage.around for passage in self._read(docs)]

    def explain(self, doc: int, clauses: Sequence[Clause]) -> Explanation:
        (passage,) = self._read([doc])
        return self._scoring.explain(passage, clauses)

    def _body(self, clauses: Sequence[Clause], k: int, among: Among | None) -> Json | None:
        """The search for a question's terms; None where no passage holds any of them."""
        weighed = [
            (clause.weight * self._statistics.idf(clause.part, clause.term), at)
            for at, clause in enumerate(clauses)
        ]
        heaviest = sorted(weighed, reverse=True)[:MOST_CLAUSES]
        terms = [_term(clauses[at]) for weight, at in heaviest if weight > 0]
        if not terms or not self._described.passages:
            return None
        query = {"bool": {"should": terms, "minimum_should_match": 1, "filter": _filter(among)}}
        size = k + max(MORE, round(k * MORE_OF_MANY))
        return {"size": size, "query": query, "_source": READ, "track_total_hits": False}

    def _passages(self, answer: Json) -> list[Passage]:
        """The passages of an answer; they are remembered."""
        hits = answer["hits"]["hits"]
        return self._remembered({int(hit["_id"]): hit["_source"] for hit in hits})

    def _remembered(self, sources: Mapping[int, Any]) -> list[Passage]:
        headline = self._described.params.headline
        found = {n: Passage.of(n, source, headline) for n, source in sources.items()}
        self._known.put({n: (passage, passage.size) for n, passage in found.items()})
        return list(found.values())

    def _read(self, numbers: Sequence[int]) -> list[Passage]:
        """Passages by their numbers: those that are not remembered are asked for."""
        known = self._known.get(numbers)
        if missing := [n for n in dict.fromkeys(numbers) if n not in known]:
            found = self._connection.documents(self._described.index, [str(n) for n in missing])
            if len(found) < len(missing):
                raise EngineUnavailable("engine_refused", error="HTTP 404")
            read = self._remembered({int(id): source for id, source in found.items()})
            known |= {passage.number: passage for passage in read}
        return [known[n] for n in numbers]

    def _of_articles(self, articles: Sequence[int]) -> list[Passage]:
        """All passages of versions of articles, each's in the order of its text."""
        found: dict[int, list[Passage]] = {article: [] for article in articles}
        left = list(found)
        while left:
            searches = [(self._described.index, _page(n, found[n])) for n in left]
            pages = [self._passages(answer) for answer in self._connection.search(searches)]
            for article, page in zip(left, pages, strict=True):
                found[article] += page
            pairs = zip(left, pages, strict=True)
            left = [article for article, page in pairs if len(page) == A_PAGE]
        return [passage for article in articles for passage in found[article]]


def _page(article: int, known: Sequence[Passage]) -> Json:
    """The search for passages of an article that come after those that are known."""
    after = {"search_after": [known[-1].number]} if known else {}
    query = {"term": {"article": article}}
    return {"size": A_PAGE, "query": query, "_source": READ, "sort": [{"number": "asc"}], **after}


def _filter(among: Among | None) -> list[Json]:
    """What passages have to be, as the cluster is told it."""
    if among is None:
        return []
    day: list[Json] = [
        {"terms": {"date": list(among.vague)}},
        {"range": {"date": {"gte": among.first}}},
    ]
    dates: list[Json] = [{"bool": {"should": day}}, {"range": {"date": {"lte": among.last}}}]
    return [*([] if among.anytime else dates), *map(_of_source, among.sources)]


def _of_source(names: Sequence[str]) -> Json:
    if not names:
        return {"match_none": {}}
    return {
        "bool": {"should": [{"wildcard": {"source": {"value": f"*{literal(n)}*"}}} for n in names]}
    }


def _term(clause: Clause) -> Json:
    return {"term": {clause.part: {"value": clause.term, "boost": clause.weight}}}
