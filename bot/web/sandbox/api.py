"""What the page can do: write, edit, tap, type after ``@bot``, pick, send files, and listen."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.language import language_of
from bot.view.texts import words
from bot.view.texts.sandbox import CHINESE
from bot.web.botapi import Unmet
from bot.web.botapi.world import World
from bot.web.sandbox.asked import (
    FILE_BYTES,
    Asked,
    Refused,
    body_of,
    number_of,
    text_of,
)
from bot.web.sandbox.feed import Feed
from bot.web.sandbox.town import Town

Json = dict[str, Any]

REACTIONS = ("👍", "👎", "❤", "🙏", "🤔", "🎉")
"""What people put under messages."""
TAGS = ("zh-hans", "zh-hant", "en")
"""The languages of the page."""
BREATH_S, PULSE_S = 0.03, 15.0
"""What happens within a breath is told at once; a page that hears no pulse has lost the sandbox."""
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How the files begin that a page may show."""
FILE = "application/octet-stream"


@dataclass(slots=True)
class Api:
    """What the page can do, in one town."""

    town: Town
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the sandbox ends, so that the pages that listen let go."""
    results: dict[str, Json] = field(default_factory=dict)
    """The inline results that were shown last, by their ids."""

    def routes(self) -> list[BaseRoute]:
        in_chats = (self.say, self.edit, self.delete, self.react, self.tap, self.type, self.pick)
        acts = (*in_chats, self.upload, self.presence, self.privacy, self.language)
        return [
            *(Route(f"/api/{act.__name__}", _answered(act), methods=["POST"]) for act in acts),
            Route("/api/news", self.news),
            Route("/api/words/{tag}", self.words_in),
            Route("/files/{id}", self.file),
        ]

    async def _asked(self, request: Request) -> Asked:
        return Asked.of(self.town, await body_of(request))

    async def say(self, request: Request) -> Json:
        """Write a message; ``heard`` says whether the bot gets it."""
        asked = await self._asked(request)
        updates = self.town.telegram.world.updates
        before = updates.next_id
        if text := text_of(asked.given):
            reply_to = asked.message("reply_to")
            asked.person.posts(text, asked.room.group, reply_to=reply_to, topic=asked.topic)
        return {"heard": not text or updates.next_id > before}

    async def edit(self, request: Request) -> Json:
        """Change a message of one's own."""
        asked = await self._asked(request)
        shown, text = asked.message(), text_of(asked.given)
        if shown is None or shown.message.get("from", {}).get("id") != asked.person.id:
            raise Refused("gone")
        if text and text != shown.text:
            asked.person.edits(shown, text)
        return {}

    async def delete(self, request: Request) -> Json:
        """Take a message away: one's own, in private also the bot's."""
        asked = await self._asked(request)
        shown = asked.message()
        if shown is None or (asked.room.group and shown.message["from"]["id"] != asked.person.id):
            raise Refused("gone")
        asked.person.deletes(shown)
        return {}

    async def react(self, request: Request) -> Json:
        """Put an emoji under a message, or take it away."""
        asked = await self._asked(request)
        shown, emoji = asked.message(), asked.given.get("emoji")
        if shown is None:
            raise Refused("gone")
        if emoji is not None and emoji not in REACTIONS:
            raise Refused("failed")
        asked.person.reacts(shown, emoji)
        return {}

    async def presence(self, request: Request) -> Json:
        """Block the bot or take it out of the group, or let it come back."""
        asked = await self._asked(request)
        asked.room.let_bot(bool(asked.given.get("on")))
        return {}

    async def tap(self, request: Request) -> Json:
        """Tap a button that brings something from the bot."""
        asked = await self._asked(request)
        shown, data = asked.message(), asked.given.get("data")
        if shown is None or not any(button.data == data for button in shown.buttons):
            raise Refused("gone")
        toast = await asked.person.taps_data(shown, str(data))
        return {"text": toast.text, "alert": toast.alert, "url": toast.url}

    async def type(self, request: Request) -> Json:
        """Type after ``@bot``, and see the results."""
        asked = await self._asked(request)
        answer = await asked.person.types(text_of(asked.given))
        self.results = {result["id"]: result for result in answer.results}
        shown = ("id", "title", "description")
        results = [{name: one.get(name, "") for name in shown} for one in answer.results]
        return {"results": results, "button": answer.button}

    async def pick(self, request: Request) -> Json:
        """Send an inline result."""
        asked = await self._asked(request)
        result = self.results.get(str(asked.given.get("result")))
        if result is None:
            raise Refused("gone")
        asked.person.picks(result, asked.room.group, topic=asked.topic)
        return {}

    async def upload(self, request: Request) -> Json:
        """Send a file, whose bytes are the body; what is told of it stands in the query."""
        if request.headers.get("Content-Type") != FILE:
            raise Refused("failed")
        asked = Asked.of(self.town, request.query_params)
        name, caption = text_of(asked.given, "name") or "file", text_of(asked.given, "caption")
        content = bytearray()
        async for chunk in request.stream():
            content += chunk
            if len(content) > FILE_BYTES:
                raise Refused("too_big")
        if not content:
            raise Refused("empty_file")
        group, topic = asked.room.group, asked.topic
        album = number_of(asked.given, "album")
        extra: Json = {"media_group_id": str(album)} if album else {}
        if asked.given.get("photo"):
            asked.person.posts_photo(bytes(content), caption, to=group, topic=topic, **extra)
        else:
            asked.person.posts_file(name, bytes(content), caption, to=group, topic=topic, **extra)
        return {}

    async def privacy(self, request: Request) -> Json:
        """Switch privacy mode, for all groups as @BotFather does."""
        self.town.reads_everything = not (await body_of(request)).get("on")
        return {}

    async def language(self, request: Request) -> Json:
        """Choose the language of everybody's Telegram."""
        tag = (await body_of(request)).get("tag")
        if tag not in TAGS:
            raise Refused("failed")
        self.town.speak(tag)
        return {}

    async def words_in(self, request: Request) -> Response:
        """The page's own words."""
        language = language_of(request.path_params["tag"]) or "hans"
        lines = {name.removeprefix("sandbox_"): name for name in CHINESE}
        blanks = {name: f"{{{name}}}" for name in ("address", "bot", "count", "name")}
        return JSONResponse({short: words(n, language, **blanks) for short, n in lines.items()})

    async def news(self, _: Request) -> Response:
        """Server-sent events: all that there is, then whatever changes."""
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        feed, world = Feed(self.town), self.town.telegram.world
        while not self.ending.is_set():
            seen = world.changes
            events = list(feed.news())
            yield f"data: {json.dumps(events, ensure_ascii=False)}\n\n"
            await world.until(partial(_past, world, seen), PULSE_S)
            await asyncio.sleep(BREATH_S)

    async def file(self, request: Request) -> Response:
        """A document to keep, or a picture to look at."""
        stored = self.town.telegram.world.files.get(request.path_params["id"])
        if stored is None:
            return Response(status_code=404)
        kind = next(
            (kind for mark, kind in PICTURES.items() if stored.content.startswith(mark)), FILE
        )
        return Response(stored.content, media_type=kind)

    def end(self) -> None:
        """Let go of the pages that listen."""
        self.ending.set()
        self.town.telegram.world.changed()


def _past(world: World, changes: int) -> bool:
    return world.changes > changes


def _answered(
    act: Callable[[Request], Awaitable[Json]],
) -> Callable[[Request], Awaitable[Response]]:
    """What an act answers as JSON, and what it refuses as the name of a line that says why."""

    async def answer(request: Request) -> Response:
        try:
            return JSONResponse(await act(request))
        except Refused as refused:
            return JSONResponse({"why": refused.why}, status_code=400)
        except Unmet:
            return JSONResponse({"why": "silent"}, status_code=504)

    return answer
