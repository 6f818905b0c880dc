"""The same cases for every channel that hears: receipts in any order, twice, too early; calls of strangers; words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from jembatan.messages import actions, channels, inbound, queries
from jembatan.messages.channels import Outcome
from jembatan.messages.engine import claim, fan_out, mark, settle
from jembatan.messages.models import Contact, Delivery, Inbound, Receipt
from jembatan.messages.stopping import FORGEABLE
from jembatan.messages.workflow import Result
from jembatan.people.models import Person
from tests.messages import contract, fakes

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
CASES = {name: contract.load(name) for name in contract.names()}
CALLED = [name for name in CASES if hasattr(CASES[name], "forged")]
WITH_RECEIPTS = [name for name in CALLED if hasattr(CASES[name], "receipt")]
TWO_WAY = [name for name in CALLED if hasattr(CASES[name], "said")]


@pytest.fixture
def here(request, settings, tmp_path):
    """The channel of the test, set up as the only one beside the inbox."""
    name = request.getfixturevalue("name")
    with CASES[name].provider(settings, tmp_path):
        yield CASES[name]


def post(client, name, call):
    body, headers = call[0], dict(call[1])
    types = {"CONTENT_TYPE": headers.pop("content-type", "application/json")}
    return client.generic("POST", reverse("hook", args=[contract.kind(name)]), body, headers=headers, **types)


def contact(name: str) -> Contact:
    sari, kind = Person.objects.create_person(name="Sari"), contract.kind(name)
    return actions.agree(person=sari, channel=kind, address=CASES[name].GOOD[0], source="test", by=None)


def on_its_way(name: str) -> tuple:
    dispatch = fakes.dispatch([contact(name).recipient_id])
    fan_out.next_chunk()
    token, [held] = claim.claim(contract.kind(name), 1)
    mark.mark(token, [held.id], seconds=60, channels=channels.sending())
    return dispatch, token, held


def accepted(name: str, provider_id: str) -> Delivery:
    _dispatch, token, held = on_its_way(name)
    sent = ([held], Outcome(Result.ACCEPTED, provider_id=provider_id), False)
    settle.settle(token, [sent], contract.kind(name))
    return Delivery.objects.get()


PROOF = "<1.0.abc@contoh.id>"  # provider id of what we sent
ORDERS = [["delivered", "seen"], ["seen", "delivered"], ["delivered", "delivered", "seen"], ["seen"]]


@pytest.mark.parametrize("name", WITH_RECEIPTS)
@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_receipts_in_any_order_only_move_forward(client, here, name, order):
    accepted(name, here.PROVIDER_ID)
    calls = [here.receipt(here.PROVIDER_ID, told, AT) for told in order]
    told = [told for told, call in zip(order, calls, strict=True) if call]

    for call in filter(None, calls):
        assert post(client, name, call).status_code == 200

    best = "seen" if "seen" in told else "delivered" if told else "accepted"
    assert (Delivery.objects.get().state, Receipt.objects.count()) == (best, len(set(told)))


@pytest.mark.parametrize("name", WITH_RECEIPTS)
def test_a_receipt_may_come_before_our_own_commit(client, here, name):
    dispatch, token, held = on_its_way(name)

    post(client, name, here.receipt(here.PROVIDER_ID, "delivered", AT))
    before = Delivery.objects.get().state
    sent = ([held], Outcome(Result.ACCEPTED, provider_id=here.PROVIDER_ID), False)
    settle.settle(token, [sent], contract.kind(name))

    assert (before, Delivery.objects.get().state, queries.ledger(dispatch)["balanced"]) == (
        "sending", "delivered", True
    )  # fmt: skip


@pytest.mark.parametrize("name", WITH_RECEIPTS)
def test_a_failure_told_later_is_a_failure(client, here, name):
    accepted(name, here.PROVIDER_ID)

    post(client, name, here.receipt(here.PROVIDER_ID, "failed", AT))

    assert Delivery.objects.get().state == "failed"


@pytest.mark.parametrize("name", WITH_RECEIPTS)
def test_an_unknown_word_stays_visible_and_moves_nothing(client, here, name):
    accepted(name, here.PROVIDER_ID)
    if (call := here.receipt(here.PROVIDER_ID, "unknown", AT)) is None:
        pytest.skip("its provider has no other words")

    post(client, name, call)

    assert (Delivery.objects.get().state, Receipt.objects.get().kind) == ("accepted", "unknown")


@pytest.mark.parametrize("name", TWO_WAY)
def test_a_message_lands_once_and_waits_when_nobody_takes_it(client, here, name, settings):
    settings.INBOUND_TAKERS = []
    live = contact(name)
    call = here.said(here.GOOD[1], "Jalan kami rusak", "m-1", AT, None)

    assert [post(client, name, call).status_code for _ in range(2)] == [200, 200]
    while inbound.look():
        pass

    row = Inbound.objects.get()
    assert (row.taken_by, row.looked_at is not None, row.contact_id) == ("", True, live.pk)
    assert abs(row.at - AT) < timedelta(seconds=1)


@pytest.mark.parametrize("name", TWO_WAY)
@pytest.mark.parametrize("word", ["STOP", "berhenti", " Berhenti! "])
def test_a_word_ends_the_contact(client, here, name, word):
    """Where a sender can be forged, as an answer to what we sent."""
    live = Contact.objects.get(pk=accepted(name, PROOF).contact_id)
    quoted = PROOF if contract.kind(name) in FORGEABLE else None

    post(client, name, here.said(here.GOOD[1], word, "m-1", AT, quoted))
    inbound.look()

    live.refresh_from_db()
    assert (live.ended_because, Inbound.objects.get().taken_by) == ("stopped", "messages")


@pytest.mark.parametrize("name", CALLED)
def test_a_stranger_is_sent_away(client, here, name):
    call = (
        here.receipt("x", "delivered", AT)
        if name in WITH_RECEIPTS
        else here.said(here.GOOD[1], "STOP", "m-1", AT, None)
    )
    if (forged := here.forged(call)) is None:
        pytest.skip("its provider cannot prove itself")

    assert (post(client, name, forged).status_code, Receipt.objects.count(), Inbound.objects.count()) == (401, 0, 0)


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a": null}', b"[" * 5000])
def test_what_cannot_be_read_is_refused_and_nothing_breaks(client, here, name, body):
    signed = here.signed(body) if hasattr(here, "signed") else (body, {})

    assert post(client, name, signed).status_code in {200, 400, 401}
    assert (Receipt.objects.count(), Inbound.objects.count()) == (0, 0)
