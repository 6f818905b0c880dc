"""What is remembered: large counts, and those for a minute."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from jembatan.remembering import LARGE, SECONDS, while_large


def asked(*answers: int) -> list[int]:
    """What is said when the counting would give these, one after the other."""
    left = iter(answers)
    return [while_large("key", lambda: next(left), size=int) for _answer in answers]


def test_small_count_is_asked_for_each_time():
    assert asked(0, 3, LARGE - 1) == [0, 3, LARGE - 1]


def test_large_count_is_a_minute_old():
    before = asked(LARGE, 9)
    with time_machine.travel(timezone.now() + timedelta(seconds=SECONDS + 1)):
        after = asked(9)

    assert (before, after) == ([LARGE, LARGE], [9])
