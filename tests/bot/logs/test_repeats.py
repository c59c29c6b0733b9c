"""What the log says again and again."""

from __future__ import annotations

import logging

from bot.logs.repeats import RepeatFilter


def told(times: list[float], message: str = "polling: %s", *values: object) -> list[str]:
    """What is left of a warning that comes at these seconds."""
    now = [0.0]
    keeps, lines = RepeatFilter(lambda: now[0]), []
    for now[0] in times:
        record = logging.LogRecord("bot", logging.WARNING, "x", 1, message, values, None)
        if keeps.filter(record):
            lines.append(record.getMessage())
    return lines


def test_a_repeated_line_comes_once_a_minute_with_its_count() -> None:
    lines = told([0, 1, 2, 59, 61, 62, 130], "polling: %s", "down")
    assert lines == [
        "polling: down",
        "polling: down (and 3 times more before)",
        "polling: down (and 1 times more before)",
    ]


def test_lines_that_differ_in_numbers_alone_are_one() -> None:
    keeps = RepeatFilter(lambda: 0.0)
    records = [
        logging.LogRecord("bot", logging.ERROR, "x", 1, "wait %d s", (seconds,), None)
        for seconds in (3, 4)
    ]
    assert [keeps.filter(record) for record in records] == [True, False]


def test_the_number_that_a_person_was_given_is_always_in_the_log() -> None:
    keeps, fault = RepeatFilter(lambda: 0.0), ValueError("x")
    records = []
    for id in ("a1", "b2"):
        info = (ValueError, fault, None)
        record = logging.LogRecord("bot", logging.ERROR, "x", 1, "error %s", (id,), info)
        record.each = True
        records.append(record)
    assert [keeps.filter(record) for record in records] == [True, True]
    assert [record.exc_info is None for record in records] == [False, True]
