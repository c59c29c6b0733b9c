"""What is a method? A name, its parameters, and what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.web.botapi.faults import Gauge
from bot.web.botapi.parameters import Schema, array, boolean, integer, mapping, text
from bot.web.botapi.world import World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a method works on."""

    world: World
    gauge: Gauge


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    schema: Schema
    run: Callable[[Scene, Json], Awaitable[Any]]


SENDING: Schema = {
    "business_connection_id": text,
    "message_thread_id": integer,
    "direct_messages_topic_id": integer,
    "disable_notification": boolean,
    "protect_content": boolean,
    "allow_paid_broadcast": boolean,
    "message_effect_id": text,
    "suggested_post_parameters": mapping,
    "reply_parameters": mapping,
    "reply_markup": mapping,
}
CAPTION: Schema = {
    "caption": text,
    "parse_mode": text,
    "caption_entities": array,
}
ABOVE: Schema = {"show_caption_above_media": boolean}
