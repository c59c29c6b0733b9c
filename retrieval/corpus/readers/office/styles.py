"""What do the styles of a Word file say of its paragraphs and runs?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
LOWEST = 9
"""Word's outline has so many levels; the tenth is plain text."""

_HEADING = re.compile(r"(?:heading|标题|標題) ?([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄) ?\d$|table of figures$", re.IGNORECASE)
_OFF = {"0", "false", "off", "none"}


def is_on(properties: Any, name: str) -> bool | None:
    """Is a switch set among properties? None where they do not say."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else found.get(VAL, "1") not in _OFF


def value(properties: Any, path: str) -> str | None:
    """What a property says; None where there is none."""
    names = "/".join(W + name for name in path.split("/"))
    found = None if properties is None else properties.find(names)
    return None if found is None else str(found.get(VAL, ""))


def whole(text: str | None) -> int | None:
    """The number that a property writes; None where it writes none."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text, re.ASCII) else None


class Styles:
    """The styles by their ids; each may build on another."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str | None, Any] = {
            each.get(f"{W}styleId"): each for each in root if each.tag == f"{W}style"
        }

    def chain(self, id: str | None) -> Iterator[Any]:
        """A style, and those that it builds on."""
        met: set[str | None] = set()
        while id in self._styles and id not in met:
            met.add(id)
            yield self._styles[id]
            id = value(self._styles[id], "basedOn")

    def name(self, id: str | None) -> str:
        """The name of a style, which its id need not tell."""
        return (value(next(self.chain(id), None), "name") or id or "").strip()

    def is_contents(self, id: str | None) -> bool:
        """Is it the style of a line in a table of contents?"""
        return _CONTENTS.match(self.name(id)) is not None

    def level(self, id: str | None) -> int | None:
        """The level of the headings that have the style, 1 for the highest; None for plain text."""
        for style in self.chain(id):
            if level := heading_level(value(style, "name") or ""):
                return level
            stated = whole(value(style, "pPr/outlineLvl"))
            if stated is not None:
                return outline_level(stated)
        return None

    def hides(self, id: str | None) -> bool:
        """Does the style hide the text?"""
        said = (is_on(style.find(f"{W}rPr"), "vanish") for style in self.chain(id))
        return next((each for each in said if each is not None), False)

    def numbering(self, id: str | None) -> tuple[str, int | None, str] | None:
        """The list that the style numbers: its id, the level, and which style says so."""
        for style in self.chain(id):
            numbers = style.find(f"{W}pPr/{W}numPr")
            if (list_id := value(numbers, "numId")) is not None:
                return list_id, whole(value(numbers, "ilvl")), str(style.get(f"{W}styleId"))
        return None


def heading_level(name: str) -> int | None:
    """The level of the headings in a style of that name: 2 for Heading 2 and 标题 2."""
    named = _HEADING.match(name.strip())
    return int(named[1]) if named else None


def outline_level(stated: int) -> int | None:
    """Word counts from 0, and 9 is plain text."""
    return stated + 1 if 0 <= stated < LOWEST else None
