"""How is an article read from a saved page?

What the page states about itself wins over what its text says: the meta tags of government sites
first, then ``og:`` and JSON-LD, as newspapers have them. The text is what trafilatura takes for the
main part, or everything that is shown where that finds none.
"""

from __future__ import annotations

import email.policy
import logging
import re
from collections.abc import Iterator
from email.parser import BytesParser
from typing import Any, cast

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.decode import decode, decode_as
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import is_headline, same
from retrieval.corpus.metadata.lines import Line, with_levels
from retrieval.corpus.readers.page_facts import facts_around, page_facts
from retrieval.errors import Unreadable

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_CONTAINERS = (
    "UCAP-CONTENT", "zoom", "Zoom", "TRS_Editor", "trs_editor_view", "TRS_UEDITOR",
    "pages_content", "js_content", "article-content", "article_content", "rm_txt_con",
    "conTxt", "cont_txt",
)  # fmt: skip
"""Names that the publishing systems of government sites and newspapers give to the text."""
_HIDDEN = "script|style|noscript|template|nav|footer|aside|form|button|select|iframe|svg|head"
_BLOCKS = frozenset((
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "pre", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "header", "body", "center",
    "blockquote", "figure", "figcaption",
))  # fmt: skip
LAID_OUT = 60
"""A cell of a table longer than this is no cell but a page."""

_INLINE = frozenset(("span", "em", "i", "b", "strong", "a", "label", "font"))

ENOUGH = 60
"""Characters that a container, or what trafilatura finds, must have to be taken for the text."""
DEEPEST = 200
LONGEST = 3_000_000
"""Characters of a page that trafilatura looks at: 5 million took it 27 seconds."""


def read_html(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a page.

    Raises:
        Unreadable: it is empty, not a page, or without text.
    """
    if not data.strip():
        raise Unreadable("file_empty")
    match = _CHARSET.search(data[:4096])
    decoded = decode_as(data, match[1].decode("ascii")) if match else decode(data)
    yield draft_of_page(decoded.text).warned(*decoded.warnings)


def read_mhtml(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a page that a browser saved in one file.

    Raises:
        Unreadable: it is empty, holds no page, or no text.
    """
    if not data.strip():
        raise Unreadable("file_empty")
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
    raise Unreadable("no_page")


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
        raise Unreadable("no_text") from None
    facts = page_facts(tree)
    if location.startswith(("http://", "https://")):
        facts.setdefault("url", location)
    site = facts.pop("site", None)
    shown = _lines(tree)
    spaced = _lines(tree, spaced=True)
    text = _container(tree) or _main_part(tree, html) or "\n".join(shown)
    stated = {**facts_around(spaced, text, facts.get("title")), **facts}
    if "title" in stated and (kicker := _kicker(tree, stated["title"])):
        stated.setdefault("kicker", kicker)
    lines = with_levels(text, _levels(tree))
    draft = compose(lines, stated)
    if draft.source is None and site:
        return compose(lines, {**stated, "source": site})
    return draft


def lines_of_html(html: str) -> list[Line]:
    """What a piece of HTML shows, line by line; the cells of a row side by side."""
    import lxml.etree
    import lxml.html

    try:
        tree = lxml.html.document_fromstring(_plain_xml(html))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return []
    return with_levels("\n".join(_lines(tree)), _levels(tree))


def _levels(tree: Any) -> dict[str, int]:
    """The headings of the page, by their text as a line."""
    found = tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    return {" ".join(_lines(heading)): int(heading.tag[1]) for heading in found}


def _kicker(tree: Any, title: str) -> str | None:
    """The smaller heading right above the title."""
    for heading in tree.xpath("//h1|//h2"):
        above = heading.getprevious()
        while above is not None and not isinstance(above.tag, str):  # a comment has no text
            above = above.getprevious()
        if same(heading.text_content(), title) and above is not None:
            text = re.sub(r"\s+", " ", above.text_content()).strip()
            if above.tag in {"h2", "h3", "h4", "h5"} and is_headline(text):
                return text
    return None


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


def _main_part(tree: Any, html: str) -> str | None:
    if len(html) > LONGEST:
        return None
    import trafilatura

    # What is wrong with a page is told by the refusal.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    try:
        text = trafilatura.extract(
            html, include_comments=False, include_tables=True, with_metadata=False, fast=True
        )
    except Exception:  # the library raises whatever a broken tree leads to
        return None
    if text and any(line.startswith("|") and len(line) > LAID_OUT for line in text.split("\n")):
        return _densest(tree)
    return text if text and len(text) >= ENOUGH else None


def _densest(tree: Any) -> str | None:
    """The innermost cell or block with most of the text, where tables lay the page out."""
    weights = {node: _weight(node) for node in tree.xpath("//td|//div|//body")}
    most = max(weights.values(), default=0)
    heavy = [node for node, weight in weights.items() if weight >= 0.7 * most > 0]
    inner = min(heavy, key=lambda node: (len(node.text_content()), -weights[node]), default=None)
    text = "\n".join(_lines(inner)) if inner is not None else ""
    return text if len(text) >= ENOUGH else None


def _weight(node: Any) -> int:
    """How many clauses the node holds."""
    return len(re.findall("[，。；]", node.text_content()))


def _lines(element: Any, *, spaced: bool = False) -> list[str]:
    """The lines that an element shows; the cells of a row side by side.

    ``spaced`` puts a space behind each ``<span>``, as style sheets do.
    """
    pieces: list[str] = []
    _gather(element, pieces, 0, spaced)
    lines = (re.sub(r"[ \t\r\n]+", " ", line).strip() for line in "".join(pieces).split("\x00"))
    return [line.removesuffix(" |") for line in lines if line]


def _gather(element: Any, pieces: list[str], depth: int, spaced: bool) -> None:
    tag = element.tag if isinstance(element.tag, str) else ""
    hidden = tag in _HIDDEN.split("|") or not tag or _is_hidden(element)
    if not hidden and depth < DEEPEST:
        cell = tag in {"td", "th"}
        edge = "\x00" if tag in _BLOCKS and not cell else ""
        pieces.append(edge)
        pieces.append((element.text or "").replace("\x00", ""))
        for child in element:
            _gather(child, pieces, depth + 1, spaced)
        pieces.append(" | " if cell else " " if spaced and tag in _INLINE else edge)
    if depth:
        pieces.append((element.tail or "").replace("\x00", ""))


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None
