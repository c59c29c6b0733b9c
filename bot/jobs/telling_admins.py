"""Tells the bot's admins in their chats what needs them; where none can be reached, the log."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.db.preferences import preferences_of
from bot.language import Language
from bot.metrics import Metrics
from bot.settings import Settings, home_of
from bot.state import BotState
from bot.troubles import Trouble, Troubles
from bot.view.reasons import reason_in
from bot.view.texts import words
from retrieval.reasons import Reason

log = logging.getLogger(__name__)

EVERY_S = 5.0
QUIET_S = 60.0
"""After so long without another late or lost answer an interruption counts as over."""
START_S = 10.0
"""So long a bot that cannot start tries to say so."""


async def keep_telling_admins(state: BotState, bot: Bot) -> None:
    """Look whether something needs an admin, and tell them once a day of each kind."""
    outage = Outage(state.metrics)
    while True:
        if outage.is_over(state.timer.now()):
            state.troubles.note("trouble_outage", late=outage.late, lost=outage.lost)
            outage = Outage(state.metrics)
        try:
            await _tell_what_waits(state, bot)
        except Exception:
            log.exception("telling the admins failed")
        await state.timer.sleep(EVERY_S)


async def _tell_what_waits(state: BotState, bot: Bot) -> None:
    if state.writes.fault is not None:
        state.troubles.note("trouble_chats_unwritten", state.writes.fault)
        state.writes.fault = None
    for trouble in state.troubles.waiting:
        languages = {id: _language(state, id) for id in state.settings.admin_ids}
        if await _tell(bot, trouble, languages):
            await asyncio.to_thread(state.troubles.told, trouble)


class Outage:
    """Counts the answers that came late or never, from when it is made."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._late, self._lost = metrics.sent_late, _lost(metrics)
        self._latest = (0, 0)
        self._since: float | None = None

    @property
    def late(self) -> int:
        return self._metrics.sent_late - self._late

    @property
    def lost(self) -> int:
        return _lost(self._metrics) - self._lost

    def is_over(self, now: float) -> bool:
        """Whether answers were lost, and none has come late or been lost for a while."""
        if (self.late, self.lost) != self._latest:
            self._latest, self._since = (self.late, self.lost), now
        return self.lost > 0 and self._since is not None and now - self._since >= QUIET_S


def _lost(metrics: Metrics) -> int:
    return metrics.unanswered + metrics.not_sent


def _language(state: BotState, admin: int) -> Language:
    return preferences_of(state.chats, admin).language_or(state.settings.lang or "hans")


async def tell_of_start(settings: Settings, bot: Bot, reason: Reason) -> None:
    """Say why the bot cannot start, without a look into the home that may be the reason."""
    troubles = Troubles(home_of(settings).troubles)
    troubles.note("trouble_not_started", reason)
    languages = dict.fromkeys(settings.admin_ids, settings.lang or "hans")
    try:
        async with asyncio.timeout(START_S), bot:
            for trouble in troubles.waiting:
                if await _tell(bot, trouble, languages):
                    troubles.told(trouble)
    except (TelegramError, TimeoutError) as error:
        log.warning("no admin could be told: %s", type(error).__name__)


async def _tell(bot: Bot, trouble: Trouble, languages: dict[int, Language]) -> bool:
    """Write to every admin; False where Telegram cannot be reached, to try again later."""
    told = 0
    for admin, language in languages.items():
        try:
            await bot.send_message(admin, _said(trouble, language), None)
            told += 1
        except (Forbidden, BadRequest):
            continue  # an admin who has never written to the bot, or has blocked it
        except TelegramError:
            return told > 0
    if not told:
        log.warning("no admin could be told: %s", _said(trouble, "en"))
    return True


def _said(trouble: Trouble, language: Language) -> str:
    reason = reason_in(trouble.reason, language) if trouble.reason else ""
    return words(trouble.kind, language, reason=reason, **trouble.counts)
