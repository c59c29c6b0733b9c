"""How does the text of a page become a draft: cleaned, dated, attributed?

What the source states about itself (front matter, meta tags, properties of a file) wins over what
is found in the text; what is found as a fact wins over what is inferred.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from retrieval.corpus.article import METADATA
from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding import mojibake
from retrieval.corpus.metadata import bylines, labels
from retrieval.corpus.metadata.clean import RELATED, furniture, one_line
from retrieval.corpus.metadata.events import event_date
from retrieval.corpus.metadata.headlines import Head, letterhead_apart, read_head, same
from retrieval.corpus.metadata.lines import CELLS, Line, cleaned, split, starts
from retrieval.corpus.metadata.official import official_facts
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because
from retrieval.text import dates
from retrieval.text.ranges import Range

_SENTENCE_END = re.compile(r"[。！？!?；;…”」』）)]$")
_LINK = re.compile(r"[（(](?:19|20)\d\d[-/.年][^（）()]{3,20}[)）]$")
"""A link to another article tells its day: 示例市出台新政（2024-03-05 17:19）."""
CAPTIONS = 3
CAPTION = 12
"""A line of this length that stands there so often is the caption of pictures."""

_TEXT_LABEL = re.compile(r"^(?:正文|内容|內容|全文)\s*[:：]?$")

_META = (
    "place",
    "number",
    "issuer",
    "issued",
    "effective",
    "expires",
    "lapsed",
    "editor",
    "dateline",
)


def compose(page: str | Iterable[Line], stated: Mapping[str, str] | None = None) -> Draft:
    """The draft of a page: its text, or its lines where the format knows which are headings.

    ``stated`` holds fields of ``Draft``, and of its ``meta``.

    Raises:
        Unreadable: nothing is left that could be quoted.
    """
    known = {name: line for name, value in (stated or {}).items() if (line := one_line(value))}
    text, levels = split(page)
    lines = _tables_told([line for line in text.split("\n") if line])
    lines, foot = _without_furniture(letterhead_apart(lines))
    head = read_head(lines, known.get("title"), levels)
    title = known.get("title") or head.facts.get("title") or head.title
    body = [line for line in lines[head.lines :] if not (title and same(line, title))]
    head.learn(foot)
    dateline = _take_bylines(body, head)
    body = [line for line in body if line]
    if len(body) > 1 and _TEXT_LABEL.match(body[0]):
        body = body[1:]
    if not body:
        body = [line for line in lines if line] if not title else [title]
    if not any(body):
        raise Unreadable("no_text")
    return replace(_draft(body, title, head, dateline, known), levels=starts(body, levels))


def compose_titled(text: str, stated: Mapping[str, str]) -> Draft:
    """The draft of a text that comes with its title and is the article alone, as exports hold it.

    Only its characters are repaired: no line goes but a repeated title, nothing is inferred.

    Raises:
        Unreadable: nothing is left that could be quoted.
    """
    text = cleaned(text)
    lines = [line for line in text.split("\n") if line]
    title = stated["title"]
    if len(lines) > 1:
        lines = [line for line in lines if not same(line, title)] or lines
    if not lines:
        raise Unreadable("no_text")
    text = "\n".join(lines)
    ranges = mojibake.doubtful(text)
    official = {name: stated[name] for name in _META if name in stated}
    return Draft(
        id=stated.get("id"),
        text=text,
        doubtful=ranges,
        meta=official,
        warnings=_warnings(ranges, title),
        **_metadata(stated, date=stated.get("date") or official.get("issued")),
    )


def _metadata(stated: Mapping[str, str], **found: str | None) -> dict[str, Any]:
    """The fields of ``Metadata``: as they were found, else as they are stated."""
    return {name: stated.get(name) for name in METADATA} | found


def _tables_told(lines: list[str]) -> list[str]:
    """The lines, a table of metadata above or below the sentences with labels beside values."""
    sentences = [index for index, line in enumerate(lines) if _ends_text(line)]
    if not sentences:
        return lines
    first, last = sentences[0], sentences[-1] + 1
    return [*labels.beside(lines[:first]), *lines[first:last], *labels.beside(lines[last:])]


def _without_furniture(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """The lines of the article, and what the lines below its last sentence say about it."""
    sentences = [index for index, line in enumerate(lines) if _ends_text(line)]
    first, last = (sentences[0], sentences[-1]) if sentences else (0, len(lines) - 1)
    silent = _silent(lines)
    kept: list[str] = []
    facts: dict[str, str] = {}
    links = False
    for index, line in enumerate(lines):
        below = index > last
        rule = furniture(line, inside=first < index < last)
        links = below and (links or rule is RELATED)
        if rule is not None or links:
            continue
        if below and (known := labels.facts(line)) is not None and _is_told(line, known):
            facts = {**known, **facts}
        elif not below or index not in silent:
            kept.append(line)
    return _without_captions(kept), facts


def _is_told(line: str, known: Mapping[str, str]) -> bool:
    """Does a line below the text only tell about it? A date alone belongs to a signature."""
    return "published" not in known or labels.printed(line) is not None


def _silent(lines: list[str]) -> set[int]:
    """The labels, like 附件：, with nothing behind them and no list below them."""
    found: set[int] = set()
    nothing_below = True
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].endswith(("：", ":")):
            found |= {index} if nothing_below else set()
        else:
            nothing_below = furniture(lines[index]) is not None
    return found


def _without_captions(lines: list[str]) -> list[str]:
    """The first of each line that stands there three times or more without being a sentence."""
    counts = Counter(lines)
    repeated = {line for line in lines if counts[line] >= CAPTIONS and _is_caption(line)}
    if not repeated:
        return lines
    kept: list[str] = []
    for line in lines:
        if line not in repeated:
            kept.append(line)
        elif counts[line]:
            kept.append(line)
            counts[line] = 0
    return kept


def _is_caption(line: str) -> bool:
    """A refrain is shorter or ends in a mark; rows of a table may say the same."""
    return (
        len(line) >= CAPTION
        and CELLS not in line
        and not _SENTENCE_END.search(line)
        and line[-1] not in "，,、："
    )


def _ends_text(line: str) -> bool:
    """Is the line one of the article's own, by a sentence that ends or by its length?"""
    if (not _SENTENCE_END.search(line) or _LINK.search(line)) and len(line) <= labels.LONGEST:
        return False
    return furniture(line) is None and labels.facts(line) is None


