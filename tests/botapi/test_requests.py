"""Requests: names, parameters, polling, webhooks; by the library and by plain HTTP."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
)
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
)
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from bot.web.botapi import TOKEN, Person, Telegram
from bot.web.botapi.methods import METHODS
from tests.botapi.tools import plain, refused

Json = dict[str, Any]


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    assert bot.username == "wence_test_bot"
    assert bot.supports_inline_queries
    assert not bot.can_read_all_group_messages


OF_THE_LIBRARY = {
    *("self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs"),
    *("current_offset", "auto_pagination", "filename", "reply_to_message_id"),
    *("disable_web_page_preview", "allow_sending_without_reply"),
}
"""Parameters of the library's methods that the Bot API does not have, or has inside another."""
BEYOND = {
    # PTB sends its default with every edit, and Telegram overlooks it.
    "editMessageReplyMarkup": {"parse_mode"},
    "copyMessage": {"direct_messages_topic_id"},
}


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_the_parameters_are_those_of_the_library(method: Any) -> None:
    """PTB spells the whole Bot API out: a method takes all that it gives, and nothing else."""
    words = "".join("_" + c.lower() if c.isupper() else c for c in method.name)
    known = set(inspect.signature(getattr(Bot, words)).parameters) - OF_THE_LIBRARY
    assert set(method.schema) == known | BEYOND.get(method.name, set())


async def test_wrong_token_unknown_method_unknown_and_mistyped_parameters(
    telegram: Telegram, alice: Person
) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{telegram.url}/bot1:x/getMe")).status_code == 401
        assert (await client.get(f"{telegram.url}/bot{TOKEN}/GETME")).json()["ok"]
        form = {"chat_id": str(alice.id), "text": "好"}
        assert (await client.post(f"{telegram.url}/bot{TOKEN}/sendMessage", data=form)).is_success
        broken = await client.post(
            f"{telegram.url}/bot{TOKEN}/sendMessage",
            content=b"{",
            headers={"Content-Type": "application/json"},
        )
        assert broken.status_code == 400
    assert (await plain(telegram, "sendMesage"))["error_code"] == 404
    refused = [
        await plain(telegram, "sendMessage", chat_id=alice.id, text="a", colour="red"),
        await plain(telegram, "sendMessage", chat_id=alice.id),
        await plain(telegram, "sendMessage", chat_id="alice", text="a"),
        await plain(telegram, "sendMessage", chat_id=alice.id, text=7),
        await plain(telegram, "sendMessage", chat_id=alice.id, text="a", reply_markup="{"),
        await plain(telegram, "sendMessage", chat_id=alice.id, text="a", protect_content=3),
    ]
    assert [answer["description"] for answer in refused] == [
        "Bad Request: unknown parameter colour",
        "Bad Request: parameter text is required",
        "Bad Request: parameter chat_id must be an Integer",
        "Bad Request: parameter text must be a String",
        "Bad Request: parameter reply_markup must be a JSON object",
        "Bad Request: parameter protect_content must be a Boolean",
    ]
    stranger = Bot("1:x", base_url=f"{telegram.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_polling_offsets_and_allowed_updates(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:
    for number in range(3):
        alice.posts(str(number))
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["0", "1"]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert len(rest) == 1
    assert (await bot.get_updates(offset=-1))[0].update_id == rest[0].update_id
    assert await bot.get_updates(offset=rest[0].update_id + 1, allowed_updates=["message"]) == ()
    alice.tap(alice.posts("a"), "x")
    assert len(await bot.get_updates()) == 1


async def test_one_poller_at_a_time(bot: Bot, telegram: Telegram, alice: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await asyncio.sleep(0.1)
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=5))
        await asyncio.wait([first, second], return_when=asyncio.FIRST_COMPLETED)
        alice.posts("到了")
        assert [update.message.text for update in await second if update.message] == ["到了"]
    with refused(Conflict, "terminated by other getUpdates"):
        await first


async def test_webhooks_carry_the_secret_and_are_tried_again(
    bot: Bot, telegram: Telegram, alice: Person
) -> None:

    seen: list[tuple[str | None, Json]] = []

    class Hook(RequestHandler):
        def post(self) -> None:
            secret = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token")
            seen.append((secret, json.loads(self.request.body)))
            self.set_status(500 if len(seen) == 1 else 200)
            telegram.world.changed()

    server = HTTPServer(Application([("/hook", Hook)], log_function=lambda handler: None))
    sockets = bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    url = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/hook"
    await bot.set_webhook(url, secret_token="geheim")
    with refused(Conflict, "webhook is active"):
        await bot.get_updates()
    alice.posts("一")
    assert await telegram.world.until(lambda: len(seen) == 2 and telegram.world.updates.confirmed)
    assert {secret for secret, _ in seen} == {"geheim"}
    assert (await bot.get_webhook_info()).pending_update_count == 0
    with refused(BadRequest, "HTTPS"):
        await bot.set_webhook("http://example.org/hook")
    await bot.delete_webhook()
    assert await bot.get_updates() == ()
    server.stop()
    await server.close_all_connections()


async def test_giving_up_a_webhook_that_is_being_posted_to_leaves_nothing_in_the_log(
    telegram: Telegram, alice: Person
) -> None:
    nobody = "http://127.0.0.1:9/updates"
    alice.posts("到了")
    telegram.world.updates.set_webhook({"url": nobody}, None)
    await asyncio.sleep(0)
    telegram.world.updates.drop_webhook()
    with pytest.raises(OSError, match="refused"):  # as the first was before
        await AsyncHTTPClient().fetch(nobody)


async def test_who_waits_for_the_world_can_be_cancelled_while_it_changes(
    telegram: Telegram,
) -> None:
    waiting = asyncio.create_task(telegram.world.until(lambda: False, 5))
    await asyncio.sleep(0)
    telegram.world.changed()
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
