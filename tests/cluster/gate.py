"""A gate before the nodes: TLS, passwords, rights that end at reading. It keeps what was asked.

The security plugin is not published for the version that is tested; to a bot this is the same.
"""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.json_handler import JsonHandler

READER, WRITER = "reader", "writer"
PASSWORD = "secret"
READING = ("_msearch", "_mget", "_search", "_count")
PATIENCE_S = 700.0


@dataclass
class Gate:
    """Where it is, and what has gone through it."""

    url: str
    asked: list[str] = field(default_factory=list)
    """Method and path of every request."""


@contextmanager
def gate(node: str, certificate: Path | None = None, version: str | None = None) -> Iterator[Gate]:
    """A gate before the node at an address.

    Args:
        certificate: of localhost, with its key; then people have to give their passwords, too.
        version: which version the cluster says that it is.
    """
    told = Gate("")

    class Handler(JsonHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.body()
            told.asked.append(f"{self.command} {self.path}")
            status, content = _refusal(self, certificate) or self._forwarded(body)
            self.reply(status, content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass

        def _forwarded(self, body: bytes) -> tuple[int, bytes]:
            inner = http.client.HTTPConnection(urlsplit(node).netloc, timeout=PATIENCE_S)
            kind = {"content-type": self.headers.get("content-type", "application/json")}
            inner.request(self.command, self.path, body or None, kind if body else {})
            answer = inner.getresponse()
            content = answer.read()
            inner.close()
            if version and self.path == "/":
                content = _renamed(content, version)
            return answer.status, content

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        told.url = f"{'https' if certificate else 'http'}://localhost:{server.server_port}"
        yield told
        server.shutdown()


def _refusal(request: BaseHTTPRequestHandler, certificate: Path | None) -> tuple[int, bytes] | None:
    """Why a request may not pass, None where it may."""
    if certificate is None:
        return None
    given = request.headers.get("authorization", "").removeprefix("Basic ")
    user, _, password = base64.b64decode(given).decode().partition(":")
    if user not in (READER, WRITER) or password != PASSWORD:
        return 401, b"Unauthorized"
    reads = request.command in ("GET", "HEAD") or request.path.endswith(READING)
    return None if reads or user == WRITER else (403, b'{"error": {"type": "security_exception"}}')


def _renamed(content: bytes, version: str) -> bytes:
    said: dict[str, Any] = json.loads(content)
    said["version"]["number"] = version
    return json.dumps(said).encode()
