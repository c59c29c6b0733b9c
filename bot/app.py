"""Start and stop: the table of handlers becomes a running bot."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from functools import partial
from typing import Any

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, Defaults

from bot.db.forgetting import sweep
from bot.handlers.errors import failed
from bot.jobs.alerts import keep_telling
from bot.jobs.nightly_learning import keep_learning
from bot.jobs.watched_folders import keep_watching
from bot.route import Context
from bot.routes import ROUTES
from bot.settings import Settings
from bot.state import BotState, Clock
from bot.timer import Timer
from bot.transport.log_redaction import redacted, start_logs
from bot.transport.menus import publish_menus
from bot.transport.rate_limit import Pace
from bot.transport.single_poller import sole_poller
from retrieval.errors import WenceError
from retrieval.index.kernel import warm

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

UPDATES = [
    Update.INLINE_QUERY,
    Update.GUEST_MESSAGE,
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
]
"""Named at every start, because Telegram remembers the last list."""

START_TRIES = 5
CONFLICTS = 3
"""So many 409 in a row mean that somebody else polls, and not that we were just restarted."""

REFRESH_S = 1.0
SWEEP_S = 3_600.0
POLL_S = 30


def serve(settings: Settings) -> int:
    """Run the bot until it is told to stop; the exit code.

    Raises:
        WenceError: there is no token, it is wrong or in use, or Telegram cannot be reached.
    """
    if settings.token is None:
        raise WenceError("token_missing")
    start_logs()
    with sole_poller(settings.token.get_secret_value()):
        asyncio.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    async with running(settings) as bot:
        log.info("@%s is answering; Ctrl-C stops it", bot.app.bot.username)
        await bot.until(stop)


class Running:
    """A bot that polls, with what it works with."""

    def __init__(self, state: BotState, app: App) -> None:
        self.state = state
        self.app = app
        self._conflicts = 0
        self._ousted = asyncio.Event()

    def polling_failed(self, error: TelegramError) -> None:
        """Count conflicts; everything else is the network's, and is tried again."""
        log.warning("polling: %s", redacted(str(error)))
        self._conflicts = self._conflicts + 1 if isinstance(error, Conflict) else 0
        if self._conflicts >= CONFLICTS:
            self._ousted.set()

    async def until(self, stop: asyncio.Event) -> None:
        """Wait until told to stop.

        Raises:
            WenceError: another process polls with the same token.
        """
        waits = [asyncio.create_task(event.wait()) for event in (stop, self._ousted)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        if self._ousted.is_set():
            raise WenceError("token_polled_elsewhere")


async def _warm() -> None:
    """Load the compiled loop beside the first answers."""
    await asyncio.to_thread(warm)


@asynccontextmanager
async def running(
    settings: Settings, *, timer: Timer | None = None, clock: Clock = datetime.now
) -> AsyncIterator[Running]:
    """A bot, from opening its home to closing it.

    Args:
        timer: the seconds by which it keeps to Telegram's limits and does what it does regularly.
        clock: the local time, by which quiet hours and nights go.

    Raises:
        WenceError: its home cannot be opened, its token is wrong, Telegram cannot be reached.
    """
    state = await asyncio.to_thread(BotState.open, settings, clock, timer)
    app = build(state, Pace(state.timer))
    bot = Running(state, app)
    try:
        await _start(app)
        await app.updater.start_polling(  # type: ignore[union-attr]
            timeout=POLL_S,
            allowed_updates=UPDATES,
            bootstrap_retries=START_TRIES,
            error_callback=bot.polling_failed,
        )
        state.later(_warm())
        state.later(_repeat(state.timer, REFRESH_S, state.live.refresh))
        state.later(_repeat(state.timer, SWEEP_S, partial(sweep, state.chats, settings.keep_days)))
        state.later(keep_telling(state, app.bot))
        state.later(keep_learning(state))
        if settings.watch:
            state.later(keep_watching(state))
        state.later(publish_menus(app.bot, settings))
        yield bot
    finally:
        await _stop(app, state)


def build(state: BotState, pace: Pace) -> App:
    """The application with every route of the table."""
    settings = state.settings
    token = settings.token.get_secret_value() if settings.token else ""
    server = settings.api_base_url.rstrip("/")
    app = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{server}/bot")
        .base_file_url(f"{server}/file/bot")
        .defaults(
            Defaults(
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                allow_sending_without_reply=True,
            )
        )
        .rate_limiter(pace)
        .concurrent_updates(state.processor)
        .connection_pool_size(64)
        .pool_timeout(30)
        .job_queue(None)
        .build()
    )
    for route in ROUTES:
        app.add_handler(route.handler_for(state))

    async def on_error(update: object, context: Context) -> None:
        await failed(state, update, context.error)

    app.add_error_handler(on_error)
    return app


async def _start(app: App) -> None:
    """Introduce ourselves to Telegram, trying again for a while when it is out of reach."""
    for attempt in range(START_TRIES):
        try:
            await app.initialize()
            await app.start()
            return
        except InvalidToken:
            raise WenceError("token_unknown") from None
        except NetworkError as error:
            log.warning("Telegram cannot be reached yet: %s", redacted(str(error)))
            await asyncio.sleep(2**attempt / 4)
    raise WenceError("telegram_unreachable")


async def _stop(app: App, state: BotState) -> None:
    """Finish what is being answered, then close everything."""
    await state.reindexing.stop()
    for task in list(state.tasks):
        task.cancel()
    await asyncio.gather(*state.tasks, return_exceptions=True)
    if app.updater is not None and app.updater.running:
        await app.updater.stop()
    if app.running:
        await app.stop()
    await app.shutdown()
    # A bot that never learnt its name counts as not initialised, and keeps its connections.
    await app.bot.shutdown()
    state.close()


async def _repeat(timer: Timer, seconds: float, work: Callable[[], object]) -> None:
    """Do something now and every so often, in a thread; a failure is logged and no end."""
    while True:
        try:
            await asyncio.to_thread(work)
        except Exception:
            log.exception("%s failed", getattr(work, "__name__", "a regular task"))
        await timer.sleep(seconds)
