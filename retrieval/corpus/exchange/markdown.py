"""How does an article look as Markdown, with what is known of it above? For people to read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from retrieval.corpus.article import METADATA, Article

SUFFIX = ".md"
NAME_CHARS = 60
"""So much of a title is in a file's name: 180 bytes of the 255 that a name may have."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\s]+')
_MARKS = re.compile(r"([\\`*_\[\]<>~&|])")
_AT_START = re.compile(r"^(\s*)([#+\-=])")
_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")


def file_name(article: Article) -> str:
    """A name that any file system takes; the key keeps two of them apart."""
    title = _UNFIT.sub(" ", article.shown_title).strip(" .")[:NAME_CHARS].strip()
    return f"{title}-{article.key}{SUFFIX}" if title else f"{article.key}{SUFFIX}"


def as_markdown(article: Article) -> str:
    """The article, whose front matter says what ``wence index`` would read there again."""
    stated: dict[str, Any] = {"id": article.id, "key": article.key, "file": article.file}
    stated |= {name: getattr(article, name) for name in METADATA}
    stated |= article.meta
    if article.place:
        stated["place"] = article.place.name
    known = {name: value for name, value in stated.items() if value}
    above = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{above}---\n\n{_body(article)}\n"


def write_markdown(article: Article, folder: Path) -> None:
    """Write the article into a folder.

    Raises:
        OSError: so says the operating system.
    """
    text = as_markdown(article).encode("utf-8", "replace")
    (folder / file_name(article)).write_bytes(text)


def _body(article: Article) -> str:
    """A paragraph a line, headings where the source has some."""
    levels = dict(article.levels)
    paragraphs: list[str] = []
    start = 0
    for line in article.text.split("\n"):
        if line.strip():
            mark = f"{'#' * min(levels[start], 6)} " if start in levels else ""
            paragraphs.append(mark + escaped(line))
        start += len(line) + 1
    return "\n\n".join(paragraphs)


def escaped(line: str) -> str:
    """The line, of which Markdown understands nothing as a mark."""
    line = _MARKS.sub(r"\\\1", line)
    return _NUMBER.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", line))
