"""A quote's source as it is cited: by officials and lawyers, and by GB/T 7714."""

from __future__ import annotations

import re
from datetime import date

from bot.language import Language
from bot.view.article_blocks import shown_date
from retrieval.answer.answer import Result
from retrieval.corpus.outline.citation import titled

SHORTEST_QUOTE = 20
"""Characters of the quote that a long title leaves room for."""
_UNBALANCED = re.compile(r"[{}\\~^]")
"""What TeX would take for its own, and no title needs."""
_SPECIAL = re.compile("[#$%&_]")


def official_citation(result: Result, language: Language, limit: int) -> str:
    """``《title》（number）第十四条第（二）项：“quote”``, the quote cut short to keep the limit.

    Where there is no number, source and date identify the article.
    """
    article = result.article
    known = [article.source, shown_date(article.date, language)]
    facts = article.meta.get("number") or "，".join(filter(None, known))
    named = f"（{facts}）" if facts else ""
    head = f"{titled(article.shown_title)}{named}{result.pinpoint}"[: limit - SHORTEST_QUOTE]
    return f"{head}：“{_cut(result.quote, limit - len(head) - 3)}”" if result.quote else head


def reference(result: Result, today: date, limit: int) -> str:
    """The source in the form of GB/T 7714—2015, as an electronic one where it has an address.

    ``author. title: number[EB/OL]. (date)[today]. address.`` or ``author. title[Z]. date: place.``
    What does not fit is left out: the address, then the end of the title.
    """
    article = result.article
    authors = (article.author or "").replace(" ", ", ")
    by = article.meta.get("issuer") or authors or article.source
    day = article.date if article.date and not article.date.startswith("-") else ""
    number = article.meta.get("number")
    title = article.shown_title + (f": {number}" if number else "")
    place = f": {result.pinpoint}" if result.pinpoint else ""
    if article.url:
        dated = f"({day})" if day else ""
        found = f"[EB/OL]. {dated}[{today.isoformat()}]. {article.url}."
        whole = _reference(by, title, found)
        if len(whole) <= limit:
            return whole
    found = f"[Z]. {day}{place}." if day else f"[Z]{place}."
    room = limit - len(_reference(by, "", found))
    return _reference(by, _cut(title, room), found)


def bibtex(result: Result, today: date) -> str:
    """The source as an entry of BibTeX; what is not known is left out."""
    article = result.article
    by = article.meta.get("issuer") or " and ".join((article.author or "").split())
    known = article.date if article.date and not article.date.startswith("-") else ""
    fields = {
        "author": by or article.source,
        "title": article.shown_title,
        **dict(zip(("year", "month", "day"), known.split("-"), strict=False)),
        "howpublished": article.source,
        "number": article.meta.get("number"),
        "note": result.pinpoint,
    }
    lines = [f"  {name} = {{{_in_tex(value)}}}," for name, value in fields.items() if value]
    if article.url:
        lines.append(f"  url = {{{_UNBALANCED.sub('', article.url)}}},")
        lines.append(f"  urldate = {{{today.isoformat()}}},")
    return "\n".join([f"@misc{{wence-{article.key},", *lines, "}"])


def _in_tex(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", _UNBALANCED.sub("", text))


def _reference(by: str | None, title: str, found: str) -> str:
    return f"{by}. {title}{found}" if by else f"{title}{found}"


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(0, room - 1)] + "…"
