"""One index of the cluster in memory: what is written to it, and what searches find there."""

from __future__ import annotations

import copy
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any, Literal

Json = dict[str, Any]
Scores = dict[str, float]
MOST_CLAUSES, MOST_HITS = 1_024, 10_000
"""Of one search, as Lucene and OpenSearch bound them."""
BLOCKED = "index.blocks.write"


class Refused(Exception):
    """A status other than 200, with why."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(f"HTTP {status}: {told}")
        self.status, self.told = status, told


class Index:
    """Documents by id. Searches see those that were there at the last refresh."""

    def __init__(self, settings: Json, mappings: Json) -> None:
        self.layout, self.mappings = settings, copy.deepcopy(mappings)
        self.told: Json = {"index.number_of_replicas": settings.get("number_of_replicas", 0)}
        self.made_ms = round(time.time() * 1_000)
        self.docs: dict[str, Json] = {}
        self.shown: dict[str, Json] = {}
        self._terms: dict[str, dict[Any, Counter[str]]] = {}
        self._lengths: dict[str, Counter[str]] = {}

    def set(self, settings: Json) -> None:
        self.told |= settings
        self.told = {name: value for name, value in self.told.items() if value is not None}

    def cloned(self, settings: Json) -> Index:
        if not self.told.get(BLOCKED):
            raise Refused(400, "a clone is made of what is written to no more")
        new = Index(self.layout, self.mappings)
        new.told = dict(self.told)
        new.set(settings)
        new.docs = dict(self.docs)
        new.refresh()
        return new

    def refresh(self) -> None:
        self.shown = dict(self.docs)
        self._terms, self._lengths = {}, {}

    def write(self, kind: str, id: str, source: Json | None) -> None:
        if self.told.get(BLOCKED):
            raise Refused(403, "FORBIDDEN/8/index write (api)")
        if kind != "index" and id not in self.docs:
            raise Refused(404, "document_missing_exception")
        if kind == "delete":
            del self.docs[id]
        elif kind == "update" and source:
            self.docs[id] = {**self.docs[id], **source["doc"]}
        elif kind == "index" and source:
            self.docs[id] = source
        else:
            raise Refused(400, f"no such action: {kind}")

    def got(self, id: str) -> Json:
        """What a document is told to be: what its fields were given, but for what is left out."""
        if id not in self.docs:
            raise Refused(404, "no such document")
        return self._source(self.docs[id])

    def _source(self, doc: Json) -> Json:
        left_out = self.mappings.get("_source", {}).get("excludes", ())
        return {name: value for name, value in doc.items() if name not in left_out}

    def search(self, body: Json) -> list[Json]:
        """The hits, the best first."""
        known = {"size", "query", "_source", "sort", "search_after", "track_total_hits"}
        if body.keys() - known or body["size"] > MOST_HITS:
            raise Refused(400, "no such search")
        scores = self._found(body["query"]) if "query" in body else dict.fromkeys(self.shown, 0.0)
        ids = self._ordered(scores, body)[: body["size"]]
        return [{"_id": id, **self._told(self.shown[id], body.get("_source"))} for id in ids]

    def _ordered(self, scores: Scores, body: Json) -> list[str]:
        sort = body.get("sort")
        if sort in (None, ["_doc"]):
            return sorted(scores, key=lambda id: -scores[id])
        (((name, order),),) = (each.items() for each in sort)
        ids = sorted(scores, key=lambda id: self.shown[id][name], reverse=order == "desc")
        (after,) = body.get("search_after", [None])
        return [id for id in ids if after is None or self.shown[id][name] > after]

    def _told(self, doc: Json, wanted: list[str] | Literal[False] | None) -> Json:
        if wanted is False:
            return {}
        found = self._source(doc)
        return {"_source": {name: found[name] for name in wanted or found if name in found}}

    def _found(self, query: Json) -> Scores:
        """Ids with their scores."""
        ((kind, asked),) = query.items()
        match kind:
            case "match_none":
                return {}
            case "ids":
                return {id: 1.0 for id in asked["values"] if id in self.shown}
            case "bool":
                return self._all_of(asked)
        ((name, value),) = asked.items()
        match kind:
            case "term":
                told = value if isinstance(value, dict) else {"value": value}
                return self._scored(name, told["value"], told.get("boost", 1.0))
            case "terms":
                return {id: 1.0 for each in value for id in self._with(name).get(each, ())}
            case "range":
                return self._where(name, lambda found: _is_within(found, value))
            case "wildcard":
                pattern = value["value"].replace("[", "[[]").replace("\\*", "[*]")
                found = self._where(name, lambda found: fnmatchcase(found, pattern))
                return dict.fromkeys(found, value.get("boost", 1.0))
        raise Refused(400, f"unknown query [{kind}]")

    def _all_of(self, asked: Json) -> Scores:
        should = asked.get("should", [])
        must = [*_several(asked.get("must")), *_several(asked.get("filter"))]
        if asked.keys() - {"should", "must", "filter", "must_not", "minimum_should_match"}:
            raise Refused(400, "no such bool")
        if len(should) > MOST_CLAUSES:
            raise Refused(400, "too_many_clauses")
        scores: defaultdict[str, float] = defaultdict(float)
        if should:
            for each in should:
                for id, score in self._found(each).items():
                    scores[id] += score
        else:
            scores.update(dict.fromkeys(self.shown, 0.0))
        for each in must:
            there = self._found(each)
            scores = defaultdict(float, {id: scores[id] for id in scores if id in there})
        gone = {id for each in _several(asked.get("must_not")) for id in self._found(each)}
        return {id: score for id, score in scores.items() if id not in gone}

    def _with(self, name: str) -> dict[Any, Counter[str]]:
        """By value of a field, the documents that have it, and how often; none unless mapped."""
        if name not in self.mappings["properties"]:
            return {}
        if name not in self._terms:
            found: dict[Any, Counter[str]] = defaultdict(Counter)
            self._terms[name] = found
            for id, doc in self.shown.items():
                for value in self._values(name, doc.get(name)):
                    found[value][id] += 1
        return self._terms[name]

    def _values(self, name: str, value: Any) -> Iterable[Any]:
        if value is None:
            return ()
        if self.mappings["properties"][name]["type"] != "text":
            return [value]
        (separator,) = self.layout["analysis"]["tokenizer"]["separated"]["tokenize_on_chars"]
        return [term for term in value.split(separator) if term]

    def _where(self, name: str, holds: Any) -> Scores:
        return {id: 1.0 for value, ids in self._with(name).items() if holds(value) for id in ids}

    def _scored(self, name: str, value: Any, boost: float) -> Scores:
        """BM25 where the field is text."""
        there = self._with(name).get(value, Counter())
        mapped = self.mappings["properties"].get(name, {})
        if mapped.get("type") != "text":
            return dict.fromkeys(there, boost)
        likeness = self.layout["similarity"][mapped["similarity"]]
        k1, b = likeness["k1"], likeness["b"]
        if name not in self._lengths:
            self._lengths[name] = Counter()
            for ids in self._with(name).values():
                self._lengths[name].update(ids)
        lengths = self._lengths[name]
        idf = math.log(1 + (len(self.shown) - len(there) + 0.5) / (len(there) + 0.5))
        average = sum(lengths.values()) / max(1, len(lengths))
        return {
            id: boost * idf * tf / (tf + k1 * (1 - b + b * lengths[id] / average))
            for id, tf in there.items()
        }


def _several(asked: Any) -> list[Json]:
    return asked if isinstance(asked, list) else [asked] if asked else []


def _is_within(value: Any, bounds: Json) -> bool:
    if bounds.keys() - {"gte", "lte"}:
        raise Refused(400, "no such range")
    return bool(bounds.get("gte", value) <= value <= bounds.get("lte", value))
