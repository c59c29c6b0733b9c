"""How is an article read from an RTF file (Rich Text Format, version 1.9)?

Groups in braces hold control words and text; what a group sets ends with it. Text is in the code
page of its font, or in ``\\u`` with a stand-in for programs that know no Unicode.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retrieval.corpus.draft import Draft
from retrieval.corpus.metadata.compose import compose
from retrieval.corpus.metadata.headlines import same
from retrieval.corpus.metadata.lines import Line
from retrieval.corpus.readers.office.rich_text_rows import Rows
from retrieval.corpus.readers.office.styles import heading_level, outline_level
from retrieval.errors import Unreadable

DEEPEST = 1000
"""Groups in groups."""
HEAD = 10
"""The stated title counts if it is one of the first lines of the text."""

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\'?"
)
_SKIPPED = frozenset((
    "colortbl", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "ftnsep", "ftnsepc", "ftncn", "fldinst", "nonshppict", "annotation",
    "atnid", "atnauthor", "xe", "tc", "rxe", "sp", "listtable", "listoverridetable", "revtbl",
    "rsidtbl", "generator", "themedata", "colorschememapping", "datastore", "latentstyles",
    "pgdsctbl", "filetbl", "private", "author", "operator", "company", "subject", "keywords",
    "comment", "doccomm", "hlinkbase", "manager", "category", "creatim", "revtim", "printim",
    "buptim", "template", "do",
))  # fmt: skip
_KEPT = frozenset(("shpinst", "shptxt"))
"""Marked as to be skipped by programs that do not know them, and known here."""
_BREAKS = frozenset(("par", "line", "sect", "page", "column"))
_SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_TIGHT = re.compile(r"(?<=[、）．：])\t")
"""What stands behind the number of an item."""
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
_PAGES = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}


@dataclass(frozen=True, slots=True)
class State:
    """What holds inside a group."""

    place: str = ""
    """The destination: ``fonttbl``, ``stylesheet``, ``title``, ``footnote``; else the text."""
    skipped: bool = False
    hidden: bool = False
    font: int = 0
    stand_in: int = 1
    """So many characters stand for one in Unicode."""


def read_rtf(name: str, data: bytes) -> Iterator[Draft]:
    """The one article of an ``.rtf`` file; hidden and deleted text is not shown.

    Raises:
        Unreadable: it is empty, no RTF, or without text.
    """
    if not data.strip():
        raise Unreadable("file_empty")
    if not data.startswith(b"{\\rtf"):
        raise Unreadable("file_damaged")
    text = _Text()
    text.read(data)
    stated = text.title.strip()
    known = stated and any(same(line.text, stated) for line in text.lines[:HEAD])
    yield compose(text.lines, {"title": stated} if known else None)


class _Text:
    """The lines of a file, while it is read."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.title = ""
        self._state = State()
        self._outer: list[State] = []
        self._fonts: dict[int, str] = {}
        self._page = "cp1252"
        self._levels: dict[int, int] = {}
        """The levels of headings by the number of their style."""
        self._described = 0
        """The style that the style sheet is about."""
        self._pending = bytearray()
        self._stood_in = 0
        """Characters of a stand-in that are still to come."""
        self._paragraph: list[str] = []
        self._style, self._level, self._in_table = 0, 0, False
        self._cells: list[str] = []
        self._rows = Rows()
        self._inner: list[str] = []
        self._inner_rows, self._inner_lines = Rows(), list[Line]()
        self._count = 0
        self._note: list[str] = []
        self._notes: list[Line] = []

    def read(self, data: bytes) -> None:
        place = 0
        while match := _TOKEN.match(data, place):
            place = match.end()
            if word := match["word"]:
                number = int(match["number"]) if match["number"] else None
                if word == b"bin":
                    place += max(number or 0, 0)
                self._word(word.decode("ascii"), number)
            elif match["brace"]:
                self._group(match["brace"] == b"{")
            elif match["symbol"]:
                self._symbol(match["symbol"])
            elif match["byte"]:
                self._bytes(bytes.fromhex(match["byte"].decode()))
            elif match["text"]:
                self._bytes(match["text"])
        self._flush()
        self._end_paragraph()

    def _group(self, opens: bool) -> None:
        self._flush()
        self._stood_in = 0
        if opens:
            if len(self._outer) >= DEEPEST:
                raise Unreadable("file_damaged")
            self._outer.append(self._state)
            return
        if self._outer:
            ended, self._state = self._state, self._outer.pop()
            if ended.place == "footnote" != self._state.place:
                self._notes.append(Line(f"[{self._count}] {''.join(self._note).strip()}"))
                self._note = []

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state = replace(self._state, skipped=True)
        elif symbol in b"\r\n":
            self._word("par", None)
        else:
            self._put(_SYMBOLS.get(symbol, ""))

    def _bytes(self, data: bytes) -> None:
        if self._stood_in:
            dropped = min(self._stood_in, len(data))
            self._stood_in -= dropped
            data = data[dropped:]
        self._pending += data

    def _flush(self) -> None:
        if self._pending:
            encoding = self._fonts.get(self._state.font, self._page)
            text = self._pending.decode(encoding, "replace")
            self._pending.clear()
            self._put(text)

    def _put(self, text: str) -> None:
        self._flush()
        state = self._state
        if state.skipped or state.hidden:
            return
        if state.place == "":
            self._paragraph.append(text)
        elif state.place == "footnote":
            self._note.append(text)
        elif state.place == "title":
            self.title += text
        elif state.place == "stylesheet" and (level := heading_level(text.rstrip(";"))):
            self._levels.setdefault(self._described, level)

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        if word == "u" and number is not None:
            self._put(chr(number % 65536))
            self._stood_in = self._state.stand_in
        elif word in _SKIPPED:
            self._state = replace(self._state, skipped=True)
        elif word in _KEPT:
            self._state = replace(self._state, skipped=False)
        elif word in {"fonttbl", "stylesheet", "title", "info", "nesttableprops"}:
            self._state = replace(self._state, place=word, skipped=False)
        elif word == "footnote" and self._state.place == "":
            self._count += 1
            self._paragraph.append(f"[{self._count}]")
            self._state = replace(self._state, place=word, skipped=False)
        elif not self._state.skipped and self._described_row(word, number):
            return
        elif not self._formatting(word, number) and not self._state.skipped:
            self._structure(word)

    def _described_row(self, word: str, number: int | None) -> bool:
        """Heed what a word says of the row of a table; False if it says nothing of one."""
        inside = self._state.place == "nesttableprops"
        rows, cells, lines = (
            (self._inner_rows, self._inner, self._inner_lines)
            if inside
            else (self._rows, self._cells, self.lines)
        )
        if word != ("nestrow" if inside else "row"):
            return rows.heed(word, number)
        lines.append(Line(rows.row(cells)))
        cells.clear()
        if not inside:
            self.lines += [*self._inner_lines, *self._notes]
            self._inner_lines, self._notes = [], []
        return True

    def _formatting(self, word: str, number: int | None) -> bool:
        """Heed what a word sets for the text behind it; False if it sets nothing."""
        state = self._state
        match word:
            case "ansicpg":
                self._page = _PAGES.get(number or 0, _known(f"cp{number}"))
            case "f":
                self._state = replace(state, font=number or 0)
            case "fcharset" if state.place == "fonttbl":
                if number in _CHARSETS:
                    self._fonts[state.font] = _CHARSETS[number]
            case "uc":
                self._state = replace(state, stand_in=max(number or 0, 0))
            case "v" | "deleted":
                self._state = replace(state, hidden=number != 0)
            case "plain":
                self._state = replace(state, hidden=False)
            case "s" if state.place == "stylesheet":
                self._described = number or 0
            case "s":
                self._style = number or 0
            case "outlinelevel":
                self._outline(number or 0)
            case _:
                return False
        return True

    def _outline(self, number: int) -> None:
        level = outline_level(number) or 0
        if self._state.place == "stylesheet":
            self._levels[self._described] = level
        else:
            self._level = level

    def _structure(self, word: str) -> None:
        """What ends a line or a cell, or stands for a sign."""
        if word in _SIGNS:
            self._put(_SIGNS[word])
        elif self._state.place == "footnote":
            self._put(" " if word in _BREAKS else "")
        elif self._state.place:
            return
        elif word in _BREAKS:
            self._paragraph.append(" ") if self._in_table else self._end_paragraph()
        elif word == "pard":
            self._style, self._level, self._in_table = 0, 0, False
        elif word == "intbl":
            self._in_table = True
        elif word == "cell":
            self._cells.append(self._taken())
        elif word == "nestcell":
            self._inner.append(self._taken())

    def _taken(self) -> str:
        """The text since the last line or cell."""
        text = _TIGHT.sub("", "".join(self._paragraph)).strip()
        self._paragraph = []
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _end_paragraph(self) -> None:
        if text := self._taken():
            level = self._level or self._levels.get(self._style, 0)
            self.lines.append(Line(text, level or None))
        self.lines += self._notes
        self._notes = []


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "cp1252"
