"""How is an article read from a saved page?

What the page states about itself wins over what its text says: the meta tags of government sites
first, then ``og:`` and JSON-LD, as newspapers have them. The text is what trafilatura takes for the
main part, or everything that is shown where that finds none.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from email.parser import BytesParser
from typing import Any, cast

from retrieval.corpus import labels
from retrieval.corpus.compose import compose
from retrieval.corpus.decode import decode, decode_as
from retrieval.corpus.draft import Draft
from retrieval.corpus.headlines import same
from retrieval.corpus.readers.page_facts import page_facts
from retrieval.errors import Unreadable

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CONTAINERS = (
    "UCAP-CONTENT", "zoom", "Zoom", "TRS_Editor", "trs_editor_view", "TRS_UEDITOR",
    "pages_content", "article-content", "article_content", "rm_txt_con", "conTxt", "cont_txt",
)  # fmt: skip
"""Names that the publishing systems of government sites and newspapers give to the text."""
_HIDDEN = "script|style|noscript|template|nav|footer|aside|form|button|select|iframe|svg|head"
_BLOCKS = frozenset((
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "pre", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "header", "body", "center",
    "blockquote", "figure", "figcaption",
))  # fmt: skip
ENOUGH = 60
"""Characters that a container, or what trafilatura finds, must have to be taken for the text."""
DEEPEST = 200


def read_html(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a page.

    Raises:
        Unreadable: it is empty, not a page, or without text.
    """
    if not data.strip():
        raise Unreadable("The file is empty.", kind="empty")
    match = _CHARSET.search(data[:4096])
    decoded = decode_as(data, match[1].decode("ascii")) if match else decode(data)
    warnings = (f"The encoding is a guess: {decoded.encoding}.",) if decoded.doubtful else ()
    yield draft_of_page(decoded.text).warned(*warnings)


def read_mhtml(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a page that a browser saved in one file.

    Raises:
        Unreadable: it is empty, holds no page, or no text.
    """
    if not data.strip():
        raise Unreadable("The file is empty.", kind="empty")
    message = BytesParser(policy=email.policy.default).parsebytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = cast(bytes, part.get_payload(decode=True) or b"")
            charset = part.get_content_charset()
            decoded = decode_as(payload, charset) if charset else decode(payload)
            location = str(
                part.get("Content-Location") or message.get("Snapshot-Content-Location", "")
            )
            yield draft_of_page(decoded.text, location)
            return
    raise Unreadable("It holds no page: save the page again.", kind="damaged")


def draft_of_page(html: str, location: str = "") -> Draft:
    """The draft of a page's HTML; ``location`` is where it was saved from, if known.

    Raises:
        Unreadable: it holds no text.
    """
    import lxml.etree
    import lxml.html

    try:
        tree = lxml.html.document_fromstring(_plain_xml(html))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("There is no text in it.", kind="empty") from None
    facts = page_facts(tree)
    if location.startswith(("http://", "https://")):
        facts.setdefault("url", location)
    fallback = facts.pop("site", None)
    shown = _lines(tree)
    text = _container(tree) or _main_part(html) or "\n".join(shown)
    stated = {**_facts_around(shown, text, facts.get("title")), **facts}
    draft = compose(text, stated)
    if draft.source is None and fallback:
        return compose(text, {**stated, "source": fallback})
    return draft


def _plain_xml(html: str) -> str:
    """Without NUL and the declaration that lxml refuses in a text that has been decoded."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""), count=1)


def _container(tree: Any) -> str | None:
    """The text inside the element that a publishing system marks as the article."""
    for name in _CONTAINERS:
        path = f"//*[@id='{name}' or contains(concat(' ', @class, ' '), ' {name} ')]"
        found = ["\n".join(_lines(element)) for element in tree.xpath(path)[:3]]
        best = max(found, key=len, default="")
        if len(best) >= ENOUGH:
            return best
    return None


def _main_part(html: str) -> str | None:
    import trafilatura

    try:
        text = trafilatura.extract(
            html, include_comments=False, include_tables=True, with_metadata=False, fast=True
        )
    except Exception:  # the library raises whatever a broken tree leads to
        return None
    return text if text and len(text) >= ENOUGH else None


def _facts_around(shown: list[str], text: str, title: str | None) -> dict[str, str]:
    """What the lines between the title and the text say: 发布时间, 来源, 字号."""
    opening = next((line for line in text.split("\n") if len(line) > 20), "")[:20]
    end = next((i for i, line in enumerate(shown) if opening and opening in line), len(shown))
    start = max((i for i, line in enumerate(shown[:end]) if title and same(line, title)), default=0)
    facts: dict[str, str] = {}
    for line in shown[start:end]:
        if title is None or start:
            facts = {**(labels.facts(line) or {}), **facts}
        else:
            facts = {**labels.tidy(labels.labelled(line) or {}), **facts}
    return facts


def _lines(element: Any) -> list[str]:
    """The lines that an element shows; the cells of a row side by side."""
    pieces: list[str] = []
    _gather(element, pieces, 0)
    lines = (re.sub(r"[ \t\r\n]+", " ", line).strip() for line in "".join(pieces).split("\x00"))
    return [line.removesuffix(" |") for line in lines if line]


def _gather(element: Any, pieces: list[str], depth: int) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    hidden = tag in _HIDDEN.split("|") or not tag or _is_hidden(element)
    if not hidden and depth < DEEPEST:
        cell = tag in {"td", "th"}
        edge = "\x00" if tag in _BLOCKS and not cell else ""
        pieces.append(edge)
        pieces.append((element.text or "").replace("\x00", ""))
        for child in element:
            _gather(child, pieces, depth + 1)
        pieces.append(" | " if cell else edge)
    if depth:
        pieces.append((element.tail or "").replace("\x00", ""))


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
