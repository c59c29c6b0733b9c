"""Which part of a page is the article?

The element that its publishing system marks as the text, else the part that readability finds where
that is most of what the page says, else all of it. What is furniture inside (comments, lists of
links, the foot of the site) is left out.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Sequence
from typing import Any

from retrieval.corpus.readers.web.shown import is_hidden, lays_out, lines_of

_CONTAINERS = (
    # Publishing systems of governments
    "UCAP-CONTENT", "zoom", "Zoom", "TRS_Editor", "trs_editor_view", "TRS_UEDITOR", "pages_content",
    "view TRS_UEDITOR", "Custom_UnionStyle", "wp_articlecontent", "v_news_content", "gov_content",
    "ozoom", "fontzoom", "zoomcon", "vsb_content", "detail-content", "easysite-news-text",
    "article_con", "xxgk_content", "bt_content", "info_content",
    # Newspapers and portals
    "rm_txt_con", "js_content", "endText", "post_text", "artibody", "article_txt", "main_content",
    "artical_real", "newsdetail_content", "news_txt", "news_part", "p-detail", "cnt_bd",
    "content_area", "text_area", "conTxt", "cont_txt", "left_zw", "l-cont", "Cnt-Main-Article-QQ",
    "content-article", "articalContent", "mp-editor", "article-holder", "Mid2L_con",
    "article-content", "article_content", "articleContent", "article-body", "article__content",
    "post-content", "entry-content", "content_detail", "news-content", "news_content",
)  # fmt: skip
"""Names that publishing systems of offices, newspapers and portals give to the text."""

_PARTS = ("div", "section", "ul", "ol", "dl", "table", "p", "form", "article", "header")

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|pinglun|tie-?areas?|share|bshare|fenxiang|related|relevant|relate"
    r"|recommends?|tuijian|side-?bar|hot|rank|copyright|declare|statement|disclaimer|crumbs?"
    r"|bread-?crumbs?|mianbao|tool-?bar|qr-?code|ewm|erweima|pagination|pager|page-?nav|ads?"
    r"|advert\w*|feedback|login|popup|modal|tags?|keywords?|foot(?:er)?|nav\w*|menu)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Names of parts of a page that are not its article."""

_FOOT = re.compile(r"(?:^|[\s_-])(?:foot(?:er)?|copyright)(?:$|[\s_-])", re.IGNORECASE)
_SCOPES = "ancestor-or-self::*[self::main or self::article or @role='main'][last()]"
"""What a page calls its main part."""

ENOUGH = 60
"""Characters that a part must have to be taken for the text."""
LONGEST = 3_000_000
"""Characters of a page that libraries look at: parsing them takes seconds."""
LINKED = 0.5
"""A part with a greater share of its characters in links is a list of them."""
MAIN = 0.5
"""An inner container with so much of the outer one's clauses is the text."""
OF_SCOPE, OF_PAGE = 0.5, 0.25
"""Such a share of the characters outside links, in the main part of a page or in all of it, makes
what readability finds the text."""
MINOR = 0.3
"""A part with less than so much of the clauses may be furniture."""


def body_of(tree: Any, html: str) -> Any:
    """The element that holds the article, without furniture; the page where none is found."""
    found = _container(tree)
    if found is None and len(html) <= LONGEST:
        found = _second_opinion(tree, html)
        found = None if found is None else _widened(found, tree)
    return without_furniture(tree if found is None else found)


def _widened(found: Any, tree: Any) -> Any | None:
    """What readability found, or all of which it is a lesser part: a form, a list of steps.

    None for the whole page.
    """
    found = _whole_table(found)
    scope = next(iter(found.xpath(_SCOPES)), None)
    if scope is None:
        return found if _unlinked(found) >= OF_PAGE * _unlinked(without_furniture(tree)) else None
    return found if _unlinked(found) >= OF_SCOPE * _unlinked(scope) else scope


