from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from jembatan.messages.engine.turns import Due, shares

offices = st.one_of(st.none(), st.integers(1, 4))
dues = st.lists(st.tuples(st.booleans(), offices), min_size=1, max_size=30)


def due(*rows: tuple[bool, int | None]) -> list[Due]:
    return [Due(number, urgent, office) for number, (urgent, office) in enumerate(rows)]


@given(dues, st.integers(1, 500))
def test_a_batch_is_full_and_nobody_has_nothing_of_it(rows, limit):
    parts = shares(due(*rows), limit)

    assert (sum(parts.values()), min(parts.values()) > 0) == (limit, True)


@given(dues, st.integers(5, 500))
def test_four_in_five_are_urgent_while_urgent_ones_wait(rows, limit):
    waiting = due(*rows)
    parts = shares(waiting, limit)

    urgent = sum(n for pk, n in parts.items() if waiting[pk].urgent)
    lanes = {one.urgent for one in waiting}
    least = limit - limit // 5 - 1 if len(lanes) == 2 else limit * lanes.pop()
    assert least <= urgent <= (limit if len({one.urgent for one in waiting}) == 1 else limit - limit // 5)


def test_an_office_with_a_hundred_dispatches_has_no_more_than_one_with_one():
    waiting = due(*[(False, 1)] * 100, (False, 2))

    parts = shares(waiting, 200)

    assert parts[100] == 100


def test_one_letter_at_a_time_starves_nobody():
    waiting = due((True, 1), (False, 1))

    turns = Counter(next(iter(shares(waiting, 1))) for _ in range(500))

    assert 50 < turns[1] < 160  # one in five


def test_nothing_due():
    assert shares([], 10) == {}
