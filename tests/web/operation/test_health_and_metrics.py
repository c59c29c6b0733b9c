"""What an operator sees over HTTP: is it ready, and what has it done?"""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import Running
from bot.web.botapi import Person, Telegram
from tests.bot.serving import dealt_with

FIGURES = """
counter wence_answers: Questions that were looked up
counter wence_answers_late: Answers sent late
counter wence_messages_lost: Messages given up on their way
counter wence_refused: Questions refused at admission
counter wence_too_many_requests: Answers 429 of Telegram
counter wence_updates: Updates that came in
counter wence_updates_handled: Updates that have been dealt with
counter wence_updates_stale: Updates nobody waited for any more
counter wence_updates_unreadable: Updates that were skipped
counter wence_writes_failed: Writes to chats.db that failed
gauge wence_clock_ahead_seconds: Of Telegram's time
gauge wence_disk_free_bytes: For the home
gauge wence_index_passages: Passages searched
gauge wence_look_ups: Questions being looked up
gauge wence_reindex_failed_at_seconds: Unix time
gauge wence_reindex_running: 1 while one runs
gauge wence_reindex_succeeded_at_seconds: Unix time
gauge wence_telegram_silent_seconds: Without a word from it
gauge wence_updates_waiting: Updates whose turn has not come
gauge wence_workers: Processes that look questions up
histogram wence_stage_seconds: What an update takes, by stage
gauge wence_index_info: The generation that answers
"""
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


async def figures(web: httpx.AsyncClient) -> Figures:
    """Every sample by its name and labels."""
    answer = await web.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=1.")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def of(found: Figures, name: str, **labels: str) -> float:
    return found[name, frozenset(labels.items())]


async def test_it_is_ready_once_telegram_has_answered(
    telegram: Telegram, bot: Running, web: httpx.AsyncClient, alice: Person
) -> None:
    alice.posts("三争行动")
    await dealt_with(bot, 1)
    answer = await web.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok")


async def test_it_is_not_ready_while_telegram_is_silent(
    bot: Running, web: httpx.AsyncClient
) -> None:
    bot.receiver.heard_at = bot.state.timer.now() - 2 * bot.receiver.SILENT_S
    answer = await web.get("/readyz")
    assert answer.status_code == 503
    assert answer.text.startswith("Telegram has been silent for ")


async def test_it_is_not_ready_where_its_index_is_gone(
    bot: Running, web: httpx.AsyncClient, home: Path
) -> None:
    shutil.rmtree(home / "index")
    answer = await web.get("/readyz")
    assert answer.status_code == 503
    assert "The index cannot be read in index/." in answer.text
    assert (await web.get("/healthz")).status_code == 200


async def test_it_counts_what_came_in_and_what_it_was_answered(
    bot: Running, web: httpx.AsyncClient, alice: Person
) -> None:
    await alice.answer_to(alice.posts("三争行动是什么？"))
    alice.posts("量子力学")
    await dealt_with(bot, 2)
    found = await figures(web)
    assert of(found, "wence_updates_total", kind="message") == 2
    assert of(found, "wence_answers_total", verdict="confident", kind="message") == 1
    assert of(found, "wence_answers_total", verdict="none", kind="message") == 1
    for stage in ("waiting", "answering", "sending"):
        assert of(found, "wence_stage_seconds_count", stage=stage) == 2
    assert of(found, "wence_index_passages") > 0
    assert of(found, "wence_index_info", generation=bot.state.live.current.generation) == 1
    assert of(found, "process_resident_memory_bytes") > 1e6


@pytest.mark.logs("asks to wait")
async def test_it_counts_what_telegram_slowed_down(
    telegram: Telegram, bot: Running, web: httpx.AsyncClient, alice: Person
) -> None:
    telegram.faults.refuse("sendMessage", retry_after=1)
    await alice.answer_to(alice.posts("三争行动"))
    await dealt_with(bot, 1)
    assert of(await figures(web), "wence_too_many_requests_total") == 1


@pytest.mark.logs("could not be reached")
async def test_an_answer_that_is_sent_late_is_late_and_not_lost(
    telegram: Telegram, bot: Running, web: httpx.AsyncClient, alice: Person
) -> None:
    telegram.faults.fail("sendMessage", times=2)
    alice.posts("三争行动")
    await dealt_with(bot, 2)
    found = await figures(web)
    assert of(found, "wence_answers_late_total") == 1
    assert of(found, "wence_messages_lost_total") == 0


@pytest.mark.logs("could not be reached")
async def test_a_message_that_may_be_lost_is_counted(
    telegram: Telegram, bot: Running, web: httpx.AsyncClient, alice: Person
) -> None:
    telegram.faults.drop("sendMessage")
    alice.posts("三争行动")
    await dealt_with(bot, 1)
    assert of(await figures(web), "wence_messages_lost_total") == 1


async def test_what_is_counted_names_nobody(
    bot: Running, web: httpx.AsyncClient, alice: Person
) -> None:
    await alice.answer_to(alice.posts("三争行动是什么？"))
    text = (await web.get("/metrics")).text
    assert not {"三争", "Alice", str(alice.user["id"])} & set(text.split('"'))
    assert "三争" not in text


async def test_dashboards_find_every_figure_under_its_name(
    bot: Running, web: httpx.AsyncClient
) -> None:
    told = text_string_to_metric_families((await web.get("/metrics")).text)
    found = {
        f"{each.type} {each.name}: {each.documentation}"
        for each in told
        if each.name.startswith("wence")
    }
    assert found == set(FIGURES.strip().splitlines())
