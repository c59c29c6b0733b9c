"""A sliding minute a person and a group; one line, then silence."""

from __future__ import annotations

from bot.quotas import Admission, Quotas

ADMITTED, LINE, SILENT = Admission.ADMITTED, Admission.LINE, Admission.SILENT


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_person_gets_one_line_and_then_silence_until_the_minute_is_over() -> None:
    clock = Clock()
    quotas = Quotas(person=2, group=0, clock=clock)
    assert [quotas.admit(1, 1) for _ in range(4)] == [ADMITTED, ADMITTED, LINE, SILENT]
    assert quotas.admit(2, 2) is ADMITTED
    clock.now += 60
    assert quotas.admit(1, 1) is ADMITTED
    assert quotas.refused == 2


def test_a_group_has_a_quota_of_its_own_and_one_line_for_all() -> None:
    quotas = Quotas(person=0, group=3, clock=Clock())
    said = [quotas.admit(person, -7) for person in range(5)]
    assert said == [ADMITTED, ADMITTED, ADMITTED, LINE, SILENT]
    assert quotas.admit(1, -8) is ADMITTED


def test_a_refused_question_uses_nobodys_quota_up() -> None:
    clock = Clock()
    quotas = Quotas(person=1, group=2, clock=clock)
    assert [quotas.admit(1, -7) for _ in range(3)] == [ADMITTED, LINE, SILENT]
    assert quotas.admit(2, -7) is ADMITTED


def test_zero_means_no_limit() -> None:
    quotas = Quotas(person=0, group=0, clock=Clock())
    assert {quotas.admit(1, -7) for _ in range(100)} == {ADMITTED}
