"""How is an article read from a saved page?

What the page states about itself wins over what its lines say: the meta tags of government sites
first, then ``og:`` and JSON-LD, as newspapers have them. Authors count only where they are shown.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from email.parser import BytesParser
from typing import Any, cast

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.decode import Decoded, decode, decode_as
from retrieval.corpus.metadata import labels
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.lines import Line
from retrieval.corpus.metadata.official import NUMBER_LINE, PROMULGATION
from retrieval.corpus.metadata.publishers import is_part
from retrieval.corpus.readers.web.around import (
    HEAD,
    confirmed,
    facts_around,
    line_facts,
    surroundings,
)
from retrieval.corpus.readers.web.body import body_of, linked
from retrieval.corpus.readers.web.shown import headings_of, leveled_lines_of, lines_of, with_spans
from retrieval.corpus.readers.web.stated import page_facts
from retrieval.corpus.readers.web.titles import kicker_of, outer_title, title_of, whole_title
from retrieval.errors import Unreadable
from retrieval.reasons import because
from retrieval.text import dates

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_NEEDS_SCRIPT = re.compile(
    r"(?:允许|允許|启用|啟用|开启|開啟|支持|打开).{0,10}java\s?script|(?:enable|allow|need|requires?)"
    r".{0,30}java\s?script",
    re.IGNORECASE,
)
_ROOTS = "//div[@id='app' or @id='root' or @id='__next' or @id='__nuxt'][not(node())]"
"""Where a script is to draw the page."""

_CLOCK = re.compile(r"\d[:：]\d\d")
_ADOPTED = re.compile("通过|批准|施行|公布|發布|发布$|修[正订改]|印发")
_BUTTON = re.compile(
    r"^(?:字[号體体]|[超大中小默认标准]{1,2}|[T+\-\s\d]{1,8}|分享(?:到[:：]?)?|打印|[+＋]?关注|评论|收藏|举报|听新闻)$"
)
HEAD_LINES = 15
"""So many lines of a part may stand above its text."""

_ENDS = re.compile(
    r"^\W*(?:本文来源[:：].{1,20})?(?:(?:责任|責任)?(?:编辑|編輯)|责编|責編)\s*[:：]"
    r"|trackback|^.{0,60}(?:共|已有)\s*\d+\s*[篇条件个]\s*(?:评论|留言|回复)",
    re.IGNORECASE,
)
"""The line that ends an article: who edited it, or what was said to it."""
_CLAUSE = re.compile("[，。；：！？]")
ABOVE = 0.3
"""So much of the clauses of a part stands at least above the line that ends the article."""

_NO_ARTICLE = re.compile(
    r"(?:页面|網頁|网页|頁面|网址|網址|链接|内容|信息|文章)[^。]{0,12}"
    r"(?:不存在|(?:已|被){1,2}[删刪]除|找不到|[无無]法(?:找到|获取|访问))"
    r"|不支持框架|不支援框架|support frames"
    r"|^(?:安全|访问|訪問|人机|滑动)[验驗][证證]$|完成(?:安全)?[验驗][证證]后|访问行为[^。]{0,6}异常"
    r"|^(?:正在|页面|頁面)[^。]{0,4}跳[转轉]中|^跳[转轉]中"
    r"|^\W*(?:40[34]|50[0234])\b"
    r"|\b(?:not found|forbidden|bad gateway|access denied|checking your browser)\b",
    re.IGNORECASE,
)
"""What a server says in place of an article: an error, a check of the visitor, a redirection."""
PLACEHOLDER = 160
"""Such a page says no more than so many characters."""

_DAY = re.compile(r"[\[(（]?(?:19|20)\d\d\s?[-/.年]\s?\d\d?\s?[-/.月]\s?\d\d?日?[\])）]?")
_SENTENCE = re.compile("[。！？!?]")
LISTED = 0.6
"""A page with a greater share of its characters in links may be a list of other pages."""


def read_html(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a page.

    Raises:
        Unreadable: it is empty, not a page, or without text.
    """
    if not data.strip():
        raise Unreadable("file_empty")
    decoded = decoded_page(data)
    yield draft_of_page(decoded.text).warned(*decoded.warnings)


def decoded_page(data: bytes) -> Decoded:
    """What the bytes of a page say, in the encoding that it states or else in the likeliest."""
    match = _CHARSET.search(data[:4096])
    return decode_as(data, match[1].decode("ascii")) if match else decode(data)


def tree_of_page(data: bytes) -> Any | None:
    """The elements of a page, as lxml has them; None where there are none."""
    return _tree(decoded_page(data).text)


