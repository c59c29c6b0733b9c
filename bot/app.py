"""Start and stop: the table of handlers becomes a running bot."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any, NoReturn

from telegram import Bot, LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, Defaults

from bot.handlers.errors import failed
from bot.jobs.regular import begin_jobs
from bot.jobs.telling_admins import tell_of_start
from bot.logs.redaction import redacted
from bot.logs.setup import start_logs
from bot.route import Context
from bot.routes import ROUTES
from bot.settings import Settings, supervisor_of_process
from bot.state import BotState, Clock
from bot.supervisor import Supervisor
from bot.threads import ended_threads
from bot.timer import Timer
from bot.transport.rate_limit import Pace
from bot.transport.requests import TelegramRequest
from bot.transport.telegram_clock import TelegramClock
from bot.transport.updates.arrival import kind_of
from bot.transport.updates.dispatch import Dispatcher
from bot.transport.updates.handling import followed
from bot.transport.updates.polling import WAITS_S, Poller
from bot.transport.updates.receiving import Deliver, Json, Receiver
from bot.transport.updates.single_poller import sole_poller
from bot.transport.updates.webhook import Webhook
from retrieval.errors import HomeBusy, WenceError

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]

STOP_S = 9.5
"""So long it may take to stop."""
LOOK_S = 1.0


def serve(settings: Settings) -> None:
    """Run the bot until it is told to stop.

    Raises:
        WenceError: there is no token, it is wrong, in use or revoked, or the home cannot be opened.
    """
    if settings.token is None:
        raise WenceError("token_missing")
    if settings.webhook_url and settings.http is None:
        raise WenceError("webhook_without_http")
    start_logs(settings)
    with sole_poller(settings.token.get_secret_value()):
        asyncio.run(until_stopped(_answer(settings)))


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Start, go on until told to stop, and stop; also while it is still starting."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        on_signal(name, partial(_stop_soon, stop))
    await first_of(asyncio.create_task(work), asyncio.create_task(stop.wait()))


def on_signal(name: signal.Signals, act: Callable[[], None]) -> None:
    """Do something when a signal comes, where the system has signals."""
    with suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(name, act)


def _stop_soon(stop: asyncio.Event) -> None:
    """Stop, in any case before a supervisor loses its patience.

    What ``chats.db`` was told by then is in it, and an answer that was not sent is sent late.
    """
    stop.set()
    last_resort = threading.Timer(STOP_S, os._exit, (0,))
    last_resort.daemon = True
    last_resort.start()


async def _answer(settings: Settings) -> None:
    supervisor = supervisor_of_process()
    async with running(settings, supervisor=supervisor) as bot:
        supervisor.ready(f"answering as @{bot.app.bot.username}")
        log.info("@%s is answering; Ctrl-C stops it", bot.app.bot.username)
        on_signal(signal.SIGHUP, bot.state.read_settings_again)
        in_place = _check(bot.state.timer, LOOK_S, bot.state.chats.check_in_place)
        await first_of(bot.receiving, asyncio.create_task(in_place))


@asynccontextmanager
async def listening(
    http: tuple[str, int] | None, state: BotState, dispatcher: Dispatcher, receiver: Receiver
) -> AsyncIterator[int | None]:
    """The HTTP application beside the bot, where a setting asks for it; gives its port.

    Raises:
        WenceError: its libraries are not installed, or its address is in use.
    """
    if http is None:
        yield None
        return
    try:
        from bot.web.routes import routes_of
        from bot.web.server import serving_http
    except ImportError:
        raise WenceError("web_missing") from None
    async with serving_http(http, routes_of(state, dispatcher, receiver)) as port:
        log.info("listening at http://%s:%d", http[0], port)
        yield port


async def first_of(*tasks: asyncio.Task[Any]) -> None:
    """Wait until one of the tasks ends, and end the others; what the first raises is raised."""
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that receives updates, with what it works with."""

    state: BotState
    app: App
    dispatcher: Dispatcher
    receiver: Receiver
    receiving: asyncio.Task[NoReturn]
    """Ends only by what makes an end of the bot: see ``Receiver.run``."""
    http_port: int | None
    """Where the HTTP application listens, if it does."""


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    timer: Timer | None = None,
    clock: Clock = datetime.now,
    supervisor: Supervisor = Supervisor(),  # noqa: B008 (frozen)
) -> AsyncIterator[Running]:
    """A bot, from opening its home to closing it.

    Args:
        timer: the seconds by which it keeps to Telegram's limits and does what it does regularly.
        clock: the local time, by which quiet hours and nights go.
        supervisor: who is told that it lives, and that it waits for Telegram.

    Raises:
        WenceError: its home cannot be opened, its token is wrong.
    """
    async with AsyncExitStack() as stack:
        state = stack.enter_context(closing(await _opened(settings, clock, timer)))
        await stack.enter_async_context(ended_threads())
        app = build(state)
        handle = followed(app.process_update, state.metrics)
        dispatcher = Dispatcher(handle, state.telegram_clock, state.timer)
        take = partial(_take, state, dispatcher)
        receiver, receiving = _receiver(state, app.bot, take), None
        try:
            state.later(supervisor.keep_telling(lambda: receiver.hangs))
            async with listening(settings.http, state, dispatcher, receiver) as port:
                await _insist(app.initialize, state.timer, supervisor)
                offset, left = await asyncio.to_thread(state.intake.begin, app.bot)
                await _insist(partial(receiver.register, offset), state.timer, supervisor)
                dispatcher.take(left)
                receiving = asyncio.create_task(receiver.run())
                begin_jobs(state, app.bot)
                yield Running(state, app, dispatcher, receiver, receiving, port)
        finally:
            supervisor.stopping()
            if receiving is not None:
                receiving.cancel()
                await asyncio.gather(receiving, return_exceptions=True)
                await asyncio.gather(dispatcher.stop(), receiver.close())
            await _stop(app, state)


