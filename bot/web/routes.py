"""Which routes there are, by the settings."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bot.state import BotState
from bot.web import health
from bot.web.application import reader


def routes_of(state: BotState) -> list[BaseRoute]:
    """The routes that a running bot serves, the first that fits first."""
    return [*health.ROUTES, *([reader(state)] if state.settings.web_url else [])]
