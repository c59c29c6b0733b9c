"""An article → blocks: its title, what is known of it, a page of its text."""

from __future__ import annotations

import datetime as dt
from itertools import chain

from bot.language import Language
from bot.view.answers.quote_spans import broken, is_in
from bot.view.blocks import Block, Span, block
from bot.view.texts import words
from retrieval.corpus.article import Article
from retrieval.text.ranges import Range, clip

OLD_YEARS = 3
META = ("number", "issuer", "issued", "effective", "expires", "editor", "attached_to")
"""What official documents say of themselves, as it is shown."""


def page_blocks(article: Article, language: Language, page: Range, quote: Range) -> list[Block]:
    """One page of an article, the quote in it bold."""
    text, quoted = article.text, clip([quote], page)
    edges = {*page, *chain(*quoted)}
    spans = broken(article, sorted(edges), lambda a, b: Span(text[a:b], bold=is_in(a, quoted)))
    blocks = [title_block(article, language)]
    if origin := origin_line(article, language):
        blocks.append(block(origin))
    return [*blocks, block(""), Block(tuple(spans))]


def title_block(
    article: Article, language: Language, number: str = "", otherwise: str | None = None
) -> Block:
    """The title, linked where there is an address, its own or ``otherwise``."""
    untitled = "" if article.title else words("untitled", language)
    url = article.url or otherwise
    return block(number, Span(article.shown_title, bold=True, url=url), untitled)


def origin_line(article: Article, language: Language) -> str:
    """``source · date · author`` of what is known; what was inferred says so."""
    parts = []
    for name, value in (
        ("source", article.source),
        ("date", shown_date(article.date, language)),
        ("author", article.author),
    ):
        if value:
            parts.append(value + (words("inferred", language) if name in article.inferred else ""))
    if article.is_draft:
        parts.append(words("draft", language))
    if article.meta.get("lapsed"):
        parts.append(words("lapsed", language))
    elif age := _age(article.date):
        parts.append(words("age", language, years=age))
    if gone := article.meta.get("withdrawn"):
        parts.append(words("withdrawn", language, date=gone))
    return " · ".join(parts)


def meta_lines(article: Article, language: Language) -> list[str]:
    """``number …``, ``issuer …``: what an official document says of itself, as far as it does."""
    known = ((name, article.meta.get(name)) for name in META)
    return [words(f"meta_{name}", language, value=value) for name, value in known if value]


def shown_date(date: str | None, language: Language) -> str:
    """A date as people read it; one without a year says so and stays without."""
    if not date:
        return ""
    return date[2:] + words("no_year", language) if date.startswith("--") else date


def _age(date: str | None) -> int:
    """Whole years since the date, 0 when fewer than three or unknown."""
    if not date or not date[:4].isdigit():
        return 0
    today = dt.date.today()
    years = today.year - int(date[:4])
    if date[5:] and date[5:] > today.isoformat()[5:]:
        years -= 1
    return years if years >= OLD_YEARS else 0
