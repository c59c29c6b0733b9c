"""What a person sees: the bot's messages as they are now, and the answers to taps and queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.web.botapi.errors import Unmet
from bot.web.botapi.markup import cut
from bot.web.botapi.world import WAIT, Chat, World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard."""

    text: str
    raw: Json

    @property
    def data(self) -> str | None:
        found: str | None = self.raw.get("callback_data")
        return found

    @property
    def url(self) -> str | None:
        found: str | None = self.raw.get("url")
        return found

    @property
    def copies(self) -> str | None:
        found: str | None = self.raw.get("copy_text", {}).get("text")
        return found


@dataclass(frozen=True, slots=True)
class Shown:
    """One message, always as it is at the moment of looking."""

    world: World
    chat: Chat
    id: int

    @property
    def message(self) -> Json:
        return self.chat.messages[self.id]

    @property
    def exists(self) -> bool:
        return self.id in self.chat.messages

    @property
    def text(self) -> str:
        """The text, or the caption, or nothing."""
        return str(self.message.get("text", self.message.get("caption", "")))

    @property
    def html(self) -> str:
        """The markup as the bot sent it."""
        return self.chat.sources.get(self.id, "")

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.message.get("entities") or []
        return found or self.message.get("caption_entities") or []

    def marked(self, *kinds: str) -> list[str]:
        """The stretches of text that carry an entity of one of these kinds."""
        return [
            cut(self.text, entity["offset"], entity["length"])
            for entity in self.entities
            if entity["type"] in kinds
        ]

    @property
    def bold(self) -> list[str]:
        return self.marked("bold")

    @property
    def quotes(self) -> list[str]:
        return self.marked("blockquote", "expandable_blockquote")

    @property
    def links(self) -> dict[str, str]:
        """Text → address."""
        return {
            cut(self.text, entity["offset"], entity["length"]): entity["url"]
            for entity in self.entities
            if entity["type"] == "text_link"
        }

    @property
    def buttons(self) -> list[Button]:
        rows = self.message.get("reply_markup", {}).get("inline_keyboard", [])
        return [Button(button["text"], button) for row in rows for button in row]

    def button(self, label: str) -> Button:
        """The first button whose text holds ``label``."""
        for button in self.buttons:
            if label in button.text:
                return button
        raise Unmet(f"no button {label!r} among {[b.text for b in self.buttons]}")

    def has(self, label: str) -> bool:
        return any(label in button.text for button in self.buttons)

    @property
    def replies_to(self) -> int | None:
        found: int | None = self.message.get("reply_to_message", {}).get("message_id")
        return found

    @property
    def topic(self) -> int | None:
        found: int | None = self.message.get("message_thread_id")
        return found

    @property
    def reactions(self) -> list[str]:
        """Emoji that the bot put under this message."""
        return [one["emoji"] for one in self.chat.reactions.get(self.id, [])]

    @property
    def file(self) -> tuple[str, bytes]:
        """Name and content of the document or the largest picture."""
        found = self.message.get("document") or self.message["photo"][-1]
        stored = self.world.files[found["file_id"]]
        return stored.name, stored.content

    async def when(self, true: Callable[[Shown], bool], timeout: float = WAIT) -> Shown:
        """Wait until something is true of the message, such as an edit that is to come."""
        if not await self.world.until(lambda: self.exists and true(self), timeout):
            raise Unmet(f"not within {timeout} s; the message says {self.text!r}")
        return self

    def __contains__(self, piece: str) -> bool:
        return piece in self.text

    def __repr__(self) -> str:
        return f"<Shown {self.id} {re.sub(chr(10), ' / ', self.text)[:80]!r}>"


@dataclass(frozen=True, slots=True)
class Toast:
    """What a tap on a button brings at once: a line at the top, an alert, or an address."""

    text: str
    alert: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The results of an inline query, as the person sees them in the list."""

    results: list[Json]
    cache_time: int
    is_personal: bool
    next_offset: str
    button: Json | None
    cached: bool = False
    """Answered by the server from its cache; the bot saw nothing of it."""

    @property
    def titles(self) -> list[str]:
        return [result["title"] for result in self.results]


def shown_by_bot(world: World, chat: Chat) -> list[Shown]:
    return [
        Shown(world, chat, number)
        for number, message in sorted(chat.messages.items())
        if message.get("from", {}).get("id") == world.bot["id"]
    ]


def transcript(chat: Chat) -> list[str]:
    """The chat as lines of ``name: text``."""
    return [
        f"{message.get('from', {}).get('first_name', chat.title)}: "
        f"{message.get('text', message.get('caption', ''))}"
        for _, message in sorted(chat.messages.items())
    ]