async def _opened(settings: Settings, clock: Clock, timer: Timer | None) -> BotState:
    """What the bot works with; where somebody has to see to its home, its admins are told."""
    try:
        return await asyncio.to_thread(BotState.open, settings, clock, timer)
    except HomeBusy:
        raise
    except WenceError as error:
        await tell_of_start(settings, _bare_bot(settings), error.reason)
        raise


def _bare_bot(settings: Settings) -> Bot:
    """One that needs no home, to say a last word."""
    token = settings.token.get_secret_value() if settings.token else ""
    request = TelegramRequest(TelegramClock(), Timer(), settings.proxy)
    server = f"{settings.api_base_url.rstrip('/')}/bot"
    return Bot(token, server, request=request, get_updates_request=request)


def _receiver(state: BotState, bot: Bot, take: Deliver) -> Receiver:
    """By webhook where a setting names its address, else by polling."""
    settings, timer, metrics = state.settings, state.timer, state.metrics
    if settings.webhook_url:
        return Webhook(bot, settings.webhook_url, timer, metrics, take)
    return Poller(bot, settings.proxy, timer, state.telegram_clock, metrics, take)


async def _take(
    state: BotState,
    dispatcher: Dispatcher,
    updates: Sequence[tuple[Json, Update]],
    offset: int | None,
) -> None:
    """Write a batch of updates down, and hand them on."""
    state.metrics.updates.update(kind_of(raw) for raw, _ in updates)
    arrivals = state.intake.arrivals(updates)
    await state.intake.take(arrivals, offset)
    dispatcher.take(arrivals)


def build(state: BotState) -> App:
    """The application with every route of the table."""
    settings = state.settings
    token = settings.token.get_secret_value() if settings.token else ""
    server = settings.api_base_url.rstrip("/")
    request = TelegramRequest(state.telegram_clock, state.timer, settings.proxy)
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
        .rate_limiter(Pace(state.timer, state.load, state.metrics))
        .request(request)
        .get_updates_request(request)
        .job_queue(None)
        .updater(None)
        .build()
    )
    for route in ROUTES:
        app.add_handler(route.handler_for(state))

    async def on_error(update: object, context: Context) -> None:
        await failed(state, update, context.error)

    app.add_error_handler(on_error)
    return app


async def _insist(
    tell: Callable[[], Awaitable[object]], timer: Timer, supervisor: Supervisor
) -> None:
    """Tell Telegram something, however long it is out of reach.

    Raises:
        WenceError: Telegram does not know the token.
    """
    for attempt in count():
        try:
            await tell()
            return
        except InvalidToken:
            raise WenceError("token_unknown") from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached yet: %s", redacted(str(error)))
            supervisor.ready("waiting for Telegram")
            await timer.sleep(WAITS_S[min(attempt, len(WAITS_S) - 1)])


async def _stop(app: App, state: BotState) -> None:
    """End what runs beside the answers."""
    await state.reindexing.stop()
    for task in list(state.tasks):
        task.cancel()
    await asyncio.gather(*state.tasks, return_exceptions=True)
    await app.shutdown()
    # A bot that never learnt its name counts as not initialised, and keeps its connections.
    await app.bot.shutdown()


async def _check(timer: Timer, seconds: float, look: Callable[[], object]) -> NoReturn:
    """Look every so often, in a thread; what is raised is raised here."""
    while True:
        await timer.sleep(seconds)
        await asyncio.to_thread(look)
