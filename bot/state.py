"""What every handler works with: settings, searcher, chats, quotas, the running reindex."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from structlog.contextvars import bind_contextvars
from telegram import Bot

from bot.db.database import Chats
from bot.db.desk_settings import with_kept
from bot.db.hidden import hidden
from bot.db.preferences import Preferences, preferences_of, source_filter
from bot.db.query_log.questions import Asked
from bot.db.query_log.snapshots import restored
from bot.db.writes import GroupedWrites
from bot.engine import cluster_of
from bot.logs.setup import set_level
from bot.look_ups.look_up import LookUp
from bot.look_ups.workers import LookUps
from bot.metrics import Metrics
from bot.quotas import Quotas
from bot.settings import Settings, home_of, load_settings
from bot.timer import Timer
from bot.transport.chat_admins import is_admin_of
from bot.transport.load import WEIGHT, Load
from bot.transport.telegram_clock import TelegramClock
from bot.transport.updates.arrival import CURRENT
from bot.transport.updates.intake import Intake
from bot.troubles import Troubles
from bot.uploads.indexing_process import Reindexing
from bot.view.answers.answer_blocks import Shown
from bot.view.answers.reader_links import ReaderLinks
from bot.visible import verdict_of_rest
from retrieval.answer.answer import Answer, Verdict
from retrieval.answer.live_searcher import LiveSearcher
from retrieval.corpus.article import Article
from retrieval.errors import NotIndexed, UnknownArticle, WenceError
from retrieval.home import Home
from retrieval.index.engines.cluster.address import Address

log = logging.getLogger(__name__)

Id = TypeVar("Id", int, str, tuple[int, int, str])

REMEMBERED = 4_096
"""Ids that are remembered."""

ADMINS_S = 300.0

UNCHANGING = (
    *("token", "proxy", "home", "api_base_url", "watch", "keep_days", "http", "workers", "engine"),
    *("opensearch_url", "opensearch_user", "opensearch_password", "opensearch_ca"),
    "opensearch_index",
)
"""Settings that hold from the start to the end of a process."""

Clock = Callable[[], datetime]


class Seen(Generic[Id]):
    """The latest ids of updates, or of albums."""

    def __init__(self) -> None:
        self._ids: OrderedDict[Id, None] = OrderedDict()

    def again(self, id: Id) -> bool:
        """Whether this id was seen before; from now on it was."""
        if id in self._ids:
            return True
        self._ids[id] = None
        if len(self._ids) > REMEMBERED:
            self._ids.popitem(last=False)
        return False


def _live(home: Home, cluster: Address | None) -> LiveSearcher:
    """What answers; an index that is damaged or lost is built from the collection first."""
    try:
        return LiveSearcher(home, cluster)
    except NotIndexed as error:
        from retrieval.index.building.operations import reindex  # seldom needed

        log.warning("%s It is built anew before the bot starts.", error)
        reindex(home, stored=True)
        return LiveSearcher(home, cluster)


@dataclass(slots=True, kw_only=True)
class BotState:
    """The parts of one running bot; made in ``bot.app`` and closed there."""

    settings: Settings
    home: Home
    live: LiveSearcher
    look_ups: LookUps
    chats: Chats
    quotas: Quotas
    reindexing: Reindexing
    telegram_clock: TelegramClock
    writes: GroupedWrites
    intake: Intake
    troubles: Troubles
    clock: Clock = datetime.now
    """The local time of the server, by which quiet hours and nights go."""
    timer: Timer = field(default_factory=Timer)
    load: Load = field(default_factory=Load)
    metrics: Metrics = field(default_factory=Metrics)
    handled: Counter[str] = field(default_factory=Counter)
    """How often each route was taken."""
    seen: Seen[int] = field(default_factory=lambda: Seen[int]())
    sent_whole: Seen[tuple[int, int, str]] = field(
        default_factory=lambda: Seen[tuple[int, int, str]]()
    )
    """Chat, message and button by which an article was sent."""
    examples: tuple[str, ...] = ()
    """Questions that the collection answers, in simplified characters."""
    albums: Seen[str] = field(default_factory=lambda: Seen[str]())
    moved: set[int] = field(default_factory=set)
    """Supergroups that were groups before."""
    apologised: dict[int, float] = field(default_factory=dict)
    """Chat → when it was told that its old questions went unanswered."""
    chat_admins: dict[tuple[int, int], float] = field(default_factory=dict)
    """Chat and person who runs it → when Telegram said so."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @classmethod
    def open(
        cls, settings: Settings, clock: Clock = datetime.now, timer: Timer | None = None
    ) -> BotState:
        """Open everything a running bot owns.

        Raises:
            HomeBusy: the index is damaged, and another process is writing.
            WenceError: the home, its collection or ``chats.db`` cannot be opened.
        """
        home, telegram_clock = home_of(settings).create(), TelegramClock()
        live, timer = _live(home, cluster_of(settings)), timer or Timer()
        chats = Chats.open(home)
        settings = with_kept(chats, settings)
        writes = GroupedWrites(chats)
        return cls(
            settings=settings,
            home=home,
            live=live,
            look_ups=LookUps(home, live, timer),
            chats=chats,
            quotas=Quotas(settings.quota_person, settings.quota_group),
            reindexing=Reindexing(home),
            telegram_clock=telegram_clock,
            writes=writes,
            troubles=Troubles(home.troubles),
            intake=Intake(chats, writes, telegram_clock),
            clock=clock,
            timer=timer,
        )

    def read_settings_again(self) -> None:
        """Take the settings as they are now, but for what a running bot cannot change."""
        try:
            fresh = load_settings(self.settings.home)
        except WenceError as error:
            log.warning("the settings stay as they were: %s", error)
            return
        kept = {name: getattr(self.settings, name) for name in UNCHANGING}
        self._heed(with_kept(self.chats, fresh.model_copy(update=kept)))
        log.info("the settings were read again")

    def take_desk_settings(self) -> None:
        """Take what was set at the desk, by whichever process; what the environment says wins."""
        fresh = with_kept(self.chats, self.settings)
        if fresh != self.settings:
            self._heed(fresh)

    def _heed(self, fresh: Settings) -> None:
        self.settings = fresh
        self.quotas.person, self.quotas.group = fresh.quota_person, fresh.quota_group
        set_level(fresh)

    def close(self) -> None:
        self.live.close()
        self.chats.close()

    async def ask(
        self,
        question: str,
        preferences: Preferences = Preferences(),  # noqa: B008 (frozen)
        *,
        results: int | None = None,
        within: Collection[str] = (),
    ) -> Answer:
        """Look a question up; first in the articles ``within``, if there are any.

        ``preferences`` say which sources, how many results (but for ``results``) and how long.
        """
        only = source_filter(preferences.sources)
        self.load.look_ups += 1
        self.load.at_once = self.look_ups.at_once
        try:
            found = await self.look_ups.ask(
                LookUp(
                    question=f"{question} {only}".strip(),
                    results=results or preferences.results,
                    quote_chars=preferences.quote_chars,
                    within=within,
                    hidden=hidden(self.chats),
                )
            )
        finally:
            self.load.look_ups -= 1
        arrival = CURRENT.get()
        self.metrics.answers[found.verdict, arrival.kind if arrival else ""] += 1
        bind_contextvars(verdict=str(found.verdict))
        latest = found.took_ms / 1000
        self.load.look_up_s += WEIGHT * (latest - self.load.look_up_s)
        if only and found.suggestion:
            return replace(found, suggestion=found.suggestion.removesuffix(only).strip())
        return found

    def article(self, name: str) -> Article:
        """The article with that id or key, as long as it may be shown.

        Raises:
            UnknownArticle: there is none, or it is hidden.
        """
        article = self.live.current.articles.get(name)
        if article.id in hidden(self.chats):
            raise UnknownArticle("article_hidden", name=name)
        return article

    def restored(self, asked: Asked) -> Shown:
        """An answer as it was given, without what is gone or hidden by now. Reads articles."""
        unseen, kept, articles = hidden(self.chats), self.live.current.articles, {}
        for id in {result["article"] for result in asked.results} - unseen:
            with suppress(UnknownArticle):
                articles[id] = kept.get(id)
        results = restored(asked.results, articles)
        verdict = verdict_of_rest(Verdict(asked.verdict), results)
        day, shown = date.fromtimestamp(asked.asked_at), [result.article for result in results]
        filters = self.live.current.stages.read(asked.text, today=day).applied(shown)
        answer = Answer(question=asked.text, verdict=verdict, results=results, filters=filters)
        return Shown(asked.id, answer, self.reader_links)

    @property
    def reader_links(self) -> ReaderLinks | None:
        """Where quotes are found in a browser, None without a reader."""
        settings = self.settings
        if not settings.web_url:
            return None
        return ReaderLinks(settings.web_url, self.chats.signed if settings.allow_ids else None)

    def preferences(self, chat: int) -> Preferences:
        """What this chat has set for itself."""
        return preferences_of(self.chats, chat)

    def is_quiet(self, chat: int) -> bool:
        """Whether this chat wants silence at this hour."""
        return self.preferences(chat).silent_at(self.clock().hour)

    async def is_chat_admin(self, bot: Bot, chat: int, user: int) -> bool | None:
        """Whether Telegram says that this person runs the group; None where it tells only admins.

        A yes is remembered for five minutes; a no is not, for who was just promoted tries again.
        """
        known = self.chat_admins.pop((chat, user), None)
        if known is None or time.monotonic() - known > ADMINS_S:
            if not (is_one := await is_admin_of(bot, chat, user)):
                return is_one
            known = time.monotonic()
        if len(self.chat_admins) > REMEMBERED:
            self.chat_admins.clear()
        self.chat_admins[chat, user] = known
        return True

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the handlers, until it ends or the bot stops."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
