"""Text as blocks of spans, and the one place that turns it into Telegram's HTML.

Everything else in the bot handles plain text; whatever reaches a chat as markup has passed
``html``, which escapes. Lengths are counted in UTF-16 units of the text that is shown, as
Telegram counts them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from html import escape
from typing import Self

MESSAGE_UNITS = 3_800
"""Telegram's limit is 4,096; sources differ on what is counted, and this satisfies both."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SAFE_URL = re.compile(r"(?:https?|tg)://[^\s<>\"]+\Z")


class Quote(Enum):
    """How a block is shown."""

    NOT = "not"
    OPEN = "open"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of plain text in one look."""

    text: str
    bold: bool = False
    mark: bool = False
    italic: bool = False
    code: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Spans on lines of their own."""

    spans: tuple[Span, ...]
    quote: Quote = Quote.NOT


def block(*parts: str | Span, quote: Quote = Quote.NOT) -> Block:
    """A block of spans; plain strings are spans without a look."""
    spans = tuple(Span(part) if isinstance(part, str) else part for part in parts)
    return Block(spans, quote)


def paragraphs(*texts: str) -> list[Block]:
    """Plain texts, each on a line of its own."""
    return [block(text) for text in texts]


def visible(text: str) -> str:
    """The text without control, bidirectional and other invisible characters."""
    return _INVISIBLE.sub("", text)


def units(text: str) -> int:
    """The length of a text in UTF-16 units, as it is shown."""
    return len(visible(text).encode("utf-16-le")) // 2


def length(blocks: Iterable[Block]) -> int:
    """UTF-16 units of the blocks with the line breaks between them."""
    return sum(sum(units(span.text) for span in each.spans) + 1 for each in blocks)


@dataclass(frozen=True, slots=True)
class MessageText:
    """What one message says: as Telegram's HTML, and plain for when that is refused."""

    html: str
    plain: str

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> Self:
        return cls(html(blocks), plain(blocks))


def message_texts(blocks: Iterable[Block]) -> list[MessageText]:
    """The blocks as the texts of as many messages as they take."""
    return [MessageText.of(part) for part in split(blocks)]


def html(blocks: Sequence[Block]) -> str:
    """The blocks as Telegram's HTML. The only function of the bot that escapes."""
    return "\n".join(_block_html(each) for each in blocks)


def plain(blocks: Sequence[Block]) -> str:
    """The blocks as text without any markup, for when Telegram refuses the HTML."""
    return "\n".join("".join(visible(span.text) for span in each.spans) for each in blocks)


def split(blocks: Iterable[Block], limit: int = MESSAGE_UNITS) -> list[list[Block]]:
    """Blocks in messages of at most ``limit`` UTF-16 units each; never cut inside a tag.

    A block goes whole into the next message; only one that is longer than a message is cut,
    between its characters and before it is rendered.
    """
    messages: list[list[Block]] = [[]]
    used = 0
    for whole in blocks:
        for each in _pieces(whole, limit):
            needed = length([each])
            if messages[-1] and used + needed > limit:
                messages.append([])
                used = 0
            messages[-1].append(each)
            used += needed
    return messages


def _block_html(each: Block) -> str:
    inner = "".join(_span_html(span) for span in each.spans)
    if each.quote is Quote.NOT:
        return inner
    opening = "<blockquote expandable>" if each.quote is Quote.FOLDED else "<blockquote>"
    return f"{opening}{inner}</blockquote>"


def _span_html(span: Span) -> str:
    shown = escape(visible(span.text), quote=False)
    if not shown.strip():
        return shown
    for wanted, tag in (
        (span.mark, "u"),
        (span.bold, "b"),
        (span.italic, "i"),
        (span.code, "code"),
    ):
        shown = f"<{tag}>{shown}</{tag}>" if wanted else shown
    if span.url is not None and _SAFE_URL.match(span.url):
        shown = f'<a href="{escape(span.url)}">{shown}</a>'
    return shown


def _pieces(whole: Block, limit: int) -> list[Block]:
    """The block, or for a block longer than a message several that are not."""
    if length([whole]) <= limit:
        return [whole]
    pieces: list[list[Span]] = [[]]
    room = limit - 1
    for span in whole.spans:
        rest = span.text
        while rest:
            taken = _prefix(rest, room)
            if taken:
                pieces[-1].append(replace(span, text=taken))
                room -= units(taken)
                rest = rest[len(taken) :]
            if rest:
                pieces.append([])
                room = limit - 1
    return [Block(tuple(spans), whole.quote) for spans in pieces]


def _prefix(text: str, room: int) -> str:
    """The longest beginning of the text that has at most ``room`` units."""
    if units(text) <= room:
        return text
    taken = 0
    for position, char in enumerate(text):
        taken += units(char)
        if taken > room:
            return text[:position]
    return text
