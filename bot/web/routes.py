"""Which routes there are, by the settings."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bot.state import BotState
from bot.transport.updates.dispatch import Dispatcher
from bot.transport.updates.receiving import Receiver
from bot.transport.updates.webhook import Webhook
from bot.web import health, metrics, webhook
from bot.web.application import reader


def routes_of(state: BotState, dispatcher: Dispatcher, receiver: Receiver) -> list[BaseRoute]:
    """The routes that a running bot serves, the first that fits first."""
    posted = webhook.routes(receiver, state.timer) if isinstance(receiver, Webhook) else []
    return [
        *posted,
        *health.routes(state, receiver),
        *metrics.routes(state, dispatcher, receiver),
        *([reader(state)] if state.settings.web_url else []),
    ]
