"""A question and a tap do not run to and fro between the rooms."""

from __future__ import annotations

import asyncio

from benchmarks.stays import RETURNS, STAYS, measure


def test_a_question_and_a_tap_keep_to_the_goal() -> None:
    ways = asyncio.run(measure())
    assert set(ways) == {"question", "tap"}
    for way in ways.values():
        assert {"bot/handlers", "bot/db", "bot/view", "bot/transport"} <= set(way.stays)
        assert len(way.stays) <= STAYS
        assert way.returns <= RETURNS
