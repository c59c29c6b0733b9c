"""Updates that are no questions: nothing is said, nothing fails, and the bot goes on."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

import pytest

from bot.app import Running
from bot.web.botapi import Person, Telegram

Json = dict[str, Any]
NOW = 1_800_000_000
"""Stands for the moment of the test: a suite takes longer than an update stays fresh."""
ALICE: Json = {"id": 77, "is_bot": False, "first_name": "Alice"}
PRIVATE: Json = {"id": 77, "type": "private", "first_name": "Alice"}
GROUP: Json = {"id": -1001, "type": "supergroup", "title": "群"}
CHANNEL: Json = {"id": -1002, "type": "channel", "title": "频道"}


def message(chat: Json, **content: Any) -> Json:
    return {"message_id": 5, "date": NOW, "chat": chat, **content}


def said(chat: Json, **content: Any) -> Json:
    return message(chat, **{"from": ALICE, **content})


def tap(**content: Any) -> Json:
    return {"id": "9", "from": ALICE, "chat_instance": "1", **content}


SILENT: dict[str, Json] = {
    "a group's service message": {"message": said(GROUP, new_chat_members=[ALICE])},
    "a pinned message": {"message": said(GROUP, pinned_message=said(GROUP, text="三争行动"))},
    "a new title": {"message": said(GROUP, new_chat_title="三争行动是什么？")},
    "a topic that opens": {
        "message": said(GROUP, forum_topic_created={"name": "x", "icon_color": 1})
    },
    "a voice chat": {"message": said(GROUP, video_chat_started={})},
    "a picture in a group": {
        "message": said(
            GROUP, photo=[{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]
        )
    },
    "a linked channel's post": {
        "message": said(GROUP, text="三争行动", sender_chat=CHANNEL, is_automatic_forward=True)
    },
    "a message without a sender": {"message": message(GROUP, text="大家好")},
    "an edit of what was no question": {"edited_message": said(GROUP, text="x", edit_date=NOW)},
    "an edit in private of what is not known": {
        "edited_message": said(PRIVATE, text="三争行动是什么？", edit_date=NOW)
    },
    "what came through the bot itself": {
        "message": said(
            PRIVATE,
            text="三争行动是什么？",
            via_bot={"id": 123456789, "is_bot": True, "first_name": "问策"},
        )
    },
}


HOUR_S = 3600


def fresh(update: Json, seconds_ago: int = 0) -> Json:
    """The update as of now, or of so many seconds ago."""
    moment = int(time.time()) - seconds_ago
    dated: Json = json.loads(json.dumps(update).replace(str(NOW), str(moment)))
    return dated


@pytest.mark.parametrize("update", SILENT.values(), ids=SILENT.keys())
async def test_nothing_is_said_and_nothing_fails(
    telegram: Telegram,
    bot: Running,
    alice: Person,
    update: Json,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.push(fresh(update))
    await alice.says("/start")
    await telegram.settled()
    assert len(telegram.called("sendMessage")) == 1
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_no_apology_goes_to_a_card_that_waited_long(
    telegram: Telegram, bot: Running, alice: Person
) -> None:
    telegram.push(fresh(SILENT["what came through the bot itself"], HOUR_S))
    await alice.says("/start")
    await telegram.settled()
    assert len(telegram.called("sendMessage")) == 1


@pytest.mark.parametrize(
    "query",
    [
        tap(data="v1:abcdefgh:s:1", message={"message_id": 5, "date": 0, "chat": PRIVATE}),
        tap(data="v1:abcdefgh:g:1", inline_message_id="x"),
        tap(data="?", inline_message_id="x"),
        tap(game_short_name="chess", inline_message_id="x"),
    ],
)
async def test_a_tap_on_what_is_out_of_reach_is_answered(
    telegram: Telegram, bot: Running, query: Json, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.world.callbacks["9"] = None
    telegram.push({"callback_query": query})
    assert await telegram.world.until(lambda: telegram.world.callbacks["9"] is not None)
    await telegram.settled()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
