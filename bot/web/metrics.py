"""What the bot counts, in Prometheus' text format, in a registry of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.metrics import BUCKETS_S, Durations
from bot.state import BotState
from bot.transport.updates.dispatch import Dispatcher
from bot.transport.updates.receiving import Receiver

ENDS = [*map(str, BUCKETS_S), "+Inf"]


def routes(state: BotState, dispatcher: Dispatcher, receiver: Receiver) -> list[BaseRoute]:
    """``/metrics``: the bot's own figures, and those of the process."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(BotCollector(state, dispatcher, receiver))

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/metrics", metrics)]


@dataclass(frozen=True, eq=False)
class BotCollector(Collector):
    """Reads what the bot has counted, whenever it is asked."""

    state: BotState
    dispatcher: Dispatcher
    receiver: Receiver

    def collect(self) -> Iterator[Metric]:
        yield from self._labelled()
        yield from self._counters()
        yield from self._gauges()

    def _labelled(self) -> Iterator[Metric]:
        metrics = self.state.metrics
        index = {"generation": self.state.live.current.generation}
        yield InfoMetricFamily("wence_index", "The generation that answers", index)
        for name, said, counted in (
            ("wence_updates", "Updates that came in", metrics.updates),
            ("wence_updates_unreadable", "Updates that were skipped", metrics.unreadable),
        ):
            family = CounterMetricFamily(name, said, labels=["kind"])
            for kind, count in counted.items():
                family.add_metric([kind], count)
            yield family
        answers = CounterMetricFamily(
            "wence_answers", "Questions that were looked up", labels=["verdict", "kind"]
        )
        for labels, count in metrics.answers.items():
            answers.add_metric(labels, count)
        yield answers
        seconds = HistogramMetricFamily(
            "wence_stage_seconds", "What an update takes, by stage", labels=["stage"]
        )
        for stage in ("waiting", "answering", "sending"):
            durations: Durations = getattr(metrics, stage)
            buckets = list(zip(ENDS, accumulate(durations.counts), strict=True))
            seconds.add_metric([stage], buckets, durations.sum_s)
        yield seconds

    def _counters(self) -> Iterator[Metric]:
        state, metrics = self.state, self.state.metrics
        for name, said, count in (
            ("wence_updates_handled", "Updates that have been dealt with", self.dispatcher.handled),
            ("wence_updates_stale", "Updates nobody waited for any more", self.dispatcher.stale),
            ("wence_too_many_requests", "Answers 429 of Telegram", metrics.too_many_requests),
            ("wence_answers_late", "Answers sent late", metrics.sent_late),
            ("wence_messages_lost", "Messages given up on their way", metrics.not_sent),
            ("wence_refused", "Questions refused at admission", state.load.refused),
            ("wence_writes_failed", "Writes to chats.db that failed", state.writes.failed),
        ):
            yield CounterMetricFamily(name, said, value=count)

    def _gauges(self) -> Iterator[Metric]:
        state = self.state
        for name, said, value in (
            ("wence_updates_waiting", "Updates whose turn has not come", self.dispatcher.waiting),
            ("wence_look_ups", "Questions being looked up", state.load.look_ups),
            ("wence_workers", "Processes that look questions up", len(state.look_ups.workers)),
            ("wence_index_passages", "Passages searched", state.live.current.passages),
            ("wence_reindex_running", "1 while one runs", state.reindexing.running),
            ("wence_reindex_succeeded_at_seconds", "Unix time", state.reindexing.succeeded_at),
            ("wence_reindex_failed_at_seconds", "Unix time", state.reindexing.failed_at),
            ("wence_clock_ahead_seconds", "Of Telegram's time", state.telegram_clock.ahead),
            ("wence_disk_free_bytes", "For the home", shutil.disk_usage(state.home.path).free),
            ("wence_telegram_silent_seconds", "Without a word from it", self.receiver.silent_s),
        ):
            yield GaugeMetricFamily(name, said, value=float(value))
