"""The collection: a page of its articles, and what is known of one."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.language import Language
from bot.view.article_blocks import meta_lines, origin_line, shown_date, title_block
from bot.view.blocks import Block, Quote, Span, block, paragraphs
from bot.view.callback_data import (
    DecideRepeal,
    DoNotRemove,
    ListArticles,
    RemoveArticle,
    ShowArticle,
)
from bot.view.keyboards import button, keyboard, whole_button
from bot.view.texts import words
from retrieval.corpus.article import Article

A_PAGE = 8
A_ROW = 4
BEGINNING = 600
"""Characters of an article that are shown of it."""


def last_page(count: int) -> int:
    """The number of the last page, from 0, of so many articles."""
    return max(0, count - 1) // A_PAGE


def list_message(
    found: Sequence[Article], page: int, count: int, language: Language
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """The articles of one page of ``count``, a button with its number for each."""
    if not count:
        return paragraphs(words("articles_none", language)), None
    first = page * A_PAGE + 1
    title = words("articles_title", language, first=first, last=first + len(found) - 1, count=count)
    blocks = [block(Span(title, bold=True))]
    for number, one in enumerate(found, first):
        blocks += [title_block(one, language, f"{number}. "), *_origin(one, language)]
    articles = [
        button(str(number), ShowArticle(one.key)) for number, one in enumerate(found, first)
    ]
    turns = [
        button(sign, ListArticles(to))
        for sign, to in (("‹", page - 1), ("›", page + 1))
        if 0 <= to <= last_page(count)
    ]
    rows = [articles[at : at + A_ROW] for at in range(0, len(articles), A_ROW)]
    return blocks, keyboard(*rows, turns)


def article_blocks(found: Article, language: Language, *, is_hidden: bool) -> list[Block]:
    """What is known of an article, and its beginning."""
    origin = origin_line(found, language)
    count = words("article_characters", language, count=len(found.text), key=found.key)
    known = [
        *([origin] if origin else []),
        count + (words("article_hidden", language) if is_hidden else ""),
        *([words("article_file", language, file=found.file)] if found.file else []),
        *meta_lines(found, language),
    ]
    known += repeal_lines(found, language)
    beginning = found.text[:BEGINNING] + ("…" if len(found.text) > BEGINNING else "")
    return [
        title_block(found, language),
        *paragraphs(*known),
        block(beginning, quote=Quote.FOLDED),
    ]


def known_keyboard(
    found: Article, language: Language, *, decides: bool
) -> InlineKeyboardMarkup | None:
    """All of it, and for editors whether it is meant by what may have repealed it."""
    doubt = next((each.key for each in found.repealed_by if not each.certain), None)
    whole = [whole_button(found.key, language)]
    if doubt is None or not decides:
        return keyboard(whole)
    yes, no = (
        button(words(f"repeal_{said}", language), DecideRepeal(doubt, found.key, said == "yes"))
        for said in ("yes", "no")
    )
    return keyboard(whole, [yes, no])


def removal_message(
    found: Article, language: Language
) -> tuple[list[Block], InlineKeyboardMarkup | None]:
    """Whether the article is really to be removed."""
    choices = [
        button(words("remove_yes", language), RemoveArticle(found.key)),
        button(words("remove_no", language), DoNotRemove()),
    ]
    return paragraphs(words("remove_ask", language, title=found.shown_title)), keyboard(choices)


def _origin(one: Article, language: Language) -> list[Block]:
    """Where an article comes from and when, nothing where neither is known."""
    known = (one.source, shown_date(one.date, language))
    return paragraphs(" · ".join(filter(None, known))) if any(known) else []


def repeal_lines(found: Article, language: Language) -> list[str]:
    """By what an article is repealed, and what it repeals, a line each."""
    lines = []
    for each in found.repealed_by:
        since = each.since
        line = "repealed_by" if since else "repealed_by_some_day"
        line = line if each.certain else "repealed_perhaps"
        lines.append(words(line, language, title=each.title or each.key, since=since))
    if found.repeals:
        titles = "".join(f"《{title}》" for title in found.repeals)
        lines.append(words("repeals", language, titles=titles))
    return lines
