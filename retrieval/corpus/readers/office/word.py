"""How is an article read from a Word file?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import ends_title, is_headline, is_letterhead, same
from retrieval.corpus.metadata.lines import CELLS, Line
from retrieval.corpus.metadata.official import imprint
from retrieval.corpus.outline.labels import labels
from retrieval.corpus.readers.office.package import Package, local, opened
from retrieval.corpus.readers.office.word_text import TITLE, WordText

HEAD = 10
"""A title in the file's properties counts if it is one of the first lines of the text."""

_LINE_END = re.compile(r"(?<![A-Za-z0-9])\n|\n(?![A-Za-z0-9])")
_MARK = re.compile(r"(?<![。；！？.;!?])\[\d+\]$")


def read_word(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.docx`` file: paragraphs and tables in order, changes accepted.

    Of the headers and footers the letterhead and the imprint are taken, whatever else they repeat.

    Raises:
        Unreadable: it is damaged, locked, a trap, or without text.
    """
    package, main, document = opened(data, "word/document.xml")
    shown = WordText(package, main)
    lines = [_unmarked(at, line) for at, line in enumerate(_text(shown, document))]
    title, lines = _title(package, lines)
    lines = [*_margins(shown, package, main, "header"), *lines]
    lines += _margins(shown, package, main, "footer")
    yield compose(lines, {"title": title} if title else None)


def _text(shown: WordText, part: Any) -> list[Line]:
    return [line for line in shown.all_lines(part) if line.text.strip()]


def _unmarked(at: int, line: Line) -> Line:
    """A headline or heading without the mark of a note at its end."""
    may_head = line.level is not None or (at < HEAD and CELLS not in line.text)
    return Line(_MARK.sub("", line.text), line.level) if may_head else line


def _margins(shown: WordText, package: Package, main: str, kind: str) -> list[Line]:
    """The lines of headers or footers that say who issued the document, and when; each once."""
    parts = (package.xml(name) for name in package.related(main, kind))
    texts = (line.text.strip() for part in parts if part is not None for line in _text(shown, part))
    telling = (text for text in texts if is_letterhead(text) or imprint(text))
    return [Line(text) for text in dict.fromkeys(telling)]


def _title(package: Package, lines: list[Line]) -> tuple[str | None, list[Line]]:
    """The title as the file states it, and the lines, those of the title joined.

    It is what has the style Title, else the first of the highest headings where it may be one, else
    the title among the file's properties if the text has it too.
    """
    first = next((at for at, line in enumerate(lines[:HEAD]) if line.level == TITLE), None)
    if first is None:
        return _heading(lines) or _property(package, lines), lines
    titles = list(takewhile(lambda line: line.level == TITLE, lines[first:]))
    title = _LINE_END.sub("", "\n".join(line.text.strip() for line in titles))
    title = " ".join(title.split())
    return title, [*lines[:first], Line(title), *lines[first + len(titles) :]]


def _heading(lines: Sequence[Line]) -> str | None:
    """The first heading of level 1 below a letterhead, or the only one below other headlines."""
    highest = [at for at, line in enumerate(lines) if line.level == 1]
    if not highest or highest[0] >= HEAD:
        return None
    heading, above = lines[highest[0]].text.strip(), [line.text for line in lines[: highest[0]]]
    only = len(highest) == 1 and not any(map(ends_title, above))
    if any(label.start == 0 for label in labels(heading)):
        return None
    below = all(is_letterhead(text) or (only and is_headline(text)) for text in above)
    return heading if below else None


def _property(package: Package, lines: Sequence[Line]) -> str | None:
    roots = (package.xml(name) for name in package.related("", "core-properties"))
    fields = (each for root in roots if root is not None for each in root if local(each) == "title")
    stated = next((each.text.strip() for each in fields if each.text), "")
    return stated if any(same(line.text, stated) for line in lines[:HEAD]) and stated else None
