"""Followed sites are read when it is time, in a process of their own; admins hear what came."""

from __future__ import annotations

import asyncio
import json
import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.db.preferences import preferences_of
from bot.follow.clock import Clock
from bot.follow.site_report import SiteReport
from bot.follow.state import FollowState, Source, sources_of
from bot.language import language_for
from bot.state import BotState
from bot.uploads.indexing_process import Reindexing
from bot.view.blocks import html
from bot.view.following import report_blocks
from retrieval.errors import HomeBusy, WenceError

log = logging.getLogger(__name__)

EVERY_S = 10.0
"""So often it is looked whether it is time."""


async def keep_following(state: BotState, bot: Bot) -> None:
    """Read what is due, whenever something is."""
    child, clock = Reindexing(state.home), Clock()
    try:
        while True:
            try:
                if await asyncio.to_thread(_is_due, state, clock.now()):
                    await _read(state, child)
                await _tell_all(state, bot, clock.today())
            except WenceError as error:
                log.warning("followed sites were not read: %s", error)
            except Exception:
                log.exception("reading followed sites failed")
            await state.timer.sleep(EVERY_S)
    finally:
        await child.stop()


def _is_due(state: BotState, now: float) -> bool:
    if not state.home.follow_db.exists():
        return False
    with FollowState.open(state.home) as sites:
        return bool(sites.due(now))


async def _read(state: BotState, child: Reindexing) -> None:
    """Read what is due; somebody who reads sites at the terminal reads these, too."""
    try:
        await child.run(lambda event: None, "follow", "--due")
    except HomeBusy:
        return
    except WenceError as error:
        if error.reason.code != "follow_running" and not child.stopped:
            raise
        return
    await asyncio.to_thread(state.live.refresh)


async def _tell_all(state: BotState, bot: Bot, today: str) -> None:
    """Tell each admin of each source what is new or wrong, at most once a day."""
    for source in await asyncio.to_thread(_untold, state, today):
        report = SiteReport.from_json(json.loads(source.untold))
        for admin in sorted(state.settings.admin_ids):
            await _tell(state, bot, admin, report)
        await asyncio.to_thread(_told, state, source, today)


def _untold(state: BotState, today: str) -> list[Source]:
    return [each for each in sources_of(state.home) if each.untold and each.told != today]


def _told(state: BotState, source: Source, today: str) -> None:
    with FollowState.open(state.home) as sites:
        sites.update(source, told=today, untold="")


async def _tell(state: BotState, bot: Bot, admin: int, report: SiteReport) -> None:
    preferences = preferences_of(state.chats, admin)
    language = preferences.language_or(language_for("", None, state.settings.lang))
    try:
        await bot.send_message(admin, html(report_blocks(report, language)))
    except TelegramError as error:
        log.info("an admin did not hear of a followed site: %s", error)
