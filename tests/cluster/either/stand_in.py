"""What the program asks of a search cluster, answered from memory; all else is refused.

The same tests hold it to real nodes (``make test-cluster``). What is written is found once it is
refreshed, as with real nodes that are told never to do so by themselves.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from http.server import ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.cluster.either.stand_in_index import Index, Json, Refused
from tests.json_handler import JsonHandler

ROUTES: list[tuple[str, re.Pattern[str], Callable[..., Any]]] = []


def route(methods: str, path: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``{name}`` in a path is a part of it."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def add(answer: Callable[..., Any]) -> Callable[..., Any]:
        ROUTES.extend((method, pattern, answer) for method in methods.split())
        return answer

    return add


class StandIn:
    """``Nodes``, as far as tests need no real ones."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.indices_of: dict[str, Index] = {}
        self._lock = threading.Lock()
        self._scrolls: dict[str, list[Json]] = {}
        self._last: list[Json] = []
        self._numbers = count()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What it says to a request.

        Raises:
            Refused: there is no such thing, or it is not to be.
        """
        split = urlsplit(path)
        params = dict(parse_qsl(split.query))
        with self._lock:
            for wanted, pattern, answer in ROUTES:
                if method == wanted and (found := pattern.fullmatch(split.path)):
                    return answer(self, params, body, **found.groupdict())
        raise Refused(400, f"no handler for {method} {path}")

    def get(self, path: str) -> Any:
        return self.ask("GET", path)

    def indices(self, prefix: str) -> list[str]:
        """The names of the indices that begin so."""
        return sorted(name for name in self.indices_of if name.startswith(f"{prefix}-"))

    def index(self, name: str) -> Index:
        if name not in self.indices_of:
            raise Refused(404, f"index_not_found_exception {name}")
        return self.indices_of[name]

    @route("GET", "/")
    def _root(self, params: Json, body: Any) -> Json:
        return {"version": {"number": "2.19.6", "distribution": "opensearch"}}

    @route("PUT", "/{name}")
    def _make(self, params: Json, body: Any, name: str) -> Json:
        if name in self.indices_of:
            raise Refused(400, "resource_already_exists_exception")
        self.indices_of[name] = Index(body["settings"], body["mappings"])
        return {"acknowledged": True}

    @route("GET", "/{name}")
    def _there(self, params: Json, body: Any, name: str) -> Json:
        return {name: {"mappings": self.index(name).mappings}}

    @route("DELETE", "/{name}")
    def _remove(self, params: Json, body: Any, name: str) -> Json:
        self.index(name)
        del self.indices_of[name]
        return {"acknowledged": True}

    @route("GET", "/{name}/_mapping")
    def _mapping(self, params: Json, body: Any, name: str) -> Json:
        return {name: {"mappings": self.index(name).mappings}}

    @route("PUT", "/{name}/_mapping")
    def _map(self, params: Json, body: Any, name: str) -> Json:
        mappings = self.index(name).mappings
        mappings["properties"].update(body.get("properties", {}))
        mappings.update({"_meta": body["_meta"]} if "_meta" in body else {})
        return {"acknowledged": True}

    @route("GET", "/{pattern}/_settings/{setting}")
    def _setting(self, params: Json, body: Any, pattern: str, setting: str) -> Json:
        if params.get("flat_settings") != "true":
            raise Refused(400, "only flat settings are told")
        found = {name: self.indices_of[name] for name in self._like(pattern)}
        return {
            name: {"settings": {setting: index.told[setting]} if setting in index.told else {}}
            for name, index in found.items()
        }

    @route("PUT", "/{name}/_settings")
    def _set(self, params: Json, body: Any, name: str) -> Json:
        self.index(name).set(body)
        return {"acknowledged": True}

    @route("PUT", "/{name}/_clone/{new}")
    def _clone(self, params: Json, body: Any, name: str, new: str) -> Json:
        if new in self.indices_of:
            raise Refused(400, "resource_already_exists_exception")
        self.indices_of[new] = self.index(name).cloned(body["settings"])
        return {"acknowledged": True}

    @route("POST", "/{name}/_refresh")
    def _refresh(self, params: Json, body: Any, name: str) -> Json:
        self.index(name).refresh()
        return {"_shards": {"failed": 0}}

    @route("POST", "/{name}/_flush")
    def _flush(self, params: Json, body: Any, name: str) -> Json:
        self.index(name)
        return {"_shards": {"failed": 0}}

    @route("GET", "/{name}/_count")
    def _count(self, params: Json, body: Any, name: str) -> Json:
        return {"count": len(self.index(name).shown)}

    @route("GET", "/_cluster/health")
    def _health(self, params: Json, body: Any) -> Json:
        return {"status": "green", "timed_out": False, "number_of_data_nodes": 1,
                "unassigned_shards": 0}  # fmt: skip

    @route("GET", "/_cluster/health/{name}")
    def _health_of(self, params: Json, body: Any, name: str) -> Json:
        copies = int(self.index(name).told.get("index.number_of_replicas", 0))
        status = "yellow" if copies else "green"
        return {"status": status, "timed_out": params.get("wait_for_status") == "green" != status}

    @route("GET", "/_cat/indices/{pattern}")
    def _listed(self, params: Json, body: Any, pattern: str) -> list[Json]:
        return [
            {"index": name, "creation.date": f"{self.indices_of[name].made_ms}"}
            for name in self._like(pattern)
        ]

    @route("PUT", "/{name}/_doc/{id}")
    def _put(self, params: Json, body: Any, name: str, id: str) -> Json:
        index = self.index(name)
        index.write("index", id, body)
        if params.get("refresh") == "true":
            index.refresh()
        return {"_id": id}

    @route("GET", "/{name}/_doc/{id}")
    def _document(self, params: Json, body: Any, name: str, id: str) -> Json:
        return {"_id": id, "found": True, "_source": self.index(name).got(id)}

    @route("POST", "/{name}/_mget")
    def _documents(self, params: Json, body: Any, name: str) -> Json:
        docs = self.index(name).docs
        return {
            "docs": [
                {"_id": id, "found": id in docs}
                | ({"_source": self.index(name).got(id)} if id in docs else {})
                for id in body["ids"]
            ]
        }

    @route("POST", "/_msearch")
    def _searches(self, params: Json, body: Any) -> Json:
        pairs = list(zip(body[::2], body[1::2], strict=True))
        if any(head["allow_partial_search_results"] for head, _ in pairs):
            raise Refused(400, "half an answer is none")
        return {"responses": [self._searched(head["index"], asked) for head, asked in pairs]}

    def _searched(self, name: str, body: Json) -> Json:
        try:
            hits = self.index(name).search(body)
        except Refused as refused:
            return {"status": refused.status, "error": refused.told}
        told = {"status": 200, "timed_out": False, "_shards": {"failed": 0}}
        return {**told, "hits": {"hits": hits}}

    @route("POST", "/{name}/_search")
    def _scroll(self, params: Json, body: Any, name: str) -> Json:
        every = {**body, "size": 10_000}
        if "scroll" not in params or params["allow_partial_search_results"] != "false":
            raise Refused(400, "only whole lists are told here")
        id = f"scroll{next(self._numbers)}"
        self._scrolls[id] = self.index(name).search(every)
        return self._page(id, body["size"])

    @route("POST", "/_search/scroll")
    def _scroll_on(self, params: Json, body: Any) -> Json:
        if body["scroll_id"] not in self._scrolls:
            raise Refused(404, "search_context_missing_exception")
        return self._page(body["scroll_id"], len(self._last))

    @route("DELETE", "/_search/scroll")
    def _scrolled(self, params: Json, body: Any) -> Json:
        del self._scrolls[body["scroll_id"]]
        return {"succeeded": True}

    def _page(self, id: str, size: int) -> Json:
        self._last, self._scrolls[id] = self._scrolls[id][:size], self._scrolls[id][size:]
        return {"_scroll_id": id, "hits": {"hits": self._last}}

    @route("POST PUT", "/_bulk")
    def _bulk(self, params: Json, body: Any) -> Json:
        left, items = iter(body), []
        for action in left:
            ((kind, told),) = action.items()
            source = next(left) if kind != "delete" else None
            try:
                self.index(told["_index"]).write(kind, told["_id"], source)
                items.append({kind: {"_id": told["_id"], "status": 200}})
            except Refused as refused:
                items.append({kind: {"status": refused.status, "error": refused.told}})
        return {"errors": any("error" in each[kind] for each in items for kind in each),
                "items": items}  # fmt: skip

    def _like(self, pattern: str) -> list[str]:
        return sorted(name for name in self.indices_of if fnmatchcase(name, pattern))


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """One that answers on loopback; it is gone afterwards."""
    cluster = StandIn()

    class Handler(JsonHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            data = self.body().decode()
            many = "ndjson" in self.headers.get("content-type", "") or self.path == "/_bulk"
            body: Any = [json.loads(line) for line in data.splitlines()] if many else None
            status, said = 200, None
            try:
                body = body if many else json.loads(data or "null")
                said = cluster.ask(self.command, self.path, body)
            except Refused as refused:
                status, said = refused.status, {"error": refused.told}
            content = json.dumps(said).encode()
            self.reply(status, content)

        do_GET = do_POST = do_PUT = do_DELETE = _answer

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        cluster.urls = [f"http://127.0.0.1:{server.server_port}"]
        yield cluster
        server.shutdown()