def read_mhtml(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a page that a browser saved in one file.

    Raises:
        Unreadable: it is empty, holds no page, or no text.
    """
    if not data.strip():
        raise Unreadable("file_empty")
    message = BytesParser(policy=email.policy.default).parsebytes(data)
    drafts = list(_drafts_of_parts(message))
    if not drafts:
        raise Unreadable("no_page")
    fullest = max(drafts, key=lambda draft: len(draft.text))
    yield replace(fullest, url=drafts[0].url or fullest.url)


def _drafts_of_parts(message: Message) -> Iterator[Draft]:
    """The drafts of the page and its frames; a frame without text is none."""
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = cast(bytes, part.get_payload(decode=True) or b"")
            charset = part.get_content_charset()
            decoded = decode_as(payload, charset) if charset else decode(payload)
            location = part.get("Content-Location") or message.get("Snapshot-Content-Location", "")
            try:
                yield draft_of_page(decoded.text, str(location))
            except Unreadable:
                continue


def draft_of_page(html: str, location: str = "") -> Draft:
    """The draft of a page's HTML; ``location`` is where it was saved from, if known.

    Raises:
        Unreadable: it holds no text, a script is to draw it, or it is an error of the server's.
    """
    tree = _tree(html)
    if tree is None:
        raise Unreadable("no_text")
    body = body_of(tree, html)
    lines = _begun(_ended(list(leveled_lines_of(body, headings_of(tree)))))
    if _tells_nothing(tree, lines):
        raise Unreadable("page_without_article")
    sentences = any(_SENTENCE.search(line.text) for line in lines)
    is_list = not sentences and any(_is_of_links(each) for each in (tree, body))
    is_empty = not sentences and sum(len(line.text) for line in lines) < PLACEHOLDER
    if (is_list or is_empty) and _is_drawn_by_script(tree):
        raise Unreadable("page_drawn_by_script")
    draft = _draft(tree, lines, location)
    draft = replace(draft, title=whole_title(tree) or draft.title) if is_list else draft
    return draft.warned(because("page_of_links")) if is_list else draft


def _is_of_links(node: Any) -> bool:
    """Do most of its characters stand in links, days aside?"""
    return linked(node, [_DAY.sub("", line) for line in lines_of(node)]) > LISTED


def _tells_nothing(tree: Any, lines: list[Line]) -> bool:
    """Is it what a server sends in place of an article, and undated?"""
    texts = [line.text for line in lines]
    if sum(map(len, texts)) > PLACEHOLDER or any(map(dates.first_date, texts)):
        return False
    return any(_NO_ARTICLE.search(text) for text in (whole_title(tree) or "", *texts))


def _draft(tree: Any, lines: list[Line], location: str) -> Draft:
    facts = page_facts(tree)
    if location.startswith(("http://", "https://")):
        facts.setdefault("url", location)
    site, claimed = facts.pop("site", ""), facts.pop("claimed", "")
    texts = [line.text for line in lines]
    body = tree.find("body")
    page = surroundings(lines_of(tree if body is None else body, spaced=True), texts)
    if title := title_of(tree, facts.pop("title", None), site, page.above[-HEAD:]):
        facts["title"] = title
    told = facts_around(page, title)
    if author := confirmed(claimed, page, texts, outer_title(tree, title)):
        facts.setdefault("author", author)
    stated = {**told, **facts}
    if title and (kicker := kicker_of(tree, title)):
        stated.setdefault("kicker", kicker)
    draft = compose(lines, stated)
    if draft.source is None and site and not is_part(site):
        return compose(lines, {**stated, "source": site})
    return draft


def _begun(lines: list[Line]) -> list[Line]:
    """The lines below the one that tells day and source, where no sentence stands above it."""
    first = next((i for i, line in enumerate(lines) if "。" in line.text), len(lines))
    head = [line.text for line in lines[: min(first, HEAD_LINES)]]
    if any(NUMBER_LINE.match(text) or PROMULGATION.match(text) for text in head):
        return lines
    told = [i for i, text in enumerate(head) if _tells(text)]
    begin = told[-1] + 1 if told else 0
    while told and begin < first and _BUTTON.match(lines[begin].text):
        begin += 1
    return lines[begin:] or lines


def _tells(line: str) -> bool:
    """Does the line say when, from where or by whom, and nothing else? 5月9日通过 does not."""
    facts = line_facts(line)
    if labels.is_row(line) or _ADOPTED.search(line):
        return False
    if "source" in facts or "author" in facts:
        return True
    return "published" in facts and bool(_CLOCK.search(line) or labels.labelled(line))


def _ended(lines: list[Line]) -> list[Line]:
    """The lines up to the one that names the editor, where most of the text stands above it."""
    weights = [len(_CLAUSE.findall(line.text)) for line in lines]
    above = 0
    for number, line in enumerate(lines):
        if above >= ABOVE * sum(weights) > 0 and _ENDS.search(line.text):
            return lines[: number + 1]
        above += weights[number]
    return lines


def _is_drawn_by_script(tree: Any) -> bool:
    asked = any(_NEEDS_SCRIPT.search(node.text_content()) for node in tree.xpath("//noscript"))
    return asked or bool(tree.xpath(_ROOTS))


def _tree(html: str) -> Any | None:
    import lxml.etree
    import lxml.html

    try:
        return with_spans(lxml.html.document_fromstring(_plain_xml(html)))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return None


def lines_of_html(html: str) -> list[Line]:
    """What a piece of HTML shows, line by line; the cells of a row side by side."""
    tree = _tree(html)
    return [] if tree is None else list(leveled_lines_of(tree, headings_of(tree)))


def lines_of_page(data: bytes) -> list[Line]:
    """What a page shows that another file holds, as it is or saved by a browser in one file."""
    message = BytesParser(policy=email.policy.default).parsebytes(data)
    parts = (part for part in message.walk() if part.get_content_type() == "text/html")
    pages = [cast(bytes, part.get_payload(decode=True) or b"") for part in parts] or [data]
    return [line for page in pages for line in lines_of_html(decode(page).text)]


def _plain_xml(html: str) -> str:
    """Without NUL and the declaration that lxml refuses in a text that has been decoded."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""), count=1)