def _whole_table(found: Any) -> Any:
    """The table of which a row or a cell was found, where its cells are data."""
    row = next(iter(found.xpath("ancestor-or-self::tr[last()]")), None)
    if row is None:
        return found
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    return found if any(map(lays_out, cells)) else next(row.iterancestors("table"), found)


def _unlinked(node: Any) -> int:
    """The characters of the lines that a node shows, without those in links."""
    return int(sum(map(len, lines_of(node))) * (1 - min(linked(node), 1)))


def clauses(node: Any) -> int:
    """How many clauses a node holds outside links."""
    return len(re.findall("[，。；：、！？,;]", node.text_content())) - sum(
        len(re.findall("[，。；：、！？,;]", link.text_content())) for link in node.iter("a")
    )


def linked(node: Any, lines: Sequence[str] | None = None) -> float:
    """The share of a node's characters, or those of its lines, that stand in links."""
    inside = sum(len(link.text_content().strip()) for link in node.iter("a"))
    whole = len(node.text_content().strip()) if lines is None else sum(map(len, lines))
    return inside / max(whole, 1)


def without_furniture(element: Any) -> Any:
    """A copy of the element without the parts inside that are no article."""
    whole = copy.deepcopy(element)
    most = MINOR * max(clauses(whole), 1)
    sentences = whole.text_content().count("。")
    for node in list(whole.iterdescendants(*_PARTS)):
        if node.getparent() is None:
            continue
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        is_foot = _FOOT.search(names) and node.text_content().count("。") <= sentences / 2
        is_furniture = _FURNITURE.search(names) or _is_list_of_links(node)
        if is_foot or (is_furniture and clauses(node) <= most):
            node.drop_tree()
    return whole


def _is_list_of_links(node: Any) -> bool:
    """Three links or more, and little besides; attachments of a document are none."""
    if node.tag not in {"ul", "ol", "dl", "div", "table"} or linked(node) < 0.8:
        return False
    links = list(node.iter("a"))
    text = node.text_content()
    return len(links) >= 3 and not re.search(r"附件|附表|\.(?:docx?|xlsx?|pdf|wps|ofd|zip)\b", text)


def _container(tree: Any) -> Any | None:
    """The innermost element with one of the names that holds text."""
    best, most = None, 0
    for name in _CONTAINERS:
        path = f"//*[@id='{name}' or contains(concat(' ', @class, ' '), ' {name} ')]"
        for element in tree.xpath(path)[:5]:
            if is_hidden(element) or linked(element) > LINKED:
                continue
            weight = clauses(element)
            outer = best is not None and best in element.iterancestors()
            inner = best is not None and element in best.iterancestors()
            better = weight > most if not outer else weight >= MAIN * most
            if better and not (inner and most >= MAIN * weight) and _is_enough(element):
                best, most = element, weight
    return best


def _is_enough(element: Any) -> bool:
    return sum(map(len, lines_of(element))) >= ENOUGH


def _second_opinion(tree: Any, html: str) -> Any | None:
    """The smallest element of the page with nearly all that readability takes for the article."""
    import lxml.html
    import readability

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    try:
        summary = lxml.html.fromstring(readability.Document(html).summary(html_partial=True))
    except Exception:  # the library raises whatever a broken tree leads to
        return None
    return _smallest_with(tree, lines_of(summary)) if _is_enough(summary) else None


def _smallest_with(tree: Any, lines: list[str]) -> Any | None:
    """The innermost element that shows at least nine tenths of the text of the lines."""
    wanted = [re.sub(r"\s", "", line) for line in lines if len(line) > 10]
    node = tree.body if tree.body is not None else tree
    total = sum(map(len, wanted))
    while True:
        inner = next((child for child in node if _holds(child, wanted) >= 0.9 * total > 0), None)
        if inner is None:
            return node
        node = inner


def _holds(node: Any, wanted: list[str]) -> int:
    if not isinstance(node.tag, str):
        return 0
    text = re.sub(r"\s", "", node.text_content())
    return sum(len(line) for line in wanted if line in text)
