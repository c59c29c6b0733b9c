"""Requests to the cluster: which are tried again, until when, and what is said where they fail.

What may have started a storm once is not done: a request that timed out is not repeated, there is
one deadline for all attempts, and so many requests are under way at most.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from threading import BoundedSemaphore
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)

from retrieval.errors import EngineUnavailable
from retrieval.index.engines.cluster.address import Address

Json = dict[str, Any]

REQUEST_S, DEADLINE_S = 8.0, 10.0
"""How long one request may take, and all attempts at it."""
PAUSE_S, LONGEST_PAUSE_S = 0.05, 1.0
"""Between two attempts: twice as long each time."""
AGAIN = frozenset({429, 500, 502, 503, 504})
"""What a node says that is busy, starting, or had part of the answer from one that died."""
NOTHING = frozenset({404, 408})
"""What a node says where there is no such thing, or where it did not become as was waited for."""
UNDER_WAY = 32
A_PAGE, KEPT = 1_000, "10m"
"""Ids that are listed at once, and how long the cluster may be left with a list half read."""
OLDEST = {"opensearch": (1, 0), "elasticsearch": (7, 10)}
"""The oldest versions that are spoken to."""
FULL = ("TOO_MANY_REQUESTS/12", "FORBIDDEN/10/cluster create-index blocked")
"""How a cluster calls disks that are full; waiting does not help."""


def is_full(told: object) -> bool:
    """Whether that is why a cluster refuses."""
    return any(name in str(told) for name in FULL)


def client_of(address: Address, **options: Any) -> OpenSearch:
    """A client of all nodes of the cluster."""
    if address.ca and any(url.startswith("https:") for url in address.urls):
        options["ca_certs"] = str(address.ca)
    user = (address.user, address.password or "") if address.user else None
    return OpenSearch(list(address.urls), http_auth=user, **options)


logging.getLogger("opensearch").setLevel(logging.ERROR)
"""It warns of every answer but 200, with a traceback; what matters of that is said here."""


class Connection:
    """One client for all threads."""

    def __init__(
        self, address: Address, *, request_s: float = REQUEST_S, deadline_s: float = DEADLINE_S
    ) -> None:
        self.address = address
        self._request_s, self._deadline_s = request_s, deadline_s
        self._client = client_of(address, max_retries=0, timeout=request_s, pool_maxsize=UNDER_WAY)
        self._under_way = BoundedSemaphore(UNDER_WAY)

    def close(self) -> None:
        self._client.close()

    def check(self) -> None:
        """See that it is a cluster of a kind and version that is known.

        Raises:
            EngineUnavailable: it is not, or it does not answer.
        """
        version = (self.request("GET", "/") or {}).get("version", {})
        number, kind = str(version.get("number", "")), version.get("distribution", "elasticsearch")
        try:
            found = tuple(map(int, number.split(".")[:2]))
        except ValueError:
            found = ()
        if found < OLDEST.get(kind, (99,)):
            raise EngineUnavailable("engine_unknown", version=f"{kind} {number}".strip())

    def request(
        self,
        method: str,
        path: str,
        body: Json | str | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        timeout_s: float | None = None,
        deadline_s: float | None = None,
    ) -> Any:
        """What the cluster answers; None where there is nothing, or not in the time asked for.

        Raises:
            EngineUnavailable: it does not answer in time, or it refuses.
        """
        lines = {"content-type": "application/x-ndjson"} if isinstance(body, str) else None
        for last in _attempts(self._deadline_s if deadline_s is None else deadline_s):
            try:
                with self._under_way:
                    return self._client.transport.perform_request(
                        method,
                        path,
                        params,
                        body,
                        timeout=timeout_s or self._request_s,
                        headers=lines,
                    )
            except OpenSearchException as error:
                if getattr(error, "status_code", None) in NOTHING:
                    return None
                if last or not _passes(error):
                    raise unavailable(error, self.address) from error
        raise AssertionError("attempts end with a last one")

    def search(self, searches: Sequence[tuple[str, Json]]) -> list[Json]:
        """The answers to some searches, each in an index, asked for at once.

        Raises:
            EngineUnavailable: one of them is not answered by all shards in time.
        """
        answers: dict[int, Json] = {}
        for left in self._until_whole() if searches else ():
            missing = [at for at in range(len(searches)) if at not in answers]
            lines = [line for at in missing for line in _lines(*searches[at])]
            found = self.request("POST", "/_msearch", "\n".join(lines) + "\n", deadline_s=left)
            answers |= {
                at: answer
                for at, answer in zip(missing, found["responses"], strict=True)
                if _is_whole(answer)
            }
            if len(answers) == len(searches):
                break
        return [answers[at] for at in range(len(searches))]

    def documents(self, index: str, ids: Sequence[str]) -> dict[str, Json]:
        """The documents with these ids, as far as there are such.

        Raises:
            EngineUnavailable: the shard of one of them does not answer in time.
        """
        found: dict[str, Json] = {}
        missing = list(ids)
        for left in self._until_whole():
            answer = self.request("POST", f"/{index}/_mget", {"ids": missing}, deadline_s=left)
            docs = answer["docs"] if answer else []
            found |= {each["_id"]: each["_source"] for each in docs if each.get("found")}
            missing = [each["_id"] for each in docs if "error" in each]
            if not missing:
                break
        return found

    def found(self, index: str, query: Json) -> Iterator[str]:
        """The ids of all documents that a query finds, in no order, a page at a time.

        They are those of one moment: what is done to them meanwhile changes nothing.

        Raises:
            EngineUnavailable: the cluster does not answer, or it refuses.
        """
        params = {"scroll": KEPT, "allow_partial_search_results": "false"}
        body: Json = {"size": A_PAGE, "query": query, "_source": False, "sort": ["_doc"]}
        answer = self.request("POST", f"/{index}/_search", body, params=params)
        while answer and (hits := answer["hits"]["hits"]):
            yield from (hit["_id"] for hit in hits)
            asked = {"scroll": KEPT, "scroll_id": answer["_scroll_id"]}
            answer = self.request("POST", "/_search/scroll", asked)
        if answer:
            self.request("DELETE", "/_search/scroll", {"scroll_id": answer["_scroll_id"]})

    def _until_whole(self) -> Iterator[float]:
        """The seconds that are left, again and again, until whoever asks has it all.

        Raises:
            EngineUnavailable: none are left.
        """
        until = time.monotonic() + self._deadline_s
        for _ in _attempts(self._deadline_s):
            yield max(0.0, until - time.monotonic())
        raise EngineUnavailable("engine_incomplete", hosts=hosts(self.address))


def literal(name: str) -> str:
    """A name in which nothing is a wildcard."""
    return "".join(f"\\{char}" if char in "*?\\" else char for char in name)


def hosts(address: Address) -> str:
    return ", ".join(address.urls)


def unavailable(error: Exception, address: Address) -> EngineUnavailable:
    """What is wrong, in one sentence."""
    if is_full(error):
        return EngineUnavailable("engine_full")
    if isinstance(error, AuthenticationException | AuthorizationException):
        return EngineUnavailable("engine_denied", user=address.user or "-")
    if isinstance(error, SSLError):
        return EngineUnavailable("engine_certificate", hosts=hosts(address))
    status = getattr(error, "status_code", None)
    told = f"HTTP {status}" if isinstance(status, int) else type(error).__name__
    if isinstance(status, int) and status < 500 and status not in AGAIN:
        return EngineUnavailable("engine_refused", error=told)
    return EngineUnavailable("engine_unreachable", hosts=hosts(address), error=told)


def _attempts(deadline_s: float) -> Iterator[bool]:
    """Whether an attempt is the last one, until it is; a pause before each but the first."""
    until, pause = time.monotonic() + deadline_s, PAUSE_S
    while time.monotonic() + pause < until:
        yield False
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_S)
    yield True


def _passes(error: OpenSearchException) -> bool:
    """Whether trying again may help."""
    if isinstance(error, ConnectionTimeout | SSLError) or is_full(error):
        return False
    if isinstance(error, ConnectionError):
        return True
    return isinstance(error, TransportError) and error.status_code in AGAIN


def _lines(index: str, body: Json) -> tuple[str, str]:
    header = {"index": index, "allow_partial_search_results": False}
    return json.dumps(header), json.dumps(body, ensure_ascii=False)


def _is_whole(answer: Json) -> bool:
    """Whether every shard has answered.

    Raises:
        EngineUnavailable: the index is gone, or the search is refused.
    """
    status = answer.get("status", 200)
    if status not in AGAIN and status != 200:
        raise EngineUnavailable("engine_refused", error=f"HTTP {status}")
    return status == 200 and not answer["timed_out"] and not answer["_shards"]["failed"]
