"""What a running bot counts in passing: plain numbers, which cost next to nothing to add to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

BUCKETS_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""The upper ends of a histogram's buckets; one more has no end."""


@dataclass(slots=True)
class Durations:
    """A histogram of seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS_S) + 1))
    """How many fell into each bucket, its upper end included."""
    sum_s: float = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BUCKETS_S, seconds)] += 1
        self.sum_s += seconds


@dataclass(slots=True)
class Metrics:
    """Counted by those who do the work, since the start; no names and no texts."""

    updates: Counter[str] = field(default_factory=Counter)
    """What came in, by the kind of update."""
    unreadable: Counter[str] = field(default_factory=Counter)
    """Updates by kind that PTB could not parse, and that were skipped."""
    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Questions that were looked up, by their verdict and the kind of update."""
    waiting: Durations = field(default_factory=Durations)
    """From an update's coming in until it has its turn."""
    answering: Durations = field(default_factory=Durations)
    """From then on until it has been dealt with, but for the sending."""
    sending: Durations = field(default_factory=Durations)
    """What goes out for it, the waiting for Telegram's limits included."""
    too_many_requests: int = 0
    """Answers 429 of Telegram's."""
    sent_late: int = 0
    """Answers that at first surely were not sent, and were sent later."""
    unanswered: int = 0
    """Questions that were too old when their turn came, or that a newer one came after."""
    not_sent: int = 0
    """Messages that were given up, though some of them may have arrived."""
