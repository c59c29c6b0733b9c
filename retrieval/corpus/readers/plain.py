"""How is an article read from a text file?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.corpus.draft import Draft
from retrieval.corpus.encoding.decode import decode
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.lines import with_levels
from retrieval.corpus.readers.front_matter import Stated, split_front_matter
from retrieval.errors import Unreadable
from retrieval.reasons import Reason, because

_BLANK = r"[^\S\n]"

_MARKUP = (
    (re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL), ""),
    (re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(rf"^{_BLANK}{{0,3}}#{{1,6}}{_BLANK}+(.*)$", re.MULTILINE), lambda m: _closed(m[1])),
    (re.compile(rf"^{_BLANK}{{0,3}}>{_BLANK}?", re.MULTILINE), ""),
    (re.compile(rf"^{_BLANK}*[-*+]{_BLANK}+", re.MULTILINE), ""),
    (re.compile(rf"^{_BLANK}*```.*$", re.MULTILINE), ""),
    (re.compile(r"^(?=.*---)[ \t:|-]+$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\*)\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(rf"^\|(.*)\|{_BLANK}*$", re.MULTILINE), r"\1"),
)
"""What is taken out, and what stays of it. No pattern looks at a character more than some hundred
times, whatever the text is."""

_HEADING = re.compile(rf"\A\s*#{_BLANK}+(.+)$", re.MULTILINE)

_HEADINGS = re.compile(rf"^{_BLANK}{{0,3}}(#{{1,6}}){_BLANK}+(.*)$", re.MULTILINE)


def read_text(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.txt`` file; its front matter, if any, wins over what the text says.

    Raises:
        Unreadable: it is empty or not text.
    """
    text, warnings = _decoded(data)
    try:
        stated, text = split_front_matter(text)
    except Unreadable:
        stated = Stated({})
        warnings += (because("front_matter_kept"),)
    yield compose(text, stated.fields).warned(*warnings, *stated.warnings)


def read_markdown(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of a ``.md`` file; its front matter wins over what the text says.

    Raises:
        Unreadable: it is empty or not text, or its front matter is no YAML.
    """
    text, warnings = _decoded(data)
    stated, text = split_front_matter(text)
    fields = stated.fields
    if "title" not in fields and (heading := _HEADING.match(text)):
        fields = {**fields, "title": _closed(_without_markup(heading[1]))}
    levels = {_without_markup(_closed(m[2])).strip(): len(m[1]) for m in _HEADINGS.finditer(text)}
    lines = with_levels(_without_markup(text), levels)
    yield compose(lines, fields).warned(*warnings, *stated.warnings)


def _decoded(data: bytes) -> tuple[str, tuple[Reason, ...]]:
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("file_empty")
    decoded = decode(data)
    return decoded.text, decoded.warnings


def _closed(heading: str) -> str:
    """A heading without the marks that may close it."""
    return heading.rstrip().rstrip("#").rstrip()


def _without_markup(text: str) -> str:
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text
