"""What is said where a cluster does not answer as it should: real requests to a server here."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("opensearchpy")

from bot.engine import cluster_of
from bot.settings import Settings
from retrieval.errors import EngineUnavailable
from retrieval.index.engines.cluster.address import Address
from retrieval.index.engines.cluster.connection import Connection
from tests.certificates import self_signed
from tests.json_handler import JsonHandler

Said = tuple[int, dict[str, Any]]
KNOWN: Said = (200, {"version": {"number": "2.19.6", "distribution": "opensearch"}})
BUSY: Said = (503, {})
WHOLE = {"status": 200, "timed_out": False, "_shards": {"failed": 0}, "hits": {"hits": []}}
TORN = {**WHOLE, "_shards": {"failed": 1}}


@contextmanager
def answering(
    *answers: Said, certificate: Path | None = None
) -> Iterator[tuple[Connection, list[str]]]:
    """A server that says these things in turn, the last one again and again; what it was asked."""
    left, asked, scheme = list(answers), [], "http"

    class Handler(JsonHandler):
        def _answer(self) -> None:
            asked.append(f"{self.command} {self.path} {self.body().decode()}".strip())
            status, body = left.pop(0) if len(left) > 1 else left[0]
            content = json.dumps(body).encode()
            self.reply(status, content)

        do_GET = do_POST = do_PUT = do_DELETE = _answer

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if certificate:
            context, scheme = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), "https"
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        address = Address((f"{scheme}://localhost:{server.server_port}",), "reader", "secret")
        connection = Connection(address, deadline_s=0.3)
        yield connection, asked
        connection.close()
        server.shutdown()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((401, {}), "engine_denied"),
        ((403, {}), "engine_denied"),
        ((400, {}), "engine_refused"),
        ((503, {}), "engine_unreachable"),
        ((429, {"error": "TOO_MANY_REQUESTS/12/disk usage exceeded"}), "engine_full"),
        ((403, {"error": "FORBIDDEN/10/cluster create-index blocked (api)"}), "engine_full"),
        ((200, {"version": {"number": "6.8.23"}}), "engine_unknown"),
        ((200, {"version": {"number": "1.7", "distribution": "another"}}), "engine_unknown"),
        ((200, {"tagline": "no cluster at all"}), "engine_unknown"),
    ],
)
def test_each_fault_has_its_sentence(answer: Said, code: str) -> None:
    with answering(answer) as (connection, _), pytest.raises(EngineUnavailable) as raised:
        connection.check()
    assert raised.value.reason.code == code
    assert "secret" not in str(raised.value)


def test_the_settings_name_the_cluster_and_as_whom_it_is_spoken_to() -> None:
    there: dict[str, Any] = {
        "engine": "opensearch",
        "opensearch_url": "http://a:9200，http://b:9200",
    }
    who: dict[str, Any] = {"opensearch_user": "reader", "opensearch_password": "secret"}
    nodes = ("http://a:9200", "http://b:9200")
    assert cluster_of(Settings(_env_file=None, **there)) == Address(nodes)
    assert cluster_of(Settings(_env_file=None, **there, **who)) == Address(
        nodes, "reader", "secret"
    )


def test_nobody_there_is_said() -> None:
    connection = Connection(Address(("http://127.0.0.1:9",)), deadline_s=0.2)
    with pytest.raises(EngineUnavailable, match="does not answer"):
        connection.check()
    connection.close()


def test_a_node_that_is_busy_is_asked_again() -> None:
    with answering(BUSY, KNOWN) as (connection, asked):
        connection.check()
    assert len(asked) == 2


def test_an_answer_with_a_shard_missing_is_none() -> None:
    both, other = (200, {"responses": [WHOLE, TORN]}), (200, {"responses": [WHOLE]})
    with answering(both, other) as (connection, asked):
        assert connection.search([("a", {"size": 1}), ("b", {"size": 2})]) == [WHOLE, WHOLE]
    assert ('"size": 1' in asked[1], '"size": 2' in asked[1]) == (False, True)
    assert asked[0].count('"allow_partial_search_results": false') == 2


def test_a_document_whose_shard_is_away_is_asked_for_again() -> None:
    there, away = {"_id": "1", "found": True, "_source": {"a": 1}}, {"_id": "2", "error": {}}
    none, both = {"_id": "3", "found": False}, {"_id": "2", "found": True, "_source": {"a": 2}}
    with answering((200, {"docs": [there, away, none]}), (200, {"docs": [both]})) as (one, asked):
        assert one.documents("index", ["1", "2", "3"]) == {"1": {"a": 1}, "2": {"a": 2}}
    assert [json.loads(each.split(" ", 2)[2])["ids"] for each in asked] == [["1", "2", "3"], ["2"]]


def test_a_shard_that_stays_away_is_said() -> None:
    with (
        answering((200, {"responses": [TORN]})) as (connection, _),
        pytest.raises(EngineUnavailable, match="lacks some of its shards"),
    ):
        connection.search([("a", {"size": 1})])


def test_a_certificate_that_nobody_vouches_for_is_said(tmp_path: Path) -> None:
    with answering(KNOWN, certificate=self_signed(tmp_path)) as (connection, asked):
        with pytest.raises(EngineUnavailable, match="WENCE_OPENSEARCH_CA"):
            connection.check()
        assert asked == []
        trusting = replace(connection.address, ca=tmp_path / "node.pem")
        Connection(trusting, deadline_s=5).check()
    assert len(asked) == 1


@pytest.mark.parametrize("status", [404, 408])
def test_what_is_not_there_or_not_in_time_is_nothing(status: int) -> None:
    with answering((status, {"timed_out": True})) as (connection, asked):
        assert connection.request("GET", "/_cluster/health/index?timeout=1s") is None
    assert len(asked) == 1
