"""Which lines does a Markdown text show, and which of them are headings of which level?

markdown-it-py reads the structure. What it shows are the words alone: the numbers of lists stay,
since people cite them; bullets, marks, addresses of links and HTML go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from retrieval.corpus.metadata.lines import Line
from retrieval.corpus.readers.web.page import lines_of_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 1_000_000
"""Characters of a text that is parsed, which takes a second or ten; a longer one is shown as it
is written."""

_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|</?[a-zA-Z][^<>]{0,500}>", re.DOTALL)
_TABLE = re.compile(r"<table\b(?:(?!<table\b).)*?</table\s*>", re.DOTALL | re.IGNORECASE)
_TABLE_MARK = "\ufdd0"
"""No character of any text."""
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_LEFT_OVER = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
"""Emphasis that CommonMark does not see between Chinese characters: **注意：**请……"""
_TIMES = re.compile(r"(?<=\d)\*(?=\d)")
_KEPT_TIMES = re.compile(r"(?<=\d)\\\*(?=\d)")
"""35*45mm, twice in a line, would be emphasis."""
_QUOTED = re.compile(r"^[\s>]*")
_CELL_END = re.compile(r"(?<!\\)\|")


def lines_of(text: str) -> list[Line]:
    """The lines that are shown, from top to bottom."""
    if len(text) > LONGEST:
        return [Line(line) for line in text.split("\n")]
    tables: list[str] = []
    marked = _TIMES.sub(r"\\*", _TABLE.sub(lambda match: _set_aside(match[0], tables), text))
    lines = _lines(_parser().parse(marked), marked.split("\n"))
    plain = (Line(_KEPT_TIMES.sub("*", line.text), line.level) for line in lines)
    return [each for line in plain for each in _put_back(line, tables)]


def _set_aside(table: str, tables: list[str]) -> str:
    """What stands for a table of HTML while the rest is parsed: a paragraph of its own."""
    tables.append(table)
    return f"\n\n{_TABLE_MARK}{len(tables) - 1}\n\n"


def _put_back(line: Line, tables: list[str]) -> list[Line]:
    mark, _, number = line.text.partition(_TABLE_MARK)
    if mark or not number.isdecimal() or int(number) >= len(tables):
        return [line]
    return lines_of_html(tables[int(number)])


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Chinese paragraphs are indented: four spaces make no code of them. What stands behind [1]: is
    # more often a note than the address of a link.
    return MarkdownIt("commonmark").enable("table").disable(["code", "reference"])


def _lines(tokens: Sequence[Token], source: Sequence[str]) -> Iterator[Line]:
    level: int | None = None
    number = ""
    in_table = False
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "heading_close":
            level = None
        elif token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "table_open" and token.map:
            in_table = True
            yield from _rows(source[slice(*token.map)])
        elif token.type == "table_close":
            in_table = False
        elif not in_table and (shown := _shown(token)) is not None:
            yield from (Line(line, level) for line in (number + shown).split("\n"))
            number = ""


def _rows(source: Sequence[str]) -> Iterator[Line]:
    """The rows of a table but the one of dashes; the parser leaves out what has no heading."""
    for index, row in enumerate(source):
        if index != 1:
            cells = _CELL_END.split(_QUOTED.sub("", row).strip().removeprefix("|"))
            words = [_words(cell.strip()).replace("\n", " ") for cell in cells]
            yield Line(" | ".join(words).removesuffix(" | "))


def _words(cell: str) -> str:
    return "".join(_shown(token) or "" for token in _parser().parseInline(cell))


def _shown(token: Token) -> str | None:
    """The words of a paragraph, a heading or a block of code; None where it has none."""
    if token.type == "inline":
        return _LEFT_OVER.sub(r"\2", "".join(map(_word, token.children or ())))
    if token.type == "fence":
        return token.content if token.info.isascii() else f"{token.info}\n{token.content}"
    return _without_tags(token.content) if token.type == "html_block" else None


def _word(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    return _without_tags(token.content) if token.type == "html_inline" else token.content


def _without_tags(html: str) -> str:
    return _TAG.sub("", _BREAK.sub("\n", html))
