"""What people see of inline queries, with Telegram's cache between them and the bot."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.web.botapi.errors import Unmet
from bot.web.botapi.shown import InlineAnswer
from bot.web.botapi.world import WAIT, who

if TYPE_CHECKING:
    from bot.web.botapi.people import Person

Json = dict[str, Any]


async def types_inline(person: Person, text: str, offset: str) -> InlineAnswer:
    world = person.telegram.world
    for owner in (None, person.id):
        kept = world.inline_cache.get((owner, text, offset))
        if kept is not None and kept[0] > time.monotonic():
            return _as_shown(kept[1], cached=True)
    name = str(5_000_000_000 + world.serial())
    world.inline[name] = None
    query = {"id": name, "from": who(person.user), "query": text[:256], "offset": offset}
    person.telegram.push({"inline_query": query})
    if not await world.until(lambda: world.inline[name] is not None, WAIT):
        raise Unmet(f"the inline query {text!r} was not answered")
    answer = world.inline[name] or {}
    owner = person.id if answer.get("is_personal") else None
    until = time.monotonic() + answer.get("cache_time", 300)
    world.inline_cache[owner, text, offset] = (until, answer)
    return _as_shown(answer)


def _as_shown(answer: Json, *, cached: bool = False) -> InlineAnswer:
    return InlineAnswer(
        answer["results"],
        answer.get("cache_time", 300),
        answer.get("is_personal", False),
        answer.get("next_offset", ""),
        answer.get("button"),
        cached,
    )
