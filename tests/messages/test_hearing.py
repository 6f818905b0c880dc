"""The same cases for every channel that hears: receipts in any order, twice, too early; calls of strangers; words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from jembatan.messages import actions, channels, inbound, queries
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import claim, fan_out, mark, settle
from jembatan.messages.models import Contact, Delivery, Inbound, Receipt
from jembatan.messages.workflow import Result
from jembatan.people.models import Person
from tests.messages import contract, fakes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CASES = {kind: contract.load(kind) for kind in channels.kinds()}
CALLED = [kind for kind in CASES if hasattr(channels.load(kind), "hear")]
WITH_RECEIPTS = [kind for kind in CALLED if hasattr(CASES[kind], "receipt")]
TWO_WAY = [kind for kind in CALLED if hasattr(CASES[kind], "said")]


@pytest.fixture
def here(request, settings, tmp_path):
    """The channel of the test, set up as the only one beside the inbox."""
    kind = request.getfixturevalue("kind")
    with CASES[kind].provider(settings, tmp_path):
        yield CASES[kind]


def post(client, kind, call):
    body, headers = call
    types = {"CONTENT_TYPE": headers.pop("content-type", "application/json")}
    return client.generic("POST", reverse("hook", args=[kind]), body, headers=headers, **types)


def contact(kind: str, name: str = "Sari") -> Contact:
    sari = Person.objects.create_person(name=name)
    return actions.agree(person=sari, channel=kind, address=CASES[kind].GOOD[0], source="test", by=None)


def on_its_way(kind: str) -> tuple:
    dispatch = fakes.dispatch([contact(kind).recipient_id])
    fan_out.next_chunk()
    token, [held] = claim.claim(kind, 1)
    mark.mark(token, [held.id], seconds=60, channels=channels.sending())
    return dispatch, token, held


def accepted(kind: str, provider_id: str) -> Delivery:
    _dispatch, token, held = on_its_way(kind)
    settle.settle(token, [(held, Outcome(Result.ACCEPTED, provider_id=provider_id), False)], kind)
    return Delivery.objects.get()


ORDERS = [["delivered", "seen"], ["seen", "delivered"], ["delivered", "delivered", "seen"], ["seen"]]


@pytest.mark.parametrize("kind", WITH_RECEIPTS)
@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_receipts_in_any_order_only_move_forward(client, here, kind, order):
    accepted(kind, here.PROVIDER_ID)
    calls = [here.receipt(here.PROVIDER_ID, told, AT) for told in order]
    told = [told for told, call in zip(order, calls, strict=True) if call]

    for call in filter(None, calls):
        assert post(client, kind, call).status_code == 200

    best = "seen" if "seen" in told else "delivered" if told else "accepted"
    assert (Delivery.objects.get().state, Receipt.objects.count()) == (best, len(set(told)))


@pytest.mark.parametrize("kind", WITH_RECEIPTS)
def test_a_receipt_may_come_before_our_own_commit(client, here, kind):
    dispatch, token, held = on_its_way(kind)

    post(client, kind, here.receipt(here.PROVIDER_ID, "delivered", AT))
    before = Delivery.objects.get().state
    settle.settle(token, [(held, Outcome(Result.ACCEPTED, provider_id=here.PROVIDER_ID), False)], kind)

    assert (before, Delivery.objects.get().state, queries.ledger(dispatch)["balanced"]) == (
        "sending", "delivered", True
    )  # fmt: skip


@pytest.mark.parametrize("kind", WITH_RECEIPTS)
def test_a_failure_told_later_is_a_failure(client, here, kind):
    accepted(kind, here.PROVIDER_ID)

    post(client, kind, here.receipt(here.PROVIDER_ID, "failed", AT))

    assert Delivery.objects.get().state == "failed"


@pytest.mark.parametrize("kind", WITH_RECEIPTS)
def test_an_unknown_word_stays_visible_and_moves_nothing(client, here, kind):
    accepted(kind, here.PROVIDER_ID)
    if (call := here.receipt(here.PROVIDER_ID, "unknown", AT)) is None:
        pytest.skip("its provider has no other words")

    post(client, kind, call)

    assert (Delivery.objects.get().state, Receipt.objects.get().kind) == ("accepted", "unknown")


@pytest.mark.parametrize("kind", TWO_WAY)
def test_a_message_lands_once_and_waits_when_nobody_takes_it(client, here, kind):
    contact(kind)
    call = here.said(here.GOOD[1], "Jalan kami rusak", "m-1", AT, None)

    assert [post(client, kind, (call[0], dict(call[1]))).status_code for _ in range(2)] == [200, 200]
    while inbound.look():
        pass

    row = Inbound.objects.get()
    assert (row.taken_by, row.looked_at is not None, row.contact_id) == ("", True, Contact.objects.get(channel=kind).pk)
    assert abs(row.at - AT) < timedelta(seconds=1)


@pytest.mark.parametrize("kind", TWO_WAY)
@pytest.mark.parametrize("word", ["STOP", "berhenti", " Berhenti! "])
def test_a_word_ends_the_contact(client, here, kind, word):
    live = contact(kind)

    post(client, kind, here.said(here.GOOD[1], word, "m-1", AT, None))
    inbound.look()

    live.refresh_from_db()
    assert (live.ended_because, Inbound.objects.get().taken_by) == ("stopped", "messages")


@pytest.mark.parametrize("kind", CALLED)
def test_a_stranger_is_sent_away(client, here, kind):
    call = (
        here.receipt("x", "delivered", AT)
        if kind in WITH_RECEIPTS
        else here.said(here.GOOD[1], "STOP", "m-1", AT, None)
    )
    if (forged := here.forged(call)) is None:
        pytest.skip("its provider cannot prove itself")

    assert (post(client, kind, forged).status_code, Receipt.objects.count(), Inbound.objects.count()) == (401, 0, 0)


@pytest.mark.parametrize("kind", CALLED)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": null}', b"[" * 5000])
def test_what_cannot_be_read_is_refused_and_nothing_breaks(client, here, kind, body):
    signed = here.signed(body) if hasattr(here, "signed") else (body, {})

    assert post(client, kind, signed).status_code in {200, 400, 401}
    assert (Receipt.objects.count(), Inbound.objects.count()) == (0, 0)
