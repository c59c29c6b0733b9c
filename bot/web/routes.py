"""Which routes there are, by the settings."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bot.state import BotState
from bot.transport.dispatch import Dispatcher
from bot.transport.polling import Poller
from bot.web import health, metrics
from bot.web.application import reader


def routes_of(state: BotState, dispatcher: Dispatcher, poller: Poller) -> list[BaseRoute]:
    """The routes that a running bot serves, the first that fits first."""
    return [
        *health.routes(state, poller),
        *metrics.routes(state, dispatcher, poller),
        *([reader(state)] if state.settings.web_url else []),
    ]