def _take_bylines(body: list[str], head: Head) -> bylines.Dateline | None:
    """Take the dateline and the names of the authors out of ``body``."""
    dateline = None
    for index in range(min(2, len(body))):
        if dateline := bylines.dateline(body[index]):
            body[index] = dateline.rest
            head.authors += [dateline.names] if dateline.names else []
            break
    if body and (cut := bylines.opening_byline(body[0])):
        head.authors.append(cut.names)
        body[0] = cut.rest
    if dateline is None and len(body) > 1:
        dateline = bylines.closing_dateline(body[-1])
        body[-1] = dateline.rest if dateline else body[-1]
    for index in range(len(body) - 1, max(len(body) - 5, -1), -1):
        names = bylines.byline(body[index]) if index else None
        if names and len(body) > 1 and not _is_signature(body, index):
            head.authors.append(names)
            body[index] = ""
        elif cut := bylines.closing_byline(body[index]):
            head.authors.append(cut.names)
            body[index] = cut.rest
    return dateline


def _is_signature(body: list[str], index: int) -> bool:
    """A bare name below a text may be part of it: only 记者 and the like make it a byline."""
    return not re.search("记者|記者|通讯员|通訊員|作者|撰稿|执笔|執筆|文/|□|■", body[index])


def _draft(
    body: list[str],
    title: str | None,
    head: Head,
    dateline: bylines.Dateline | None,
    known: Mapping[str, str],
) -> Draft:
    facts = {**head.facts, **known}
    text = "\n".join(body)
    official = official_facts(title, body, facts)
    ranges = mojibake.doubtful(text)
    date, inferred = _date(facts, official, dateline, body, title)
    meta = {**facts, **official, "dateline": dateline.line if dateline else ""}
    authors = " ".join(dict.fromkeys(" ".join(head.authors).split()))
    return Draft(
        id=known.get("id"),
        text=text,
        inferred=("date",) if inferred else (),
        doubtful=ranges,
        warnings=_warnings(ranges, title),
        meta={name: meta[name] for name in _META if meta.get(name)},
        **_metadata(
            known,
            title=title,
            kicker=known.get("kicker") or head.kicker,
            subtitle=known.get("subtitle") or head.subtitle,
            source=facts.get("source"),
            author=known.get("author") or authors or facts.get("author"),
            date=date,
        ),
    )


def _warnings(ranges: tuple[Range, ...], title: str | None) -> tuple[Reason, ...]:
    found: list[Reason] = []
    if title and mojibake.doubtful(title):
        found.append(because("title_doubtful"))
    if ranges:
        found.append(because("text_doubtful", count=len(ranges)))
    return tuple(found)


def _date(
    facts: Mapping[str, str],
    official: Mapping[str, str],
    dateline: bylines.Dateline | None,
    body: list[str],
    title: str | None,
) -> tuple[str | None, bool]:
    """The day of publication, and whether it was inferred."""
    stated = facts.get("date") or facts.get("published") or official.get("issued")
    if stated:
        return stated, False
    if dateline and dateline.date and (date := dates.first_date(dateline.date)):
        return date, False
    date = event_date(body, title)
    return date, date is not None
