"""Lengths of time that one can say aloud."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.durations import crossed, duration, time_left


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.2, "1 menit"),
        (38.4, "38 menit"),
        (59.6, "1 jam"),
        (60, "1 jam"),
        (200, "3 jam 20 menit"),
        (24 * 60, "1 hari"),
        (52 * 60 + 5, "2 hari 4 jam"),
    ],
)
def test_duration_has_two_units_at_most(minutes, words):
    assert duration(minutes) == words


def test_percentile_that_is_not_crossed_is_no_number():
    assert (crossed(None), crossed(38)) == ("belum tercapai", "38 menit")


@pytest.mark.parametrize(("hours", "words"), [(3.01, "sisa 3 jam 1 menit"), (-3.01, "lewat 3 jam 1 menit")])
def test_time_left_looks_forward_and_back(hours, words):
    assert time_left(timezone.now() + timedelta(hours=hours)) == words


def test_no_deadline_has_no_words():
    assert time_left(None) == ""
