"""Which lines does a page, or a part of it, show?"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from retrieval.corpus.metadata.lines import Line
from retrieval.text.numerals import NUMERALS

_HIDDEN = frozenset((
    "script", "style", "noscript", "template", "nav", "footer", "aside", "button", "select",
    "iframe", "svg", "head", "textarea",
))  # fmt: skip
_BLOCKS = frozenset((
    "p", "div", "br", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "pre", "hr",
    "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "header", "body", "center",
    "blockquote", "figure", "figcaption", "form",
))  # fmt: skip
_INLINE = frozenset(("span", "em", "i", "b", "strong", "a", "label", "font"))
HEADINGS = "//h1|//h2|//h3|//h4|//h5|//h6"
DEEPEST = 200
WIDEST = 60
"""A cell of a table that holds more lines or characters than this lays a page out."""

MOST_ROWS = 200
MOST_COPIES = 5000
"""A cell is repeated in so many rows at most, and so many times on a page."""

_NUMBERED = re.compile(rf"\s*(?:\d|[(（]?[{NUMERALS}]+[)）、.]|第[{NUMERALS}]|[①-⑳])")
"""An item of a list that brings its own number."""


def lines_of(element: Any, *, spaced: bool = False) -> list[str]:
    """The lines that an element shows; the cells of a row side by side.

    ``spaced`` puts a space behind each ``<span>``, as style sheets do.
    """
    pieces: list[str] = []
    _gather(element, pieces, 0, spaced)
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(pieces).split("\x00"))
    return [line.removesuffix(" |") for line in lines if line.strip("| ")]


def leveled_lines_of(element: Any, headings: dict[str, int]) -> Iterator[Line]:
    """The same, the headings with their levels."""
    for line in lines_of(element):
        yield Line(line, headings.get(line))


def headings_of(tree: Any) -> dict[str, int]:
    """The headings of a page, by their text as a line."""
    return {" ".join(lines_of(node)): int(node.tag[1]) for node in tree.xpath(HEADINGS)}


def with_spans(tree: Any) -> Any:
    """The tree, each cell that spans several rows of a table repeated in each of them."""
    copies = 0
    for cell in list(tree.iter("td", "th")):
        span = cell.get("rowspan", "")
        row = cell.getparent()
        if not span.isdecimal() or not 1 < int(span) <= MOST_ROWS or row.tag != "tr":
            continue
        if len(cell.text_content()) > WIDEST:
            continue
        place = [item for item in row if item.tag in {"td", "th"}].index(cell)
        for below in list(row.itersiblings("tr"))[: int(span) - 1]:
            copies += 1
            if copies > MOST_COPIES:
                return tree
            again = copy.deepcopy(cell)
            again.tail = None
            again.attrib.pop("rowspan")
            below.insert(place, again)
    return tree


def text_of(node: Any) -> str:
    """The words of a node in one line."""
    return re.sub(r"\s+", " ", node.text_content()).strip()


def is_hidden(element: Any) -> bool:
    """Is it no part of the article? An aside with the title is its head."""
    if not isinstance(element.tag, str):
        return True
    if element.tag in _HIDDEN:
        return element.tag != "aside" or element.find(".//h1") is None
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _gather(element: Any, pieces: list[str], depth: int, spaced: bool) -> None:
    if not is_hidden(element) and depth < DEEPEST:
        tag = element.tag
        cell = tag in {"td", "th"} and not lays_out(element)
        edge = "\x00" if tag in _BLOCKS and not cell else ""
        pieces += (edge, _number(element), _written(element, element.text))
        for child in element:
            if cell:
                _gather_cell(child, pieces, depth + 1, spaced)
            else:
                _gather(child, pieces, depth + 1, spaced)
        pieces.append(" | " if cell else " " if spaced and tag in _INLINE else edge)
    if depth:
        pieces.append(_written(element.getparent(), element.tail))


def _written(holder: Any, text: str | None) -> str:
    """The text as the element that holds it shows it: ``<pre>`` keeps its lines."""
    text = (text or "").replace("\x00", "")
    if "\n" in text and holder.xpath("boolean(ancestor-or-self::pre)"):
        return text.replace("\n", "\x00")
    return text


def _gather_cell(element: Any, pieces: list[str], depth: int, spaced: bool) -> None:
    """What stands in a cell is one line, whatever it is made of."""
    inner: list[str] = []
    _gather(element, inner, depth, spaced)
    pieces.append("".join(inner).replace("\x00", " "))


def lays_out(cell: Any) -> bool:
    """Is it no cell but a part of a page that tables lay out?"""
    if cell.xpath("boolean(.//table|.//h1|.//h2) or count(../td|../th) = 1"):
        return True
    blocks = len(cell.xpath(".//p|.//br|.//div"))
    return bool(blocks > 3 and len(cell.text_content()) > WIDEST * blocks / 3)


def _number(element: Any) -> str:
    """The number of an item of an ordered list, which people cite."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    if _NUMBERED.match(element.text_content()):
        return ""
    before = [item for item in element.itersiblings("li", preceding=True)]
    first = parent.get("start", "")
    own = element.get("value", "")
    number = int(own) if own.isdecimal() else len(before) + (int(first) if first.isdecimal() else 1)
    if parent.get("type") in {"a", "A"} and 0 < number <= 26:
        return f"{chr(ord(parent.get('type')) + number - 1)}. "
    return f"{number}. "
