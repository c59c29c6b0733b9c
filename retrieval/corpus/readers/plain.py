"""How is an article read from a text file?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from retrieval.corpus.compose import compose
from retrieval.corpus.decode import decode
from retrieval.corpus.draft import Draft
from retrieval.corpus.readers.front_matter import split_front_matter
from retrieval.errors import Unreadable

_MARKUP = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE), r"\1"),
    (re.compile(r"^\s{0,3}>\s?", re.MULTILINE), ""),
    (re.compile(r"^\s*[-*+]\s+", re.MULTILINE), ""),
    (re.compile(r"^\s*(?:```.*|\|?[\s:|-]*-{3,}[\s:|-]*\|?)$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\*)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(r"^\|(.*)\|\s*$", re.MULTILINE), r"\1"),
)
_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*$", re.MULTILINE)


def read_text(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.txt`` file.

    Raises:
        Unreadable: it is empty or not text.
    """
    text, warnings = _decoded(data)
    yield replace(compose(text), warnings=warnings)


def read_markdown(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.md`` file; its front matter wins over what the text says.

    Raises:
        Unreadable: it is empty or not text, or its front matter is no YAML.
    """
    text, warnings = _decoded(data)
    stated, text = split_front_matter(text)
    if "title" not in stated and (heading := _HEADING.match(text)):
        stated["title"] = heading[1]
    yield replace(compose(_without_markup(text), stated), warnings=warnings)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("The file is empty.", kind="empty")
    decoded = decode(data)
    if decoded.doubtful:
        return decoded.text, (f"The encoding is a guess: {decoded.encoding}.",)
    return decoded.text, ()


def _without_markup(text: str) -> str:
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text
