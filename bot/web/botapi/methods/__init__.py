"""The methods of the Bot API that the server knows, in one table."""

from __future__ import annotations

from bot.web.botapi.methods import chats, messages, profile, queries, receiving
from bot.web.botapi.methods.method import Method

METHODS: dict[str, Method] = {
    method.name.lower(): method
    for module in (receiving, messages, queries, chats, profile)
    for method in module.METHODS
}
"""By name in lower case, as names are case-insensitive."""
