"""No token in any log, whoever writes the line."""

from __future__ import annotations

import logging
import re

from bot.transport.log_repeats import RepeatFilter

TOKEN = re.compile(r"\d+:[\w-]{35,}")
PASSWORD = re.compile(r"(?<=://)[^/@\s]+(?=@)")
"""Who somebody is to a proxy, in its address."""


def redacted(text: str) -> str:
    """The text with everything blotted out that looks like a bot's token, or leads into a proxy."""
    return PASSWORD.sub("<password>", TOKEN.sub("<token>", text))


class RedactingFormatter(logging.Formatter):
    """Formats like the formatter it wraps, tracebacks included, and blots tokens out."""

    def __init__(self, wrapped: logging.Formatter) -> None:
        super().__init__()
        self.wrapped = wrapped

    def format(self, record: logging.LogRecord) -> str:
        return redacted(self.wrapped.format(record))


class TokenFilter(logging.Filter):
    """Blots tokens out of a record itself, for handlers that take messages and not lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (clean := redacted(message)) != message:
            record.msg, record.args = clean, None
        return True


def guard_logs() -> None:
    """Keep tokens out of every handler of the root logger, and the chatty libraries quiet.

    httpx writes every address, token and all, at INFO; PTB writes whole updates at DEBUG.
    """
    for handler in logging.getLogger().handlers:
        if not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(handler.formatter or logging.Formatter()))
            handler.addFilter(TokenFilter())
            handler.addFilter(RepeatFilter())
    for name, level in (
        ("httpx", logging.WARNING),
        ("httpcore", logging.WARNING),
        ("apscheduler", logging.WARNING),
        ("telegram", logging.INFO),
    ):
        logging.getLogger(name).setLevel(level)


def start_logs() -> None:
    """Log to standard error, guarded."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    guard_logs()
