"""Where the log goes, and how a line looks: for people on a terminal, else as JSON."""

from __future__ import annotations

import json
import logging
import sys
from functools import partial
from typing import TextIO

import structlog
from structlog.processors import JSONRenderer, TimeStamper, add_log_level, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import Processor

from bot.logs.redaction import redacted
from bot.logs.repeats import RepeatFilter
from bot.settings import Settings

OWN = ("bot", "retrieval")
FIELDS = ("kind", "waited_ms", "took_ms", "sent_ms")
"""What a record may say beside its message, as ``extra``."""
QUIET = ("httpx", "httpcore", "uvicorn", "apscheduler")
"""They tell too much at INFO: addresses, token and all, and every request."""


def start_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Log to standard error from now on, and nowhere else."""
    stream = stream or sys.stderr
    as_json = not stream.isatty() if settings.log_format is None else settings.log_format == "json"
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter(as_json, colours=stream.isatty()))
    handler.addFilter(RepeatFilter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    set_level(settings)


def set_level(settings: Settings) -> None:
    """From which level on the program's own lines are written.

    Those of its libraries never below INFO: python-telegram-bot writes whole updates at DEBUG.
    """
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    logging.getLogger().setLevel(max(level, logging.INFO))
    for name in OWN:
        logging.getLogger(name).setLevel(level)


class LineFormatter(ProcessorFormatter):
    """Every record, whoever wrote it, in the same form; a traceback without its variables."""

    def __init__(self, as_json: bool, *, colours: bool = False) -> None:
        shown: tuple[Processor, ...] = (
            (format_exc_info, JSONRenderer(partial(json.dumps, ensure_ascii=False)))
            if as_json
            else (
                structlog.dev.ConsoleRenderer(
                    colors=colours, exception_formatter=structlog.dev.plain_traceback
                ),
            )
        )
        super().__init__(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                ExtraAdder(FIELDS),
                add_log_level,
                TimeStamper("iso", utc=as_json),
            ],
            processors=[self.remove_processors_meta, *shown],
        )

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))
