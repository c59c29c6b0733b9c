"""Telegram's HTML: text and entities in UTF-16 units, or a refusal that says where.

Two things are refused that Telegram drops in silence, because a test should see them: a quote
inside a quote, and markup inside code.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.web.botapi.errors import bad

Json = dict[str, Any]

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
ENTITY_LIMIT = 100
"""So many entities a message are kept; the rest vanish."""
OPAQUE = {"text_link", "code", "pre"}
"""Entities inside of which Telegram looks for no others."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[^<>]*)?)\s*>")
_ATTRIBUTE = re.compile(r"""([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\u202a-\u202e]")


def units(text: str) -> int:
    """The length in UTF-16 units, which is what Telegram counts in."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """A stretch of ``text``, offset and length in UTF-16 units."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    entity: Json


def _fault(what: str) -> Exception:
    return bad(f"can't parse entities: {what}")


class _Parser:
    """One pass over the source; ``text`` grows, tags open and close entities."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        at = 0
        while (tag := self.source.find("<", at)) >= 0:
            self._plain(self.source[at:tag])
            match = _TAG.match(self.source, tag)
            if match is None:
                raise _fault(f"Unclosed or empty start tag at byte offset {self._byte(tag)}")
            closing, name, attributes = match.groups()
            self._close(name.lower(), tag) if closing else self._start(
                name.lower(), attributes, tag
            )
            at = match.end()
        self._plain(self.source[at:])
        if self.open:
            raise _fault(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self.text, self.entities

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode())

    def _plain(self, piece: str) -> None:
        self.text += _REFERENCE.sub(lambda found: html.unescape(found.group()), piece)

    def _start(self, tag: str, attributes: str, at: int) -> None:
        if tag not in KINDS:
            raise _fault(f'Unsupported start tag "{tag}" at byte offset {self._byte(at)}')
        inside = [one.entity["type"] for one in self.open]
        if tag == "blockquote" and any("blockquote" in kind for kind in inside):
            raise _fault(f"Quotes can't be nested at byte offset {self._byte(at)}")
        if "code" in inside or ("pre" in inside and tag != "code"):
            raise _fault(f"Markup inside code at byte offset {self._byte(at)}")
        entity = self._entity(tag, attributes, at)
        self.open.append(_Open(tag, len(self.text), entity))

    def _entity(self, tag: str, attributes: str, at: int) -> Json:
        found = {
            name: html.unescape(next((v for v in values if v), ""))
            for name, *values in _ATTRIBUTE.findall(attributes)
        }
        allowed = {"a": {"href"}, "span": {"class"}, "blockquote": {"expandable"}}
        allowed |= {"code": {"class"}, "tg-emoji": {"emoji-id"}}
        if unknown := set(found) - allowed.get(tag, set()):
            raise _fault(f"Unknown attribute {sorted(unknown)} at byte offset {self._byte(at)}")
        if tag == "span" and found.get("class") != "tg-spoiler":
            raise _fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(at)}')
        entity: Json = {"type": KINDS[tag]}
        if tag == "a":
            entity["url"] = found.get("href", "")
        if tag == "blockquote" and "expandable" in found:
            entity["type"] = "expandable_blockquote"
        if tag == "tg-emoji":
            entity["custom_emoji_id"] = found.get("emoji-id", "")
        return entity

    def _close(self, tag: str, at: int) -> None:
        if not self.open:
            raise _fault(f"Unexpected end tag at byte offset {self._byte(at)}")
        one = self.open.pop()
        if one.tag != tag:
            raise _fault(
                f"Unmatched end tag at byte offset {self._byte(at)}, "
                f'expected "</{one.tag}>", found "</{tag}>"'
            )
        if one.tag == "code" and self.open and self.open[-1].tag == "pre":
            return
        if one.entity.get("url") == "" or len(self.text) == one.start:
            return
        self.entities.append(one.entity | {"start": one.start, "end": len(self.text)})


def parse(source: str, parse_mode: str | None) -> tuple[str, list[Json]]:
    """The text that users see and its entities, ordered, at most ``ENTITY_LIMIT``.

    Commands, mentions and addresses that stand in the text are entities as well.

    Raises:
        ApiError: markup that Telegram does not take, or a parse mode other than HTML.
    """
    if parse_mode and parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")
    text, entities = _Parser(source).parse() if parse_mode else (source, [])
    text = _CONTROL.sub(" ", text)
    lead = len(text) - len(text.lstrip())
    shown = text.strip()
    placed = []
    for entity in entities:
        start = min(max(entity.pop("start") - lead, 0), len(shown))
        end = min(max(entity.pop("end") - lead, 0), len(shown))
        if start < end:
            at, length = units(shown[:start]), units(shown[start:end])
            placed.append({"offset": at, "length": length, **entity})
    opaque = [each for each in placed if each["type"] in OPAQUE]
    placed += [each for each in typed(shown) if not any(_overlap(each, one) for one in opaque)]
    placed.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return shown, placed[:ENTITY_LIMIT]


def _overlap(one: Json, other: Json) -> bool:
    first, last = sorted((one, other), key=lambda each: int(each["offset"]))
    return int(first["offset"]) + int(first["length"]) > int(last["offset"])


_COMMAND = re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")
_MENTION = re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{4,32}(?!\w)")
_LINK = re.compile(r"https?://[^\s，。；）]+")


def typed(text: str) -> list[Json]:
    """The entities that Telegram itself finds in a text, whoever wrote it."""
    found: list[Json] = []
    for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION), ("url", _LINK)):
        for match in pattern.finditer(text):
            at, length = units(text[: match.start()]), units(match.group())
            found.append({"type": kind, "offset": at, "length": length})
    return sorted(found, key=lambda entity: int(entity["offset"]))
