"""The server, a real bot of the library on it, and Alice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)

from bot.web.botapi import TOKEN, Person, Telegram
from tests.botapi.fields import only_telegrams_fields
from tests.botapi.tools import keyboard

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def telegrams_fields(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with only_telegrams_fields(monkeypatch):
        yield


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as server:
        yield server


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    async with Bot(
        TOKEN, base_url=f"{telegram.url}/bot", base_file_url=f"{telegram.url}/file/bot"
    ) as it:
        yield it


@pytest.fixture
def alice(telegram: Telegram) -> Person:
    person = telegram.person("Alice")
    assert person.chat.id == person.id
    return person


async def answering(bot: Bot, telegram: Telegram) -> None:
    """A bot of ten lines, for the user's side."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=5):
            offset = update.update_id + 1
            await answer(bot, update)


async def answer(bot: Bot, update: Update) -> None:
    if update.callback_query and update.callback_query.message:
        await update.callback_query.answer("好的")
        await update.callback_query.edit_message_text("改了")
    elif update.inline_query:
        content = InputTextMessageContent("<b>卡</b>", parse_mode="HTML")
        result = InlineQueryResultArticle("1", "题", content)
        await update.inline_query.answer([result], cache_time=60)
    elif update.guest_message:
        result = InlineQueryResultArticle("1", "题", InputTextMessageContent("客"))
        await update.guest_message.answer_guest_query(result)
    elif update.message and update.message.text:
        await update.message.reply_html(
            f"<b>{update.message.text}</b>",
            do_quote=True,
            reply_markup=keyboard(callback_data="x"),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


@pytest.fixture
async def talking(bot: Bot, telegram: Telegram) -> AsyncIterator[Telegram]:
    task = asyncio.create_task(answering(bot, telegram))
    yield telegram
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
