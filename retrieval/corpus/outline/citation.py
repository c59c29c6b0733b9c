"""How is a place in a document cited? 第十四条第二款第（一）项, 三、（六）, 附件1第三条."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from retrieval.corpus.outline.labels import RANKS
from retrieval.corpus.outline.sections import Outline, Section
from retrieval.text.numerals import chinese
from retrieval.text.ranges import Range

TRAIL = 24
"""Characters of a heading in a trail; the rest is …."""

_MARKS = "、．.，,"
_BRACKETS = str.maketrans("()", "（）")
_LINE_END = re.compile("\n")
_CLOSED = re.compile(r"[。；：！？…;:!?][”’」』》）)\]\"']*$")


def pinpoint(text: str, outline: Outline, span: Range) -> str:
    """Where ``text[start:end]`` stands, as lawyers and officials cite it; "" for nowhere.

    Articles are cited without their chapter. The paragraph of an article (第二款) is named where it
    tells more: outside of items, or where items stand in several paragraphs.
    """
    path = outline.around(*span)
    at = next((at for at, section in enumerate(path) if section.kind == "article"), None)
    if at is None:
        return _joined(path)
    enclosure = "".join(section.label or "" for section in path if section.kind == "enclosure")
    return enclosure + _in_article(text, outline, path[at:], span)


def trail(text: str, outline: Outline, span: Range) -> str:
    """The same with the headings of the sections above: 第三章 法律责任 › 第十四条第（二）项."""
    path = outline.around(*span)
    at = next((at for at, section in enumerate(path) if section.kind == "article"), len(path))
    parts = [_named(section) for section in path[:at]]
    if at < len(path):
        parts.append(_in_article(text, outline, path[at:], span))
    return " › ".join(parts)


def citation(title: str | None, pinned: str) -> str | None:
    """``《title》第十四条``; the pinpoint alone where there is no title, None without both."""
    return titled(title) + pinned if title else pinned or None


def titled(title: str) -> str:
    """A title in its marks; those inside of it become single ones (GB/T 15834)."""
    is_one_name = title.startswith("《") and title.find("》") == len(title) - 1
    name = title[1:-1] if is_one_name else title
    return f"《{name.replace('《', '〈').replace('》', '〉')}》"


def _joined(path: Sequence[Section]) -> str:
    """三、（六）1 of a notice; a heading without a label stands in quotation marks."""
    cited = ""
    for section in path:
        if section.label:
            cited += _bracketed(section.label) + " " * (section.kind == "enclosure")
        elif section.heading:
            cited += f"“{section.heading}”"
    return cited.rstrip(_MARKS + " ")


def _named(section: Section) -> str:
    heading = section.heading or ""
    if len(heading) > TRAIL:
        heading = heading[: TRAIL - 1] + "…"
    label = _bracketed(section.label or "")
    if not heading:
        return label.rstrip(_MARKS)
    return f"{label} {heading}" if section.kind in RANKS else label + heading


def _bracketed(label: str) -> str:
    """(二) and （二） are the same place."""
    return label.translate(_BRACKETS)


def _in_article(text: str, outline: Outline, path: Sequence[Section], span: Range) -> str:
    article, *items = path
    taiwan = _counts_as_in_taiwan(outline)
    paragraph, item, subitem = ("項", "款", "目") if taiwan else ("款", "项", "目")
    if "條" in (article.label or "") and not taiwan:
        item = "項"
    cited = article.label or ""
    if number := _paragraph(text, outline, article, items[0] if items else None, span):
        cited += f"第{chinese(number)}{paragraph}"
    for depth, section in enumerate(items):
        label = _bracketed(section.label or "").rstrip(_MARKS)
        cited += f"第{label}{subitem if depth else item}"
    return cited


def _counts_as_in_taiwan(outline: Outline) -> bool:
    """There articles have 項, those numbered items 一、, which are 款, and those 目."""
    return any(
        after.kind == "han" and after.level == before.level + 1 and "條" in (before.label or "")
        for before, after in zip(outline.sections, outline.sections[1:], strict=False)
        if before.kind == "article"
    )


def _paragraph(
    text: str, outline: Outline, article: Section, item: Section | None, span: Range
) -> int:
    """The number of the paragraph of an article in which a place stands; 0 if nothing is told by
    it."""
    starts = paragraphs(text, outline, article)
    if item is None:
        first, last = (bisect_right(starts, max(at, article.body)) for at in (span[0], span[1] - 1))
        return first if len(starts) > 1 and first == last else 0
    own = {bisect_right(starts, each.start) for each in outline.children(article)}
    number = bisect_right(starts, item.start)
    return number if number != min(own) or len(own) > 1 else 0


def paragraphs(text: str, outline: Outline, article: Section) -> list[int]:
    """Where the paragraphs of an article begin, its items left out.

    Empty where they are not known, because lines end within sentences.
    """
    lines = (match.end() for match in _LINE_END.finditer(text, article.body, article.end))
    breaks = (at for at in outline.breaks if article.body < at < article.end)
    labelled = {each.start for each in outline.sections}
    starts = sorted({article.body, *lines, *breaks} - labelled)
    ends = (text[max(article.start, start - 8) : start].rstrip() for start in starts[1:])
    return starts if all(map(_CLOSED.search, ends)) else []
