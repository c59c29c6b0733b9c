"""What a chat has set for itself, and what it may choose from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self, TypeVar

from sqlite_utils import Database

from bot.db.database import Chats
from bot.language import Language

Item = TypeVar("Item", str, int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The settings of one chat; ``OF_A_PERSON`` and ``OF_A_GROUP`` say which are whose."""

    script: Literal["auto", "hans", "hant", "en"] = "auto"
    """The language of the bot's words; ``auto`` follows whoever asks."""
    results: int = 3
    quote_chars: int = 200
    address: str = "mention"
    """``command``: only /ask; ``mention``: also mentions and replies; ``every`` message."""
    look_up: str = "off"
    """Whether ``查 …`` at the start of a message is a question."""
    card: int = 1
    """Results in a group's card."""
    quiet: str = "off"
    """Hours, ``from-to``, in which the bot is silent in a group, and tells a person of nothing."""
    who: str = "all"
    sources: tuple[str, ...] = ()
    """The sources that a group searches, all of them where empty."""
    quiet_topics: tuple[int, ...] = ()
    """The topics of a forum in which nothing is answered."""
    allowed_topics: tuple[int, ...] = ()
    """The topics in which alone something is answered; all of them where empty."""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """From what was kept; what is no choice any more counts as unset.

        Once a group chose one source, kept as ``source``.
        """
        known = {
            name: kept[name]
            for name in CHOICES
            if name != TOPIC and kept.get(name) in CHOICES[name]
        }
        return cls(
            **known,
            sources=_those(kept.get("sources", [kept.get("source")]), str),
            quiet_topics=_those(kept.get("quiet_topics"), int),
            allowed_topics=_those(kept.get("allowed_topics"), int),
        )

    def with_choice(self, name: str, index: int) -> Preferences:
        """The same with another choice.

        Raises:
            KeyError, IndexError: there is no such setting or choice.
        """
        return replace(self, **{name: CHOICES[name][index]})

    def with_source(self, source: str) -> Preferences:
        """The same with one source more, or less if it was chosen; all of them for an empty one."""
        if not source:
            return replace(self, sources=())
        if source in self.sources:
            return replace(self, sources=tuple(each for each in self.sources if each != source))
        return replace(self, sources=(*self.sources, source))

    def with_topic(self, topic: int, index: int) -> Preferences:
        """The same with another choice for a topic.

        Raises:
            IndexError: there is no such choice.
        """
        chosen = CHOICES[TOPIC][index]
        quiet = {each for each in self.quiet_topics if each != topic}
        allowed = {each for each in self.allowed_topics if each != topic}
        {"quiet": quiet, "allowed": allowed, "as_others": set()}[chosen].add(topic)
        return replace(
            self, quiet_topics=tuple(sorted(quiet)), allowed_topics=tuple(sorted(allowed))
        )

    def of_topic(self, topic: int) -> str:
        """What is chosen for a topic."""
        if topic in self.quiet_topics:
            return "quiet"
        return "allowed" if topic in self.allowed_topics else "as_others"

    def silent_in(self, topic: int) -> bool:
        """Whether nothing is answered in a topic."""
        if self.allowed_topics and topic not in self.allowed_topics:
            return True
        return topic in self.quiet_topics

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def language_or(self, language: Language) -> Language:
        """The chosen language, else the one given."""
        return language if self.script == "auto" else self.script

    def silent_at(self, hour: int) -> bool:
        """Whether this hour of the day is a quiet one."""
        if self.quiet == "off":
            return False
        start, end = map(int, self.quiet.split("-"))
        return start <= hour < end if start < end else hour >= start or hour < end


TOPIC = "topic"
"""The setting that each topic of a forum has of its own."""

CHOICES: dict[str, tuple[Any, ...]] = {
    "script": ("auto", "hans", "hant", "en"),
    "results": (1, 3, 5),
    "quote_chars": (120, 200, 300),
    "address": ("command", "mention", "every"),
    "look_up": ("off", "on"),
    "card": (1, 2, 3),
    "quiet": ("off", "22-7", "23-8", "0-6"),
    "who": ("all", "admins"),
    TOPIC: ("as_others", "allowed", "quiet"),
}

OF_A_PERSON = ("script", "results", "quote_chars", "quiet")
OF_A_GROUP = ("address", "look_up", "script", "card", "quiet", "who", TOPIC, "sources")

_SEPARATORS = re.compile(r"[\s,;?。，；？|｜]+")


def preferences_of(chats: Chats, chat: int) -> Preferences:
    """What this chat has set for itself."""
    with chats.reading() as db:
        return Preferences.from_json(_kept(db, chat))


def keep_preferences(chats: Chats, chat: int, chosen: Preferences) -> None:
    """Write down what a chat has set; settings of other versions stay as they are."""
    with chats.writing() as db:
        settings = {**_kept(db, chat), **chosen.as_json()}
        db.table("chats").upsert({"id": chat, "settings": settings}, pk="id")


def source_filter(sources: Iterable[str]) -> str:
    """Sources as the operator of a question; of each the longest stretch that it can hold."""
    stretches = [max(_SEPARATORS.split(source), key=len) for source in sources]
    names = "|".join(filter(None, stretches))
    return f"来源:{names}" if names else ""


def _those(kept: object, kind: type[Item]) -> tuple[Item, ...]:
    """What of a kept list is as it should be."""
    values = kept if isinstance(kept, list | tuple) else ()
    return tuple(each for each in values if each and isinstance(each, kind))


def _kept(db: Database, chat: int) -> dict[str, Any]:
    kept = db.execute("select settings from chats where id = ?", [chat]).fetchone()
    return dict(json.loads(kept[0])) if kept else {}
