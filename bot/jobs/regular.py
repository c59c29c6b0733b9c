"""Which jobs run beside the answers, from the start of the bot to its end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from telegram.ext import ExtBot

from bot.db.forgetting import sweep
from bot.jobs.alerts import keep_telling
from bot.jobs.examples import keep_choosing
from bot.jobs.followed_sites import keep_following
from bot.jobs.index_check import keep_checking, refresh
from bot.jobs.nightly_learning import keep_learning
from bot.jobs.telling_admins import keep_telling_admins
from bot.jobs.watched_folders import keep_watching
from bot.jobs.wishes import keep_granting
from bot.look_ups.workers import usual_workers
from bot.state import BotState
from bot.timer import Timer
from bot.transport.menus import publish_menus
from retrieval.errors import EngineUnavailable
from retrieval.index.kernel import warm

log = logging.getLogger(__name__)

REFRESH_S = 1.0
SWEEP_S = 3_600.0


def begin_jobs(state: BotState, bot: ExtBot[Any]) -> None:
    """Begin them all."""
    timer, settings = state.timer, state.settings
    state.later(_warm())
    for _ in range(usual_workers() if settings.workers is None else settings.workers):
        state.later(state.look_ups.keep_working())
    state.later(_repeat(timer, REFRESH_S, partial(refresh, state)))
    state.later(_repeat(timer, REFRESH_S, state.take_desk_settings))
    state.later(_repeat(timer, SWEEP_S, partial(sweep, state.chats, settings.keep_days)))
    if settings.engine == "embedded":
        state.later(keep_checking(state))
    state.later(keep_telling(state, bot))
    state.later(keep_granting(state, bot))
    state.later(keep_choosing(state))
    state.later(keep_telling_admins(state, bot))
    state.later(keep_learning(state))
    state.later(keep_following(state, bot))
    if settings.watch:
        state.later(keep_watching(state))
    state.later(publish_menus(bot, settings))


async def _warm() -> None:
    """Load the compiled loop beside the first answers."""
    await asyncio.to_thread(warm)


async def _repeat(timer: Timer, seconds: float, work: Callable[[], object]) -> None:
    """Do something now and every so often, in a thread; a failure is logged and no end."""
    name = getattr(work, "func", work).__name__
    while True:
        try:
            await asyncio.to_thread(work)
        except EngineUnavailable as error:
            log.warning("%s", error)
        except Exception:
            log.exception("%s failed", name)
        await timer.sleep(seconds)
