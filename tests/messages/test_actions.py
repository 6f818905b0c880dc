import threading

import pytest
from django.db import connection, transaction

from jembatan.keyring import unseal
from jembatan.messages import actions, engine, queries
from jembatan.messages.errors import BadAddress
from jembatan.messages.models import Chunk, Consent, Contact, Delivery, Dispatch
from jembatan.messages.workflow import State
from jembatan.people.models import Person
from tests.messages import fakes

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari() -> Person:
    return Person.objects.create_person(name="Sari")


def agree(person: Person, channel: str = "email", address: str = "Sari@Contoh.ID ") -> Contact:
    return actions.agree(person=person, channel=channel, address=address, source="form", by=None)


def test_agree_makes_recipient_inbox_contact_and_consent(sari):
    contact = agree(sari)

    channels = list(sari.recipient.contacts.order_by("position").values_list("channel", flat=True))
    assert (channels, unseal(bytes(contact.address))) == (["email", "inbox"], "sari@contoh.id")
    assert list(contact.consents.values_list("purpose", "source", "withdrawn_at")) == [("relay", "form", None)]


def test_agree_twice_is_once(sari):
    first = agree(sari)

    assert agree(sari, address="sari@contoh.id") == first
    assert (Contact.objects.count(), Consent.objects.count()) == (2, 1)


def test_agree_keeps_the_order_in_which_contacts_came(sari):
    agree(sari, "phone", "0812-3456-7890")
    agree(sari)

    order = list(sari.recipient.contacts.order_by("position").values_list("channel", flat=True))
    assert order == ["phone", "email", "inbox"]


def test_a_number_is_found_in_any_way_of_writing_it(sari):
    contact = agree(sari, "phone", "0812-3456-7890")

    assert list(queries.contacts_at("phone", "+62 812 3456 7890")) == [contact]


@pytest.mark.parametrize(
    ("channel", "address", "sentence"),
    [
        ("email", "sari@", "Alamat e-mail “sari@” tidak benar. Tulis seperti nama@contoh.id."),
        ("phone", "12", "Nomor telepon “12” tidak benar. Tulis seperti 0812-3456-7890."),
        ("pigeon", "coop 7", "Kanal “pigeon” belum tersedia."),
    ],
)
def test_a_bad_address_is_refused_in_one_sentence(sari, channel, address, sentence):
    with pytest.raises(BadAddress) as caught:
        agree(sari, channel, address)

    assert (str(caught.value), Contact.objects.count()) == (sentence, 0)


def test_end_ends_the_consents_too(sari):
    contact = agree(sari)

    actions.end(contact=contact, by=sari)
    actions.end(contact=contact, by=sari)

    assert (contact.ended_at is None, Consent.objects.filter(withdrawn_at=None).count()) == (False, 0)


def test_agreeing_again_after_the_end_makes_a_new_contact(sari):
    old = agree(sari)
    actions.end(contact=old, by=sari)

    assert agree(sari) != old


def test_leave_token_names_its_contact_and_no_other(sari):
    contact = agree(sari)
    token = actions.addresses.leave_token(contact.pk)

    assert queries.contact_of_leave_token(token) == contact
    assert [queries.contact_of_leave_token(t) for t in (f"1{token}", "", "x-1", f"{token}0", "9" * 30)] == [None] * 5


def test_open_dispatch_freezes_each_recipient_once():
    actions.CHUNK, before = 3, actions.CHUNK
    try:
        dispatch = fakes.dispatch([5, 3, 5, 1, 2])
    finally:
        actions.CHUNK = before

    chunks = list(Chunk.objects.order_by("number").values_list("number", "recipient_ids", "expected"))
    assert (dispatch.audience, chunks) == (4, [(0, [1, 2, 3], 3), (1, [5], 1)])


def test_open_dispatch_again_returns_the_first_as_it_stands():
    first = fakes.dispatch([1, 2])

    again = fakes.dispatch([1, 2, 3])

    assert (again.pk, again.audience, Chunk.objects.count()) == (first.pk, 2, 1)


def test_open_dispatch_of_100_000_is_quick(django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        dispatch = fakes.dispatch(range(100_000))

    assert (dispatch.audience, dispatch.chunks.count()) == (100_000, 20)


def test_withdraw_dispatch_keeps_its_first_time():
    dispatch = fakes.dispatch([1])
    actions.withdraw_dispatch(dispatch=dispatch, by=None)
    first = Dispatch.objects.get().withdrawn_at

    actions.withdraw_dispatch(dispatch=dispatch, by=None)

    assert Dispatch.objects.get().withdrawn_at == first


def test_mark_seen_moves_what_arrived(sari):
    agree(sari, "inbox", "")
    fakes.dispatch([sari.recipient.pk])
    engine.run_dry()

    moved = actions.mark_seen(person=sari, kinds=["test"], subject_id=7)

    assert (moved, Delivery.objects.get().state) == (1, State.SEEN)


@pytest.mark.django_db(transaction=True)
def test_the_same_key_in_two_connections_at_once_is_one_dispatch():
    inside, pks = threading.Event(), []

    def second() -> None:
        inside.wait(5)
        pks.append(fakes.dispatch([1, 2, 3], key="remind:7").pk)
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        pks.append(fakes.dispatch([1, 2], key="remind:7").pk)
        inside.set()
        thread.join(0.3)  # it waits for our commit
        assert thread.is_alive()
    thread.join(5)

    assert (len(set(pks)), Dispatch.objects.get().audience, Chunk.objects.count()) == (1, 2, 1)
