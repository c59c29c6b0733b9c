"""A web site on loopback, as an office's content management builds it, and as badly as told."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=utf-8"

Answer = Callable[[Any], None]
"""Writes to a request's handler whatever it likes."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: Site

    def do_GET(self) -> None:
        site = self.site
        site.asked.append(self.path)
        site.headers = dict(self.headers.items())
        answer = site.answers.get(self.path)
        if answer is not None:
            with suppress(OSError):
                answer(self)
        elif self.path in site.pages:
            self._page(*site.pages[self.path])
        else:
            self.send(404, b"no such page")

    def _page(self, body: bytes, type: str) -> None:
        etag = f'"{md5(body).hexdigest()}"'
        if self.headers.get("If-None-Match") == etag:
            self.site.unchanged[self.path] += 1
            self.send(304, b"", ETag=etag)
        else:
            self.send(200, body, **{"Content-Type": type, "ETag": etag})

    def send(self, status: int, body: bytes, **headers: str) -> None:
        """One whole answer."""
        lines = {"Content-Length": str(len(body)), **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
        self.wfile.write(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@dataclass
class Site:
    """What it serves, and what it was asked for."""

    port: int = 0
    pages: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def put(self, path: str, body: str | bytes, type: str = HTML) -> None:
        self.pages[path] = (body.encode() if isinstance(body, str) else body, type)

    def answer(self, path: str, status: int, body: bytes = b"", **headers: str) -> None:
        self.answers[path] = lambda request: request.send(status, body, **headers)


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def article(number: int, *, attachments: str = "", day: str = "2026-01-05", more: str = "") -> str:
    """A notice, as such a site shows it: a menu, a title, a line of facts, the text, a foot."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="ArticleTitle" content="示例市第{number}号补贴申请办法">
<meta name="PubDate" content="{day}">
<title>示例市第{number}号补贴申请办法_示例市政府</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/hd/">互动</a></div>
<h1>示例市第{number}号补贴申请办法</h1><div>发布时间：{day} 来源：示例市人民政府</div>
<div class="TRS_Editor"><p>第一条 为了规范第{number}号补贴的申请，制定本办法。</p>
<p>第二条 第{number}号补贴每人每年{number + 100}元，向住所地街道办事处申请，十五日内答复。{more}</p>
<p>第三条 申请时应当提交身份证、户口簿和第{number}号申请表，材料不全的当场一次告知。</p></div>
{attachments}<div class="foot">主办：示例市人民政府办公室</div></body></html>"""


def listing(paths: list[str], *, pager: str = "", name: str = "政策文件") -> str:
    """A column of documents, with what turns its pages."""
    rows = "".join(
        f'<li><a href="{path}" title="示例市补贴申请办法（{path}）">示例市补贴申请办法（{path}）'
        "</a><span>2026-01-05</span></li>"
        for path in paths
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{name}</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>
<ul class="list">{rows}</ul><div class="page">{pager}</div></body></html>"""


def office(site: Site, count: int = 5, a_page: int = 3) -> None:
    """A list with its pages by number, as ``createPageHTML`` draws them, and its documents."""
    for number in range(count):
        site.put(f"/zcwj/202601/t{number}.html", article(number))
    pages = -(-count // a_page)
    for page in range(pages):
        held = range(page * a_page, min(count, (page + 1) * a_page))
        script = f'<script>createPageHTML({pages}, {page}, "index", "html");</script>'
        name = f"index_{page}.html" if page else "index.html"
        site.put(f"/zcwj/{name}", listing([f"./202601/t{n}.html" for n in held], pager=script))
