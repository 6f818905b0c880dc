"""Every pair of states, allowed and refused."""

from itertools import product

import pytest

from jembatan.releases.workflow import NEXT, Refused, State, check

ALLOWED = {
    (State.DRAFT, State.IN_REVIEW),
    (State.DRAFT, State.PUBLISHED),
    (State.IN_REVIEW, State.DRAFT),
    (State.IN_REVIEW, State.APPROVED),
    (State.IN_REVIEW, State.PUBLISHED),
    (State.APPROVED, State.DRAFT),
    (State.APPROVED, State.PUBLISHED),
    (State.PUBLISHED, State.WITHDRAWN),
}
REFUSED = sorted(set(product(State, State)) - ALLOWED)


def test_table_holds_every_state():
    assert set(NEXT) == set(State)


@pytest.mark.parametrize(("now", "wanted"), sorted(ALLOWED))
def test_allowed_pair_passes(now, wanted):
    check(now, wanted)


@pytest.mark.parametrize(("now", "wanted"), REFUSED)
def test_other_pair_is_refused_in_one_sentence(now, wanted):
    with pytest.raises(Refused, match=f"^Rilis berstatus “{now.label}” tidak bisa menjadi “{wanted.label}”.$"):
        check(now, wanted)
