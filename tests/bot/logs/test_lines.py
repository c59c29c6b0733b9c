"""What a line of the log says, and what it never does."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.app import Running
from bot.logs.redaction import redacted
from bot.logs.setup import start_logs
from bot.settings import Settings, load_settings
from bot.web.botapi import TOKEN, Person
from retrieval.errors import WenceError
from tests.bot.serving import dealt_with

Lines = Callable[[], list[dict[str, Any]]]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    """What ``start_logs`` changes holds for the process."""
    names = ("", "bot", "retrieval", "httpx", "httpcore", "uvicorn", "apscheduler")
    levels = {name: logging.getLogger(name).level for name in names}
    handlers = logging.getLogger().handlers[:]
    yield
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def started(stream: io.StringIO, **knobs: Any) -> io.StringIO:
    handlers = logging.getLogger().handlers[:]
    logging.getLogger().handlers.clear()  # those of the tests themselves stay open
    start_logs(Settings(_env_file=None, **knobs), stream)
    logging.getLogger().handlers.extend(handlers)
    return stream


def objects(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def test_an_update_is_followed_to_its_end(bot: Running, alice: Person) -> None:
    stream = started(io.StringIO())
    await alice.answer_to(alice.posts("三争行动是什么？"))
    await dealt_with(bot, 1)
    (line,) = [each for each in objects(stream) if "update" in each]
    assert line["event"] == "an update was dealt with"
    assert (line["kind"], line["route"], line["verdict"]) == (
        "message",
        "private question",
        "confident",
    )
    assert line["update"] == 1000
    assert {"waited_ms", "took_ms", "sent_ms", "level", "timestamp"} <= line.keys()


async def test_the_next_update_of_a_chat_has_nothing_of_the_one_before(
    bot: Running, alice: Person
) -> None:
    stream = started(io.StringIO())
    await alice.says("三争行动是什么？")
    await alice.says("/help")
    await dealt_with(bot, 2)
    first, second = [each for each in objects(stream) if "update" in each]
    assert "verdict" in first
    assert "verdict" not in second
    assert second["update"] == first["update"] + 1


async def test_no_line_has_a_name_a_number_or_a_text(bot: Running, alice: Person) -> None:
    stream = started(io.StringIO(), log_level="debug")
    await alice.says("三争行动是什么？")
    await dealt_with(bot, 1)
    said = stream.getvalue()
    assert said
    assert not [word for word in ("三争", "Alice", str(alice.user["id"])) if word in said]


@pytest.mark.logs("sendMessage")
def test_no_line_has_the_token_whoever_writes_it() -> None:
    stream = started(io.StringIO())
    logging.getLogger("httpx").warning("POST https://example.org/bot%s/sendMessage", TOKEN)
    assert TOKEN not in stream.getvalue()
    assert objects(stream)[0]["event"] == "POST https://example.org/bot<token>/sendMessage"
    assert redacted(f"bot{TOKEN}/") == "bot<token>/"


@pytest.mark.logs("it failed")
@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()], ids=["terminal", "json"])
def test_a_traceback_has_neither_token_nor_variables(stream: io.StringIO) -> None:
    started(stream)
    question = "住房公积金怎么提取"
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("bot").exception("it failed")
    said = stream.getvalue()
    assert "ValueError" in said
    assert TOKEN not in said
    assert question not in said


def test_a_terminal_is_told_in_words_unless_a_setting_says_otherwise() -> None:
    for stream, log_format in ((Terminal(), None), (io.StringIO(), "text")):
        started(stream, log_format=log_format)
        logging.getLogger("bot").info("hello %s", "there")
        assert "hello there" in stream.getvalue()
        assert not stream.getvalue().startswith("{")
    as_json = started(Terminal(), log_format="json")
    logging.getLogger("bot").info("hello")
    assert objects(as_json)[0]["event"] == "hello"


def test_a_level_holds_for_the_program_and_never_lets_libraries_tell_more() -> None:
    stream = started(io.StringIO(), log_level="debug")
    logging.getLogger("bot.app").debug("ours")
    logging.getLogger("telegram.ext").debug("an update, whole")
    logging.getLogger("uvicorn.error").info("a request")
    assert [each["event"] for each in objects(stream)] == ["ours"]


@pytest.mark.logs("said")
def test_what_the_level_leaves_out_is_not_written() -> None:
    stream = started(io.StringIO(), log_level="warning")
    logging.getLogger("bot.app").info("left out")
    logging.getLogger("bot.app").warning("said")
    assert [each["event"] for each in objects(stream)] == ["said"]


@pytest.mark.parametrize("name", ["WENCE_LOG_LEVEL", "WENCE_LOG_FORMAT"])
def test_a_value_that_is_none_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "loud")
    with pytest.raises(WenceError, match=name):
        load_settings()
