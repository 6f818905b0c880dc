"""Citizens get what is published: those who asked and confirmed, after the volunteers, one message a day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.messages import actions, confirming, engine, subscribing
from jembatan.messages.engine import fan_out
from jembatan.messages.engine.claim import claim
from jembatan.messages.models import Contact, Delivery, Dispatch, Recipient, Subscription
from jembatan.people.roles import Role
from jembatan.relays import news, publishing
from jembatan.relays.models import Hop
from jembatan.relays.news_letters import write
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, db):
    settings.QUIET_HOURS = None
    return factories.regency()


def citizen(code: str = "16.06.01.2001", address: str = "sari@contoh.id", *, confirmed: bool = True) -> int:
    """Their recipient's id."""
    subscribing.subscribe(channel="email", address=address, area=factories.get_area(code))
    subscription = Subscription.objects.latest("pk")
    if confirmed:
        confirming.confirm(subscription=subscription)
    Dispatch.objects.filter(kind="confirm").update(withdrawn_at=timezone.now())
    return subscription.recipient_id


def told() -> list[str]:
    """Kinds of the dispatches about releases, in their order."""
    return list(Dispatch.objects.exclude(kind="confirm").order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("code", "targets", "gets"),
    [
        ("16.06.01.2001", ["16.06"], True),
        ("16.06.01.2001", ["16.06.01.2001"], True),
        ("16.06.01.2001", ["16.06.01.2002"], False),
        ("16.06.01", ["16.06.01.2002"], True),
        ("16.06.01", ["16.06.02", "16.06.01.2003"], True),
        ("16.06.01", ["16.06.02"], False),
        ("16.06", ["16.06.02.2001"], True),
    ],
)
def test_who_asked_for_an_area_that_a_target_touches(code, targets, gets):
    recipient = citizen(code)

    assert news.audience(targets) == ([recipient] if gets else [])


def test_codes_are_cut_at_dots():
    assert (citizen("16.06.01"), news.audience(["16.06.010"])) == (Subscription.objects.get().recipient_id, [])


def test_who_did_not_confirm_or_left_is_not_told():
    citizen(confirmed=False)
    gone = citizen(address="budi@contoh.id")
    actions.end(contact=Contact.objects.get(recipient=gone), by=None, because="left")

    factories.published()

    assert told() == ["release"]


def test_two_areas_are_one_message():
    recipient = citizen()
    citizen("16.06.02")
    factories.published()

    assert news.audience(["16.06"]) == [recipient]
    assert Dispatch.objects.get(kind="news").audience == 1


def test_the_letter(mailoutbox, settings):
    citizen()
    release = factories.published(title="Posyandu", short="Besok pagi.")
    engine.run_dry()

    [letter] = mailoutbox
    assert letter.subject == "Posyandu"
    assert letter.body.startswith(
        f"Posyandu\n\nBesok pagi.\n\nSelengkapnya: {settings.BASE_URL}{release.get_absolute_url()}\n\n"
        "Anda menerima ini karena berlangganan rilis untuk Desa 01-2001.\n"
    )
    assert "List-Unsubscribe" in letter.extra_headers
    assert not Hop.objects.exists()


def test_volunteers_first():
    factories.volunteer(factories.group("16.06.01.2001"))
    citizen()
    factories.published()
    first, second = (Dispatch.objects.get(kind=kind).pk for kind in ("release", "news"))
    assert claim("email", 10)[1] == []
    while fan_out.next_chunk():
        pass

    turns = [{held.dispatch_id for held in claim("email", 10)[1]} for _turn in range(3)]

    assert turns == [{first}, {second}, set()]


def test_citizens_wait_for_no_volunteer_whose_letter_is_put_off():
    factories.volunteer(factories.group("16.06.01.2001"))
    citizen()
    factories.published()
    while fan_out.next_chunk():
        pass
    Delivery.objects.filter(dispatch__kind="release").update(ready_at=timezone.now() + timedelta(hours=1))

    assert [held.dispatch_id for held in claim("email", 10)[1]] == [Dispatch.objects.get(kind="news").pk]


def test_several_of_a_day_are_one_letter(mailoutbox):
    citizen()
    factories.published(title="Satu")
    factories.published(title="Dua")
    while fan_out.next_chunk():
        pass
    engine.run_dry()
    factories.published(title="Tiga")
    factories.published(title="Mendesak", urgency="urgent")
    engine.run_dry()

    subjects = [letter.subject for letter in mailoutbox]
    assert subjects == ["Ada 2 rilis baru", "Mendesak"]
    assert ("1. " in mailoutbox[0].body, "Satu\n" in mailoutbox[0].body, "Dua\n" in mailoutbox[0].body) == (
        True, True, True
    )  # fmt: skip


def test_a_withdrawn_release_is_not_sent_and_who_has_it_hears():
    by = factories.person(Role.REVIEWER)
    citizen()
    release = factories.published()
    publishing.withdraw(release=release, reason="Keliru.", by=by)

    assert told() == ["release", "news", "release_withdrawn"]
    assert Dispatch.objects.get(kind="news").withdrawn_at is not None


def test_who_has_it_hears_that_it_was_withdrawn(mailoutbox):
    citizen()
    release = factories.published(title="Salah")
    engine.run_dry()
    publishing.withdraw(release=release, reason="Tanggalnya keliru.", by=factories.person(Role.REVIEWER))
    engine.run_dry()

    assert [letter.subject for letter in mailoutbox] == ["Salah", "Ditarik: Salah"]
    assert "Alasannya: Tanggalnya keliru." in mailoutbox[1].body


def test_a_correction_is_told_when_it_is_asked_for(mailoutbox):
    by = factories.person(Role.REVIEWER)
    citizen()
    release = factories.published()
    engine.run_dry()
    corrected = factories.content(title="Yang benar", note="Harinya.")
    publishing.correct(release=release, base=1, content=corrected, by=by, ask_again=False)
    engine.run_dry()
    again = factories.content(title="Lebih benar", note="Jamnya.")
    publishing.correct(release=release, base=2, content=again, by=by, ask_again=True)
    engine.run_dry()

    assert [letter.subject for letter in mailoutbox][1:] == ["Lebih benar"]


@pytest.mark.parametrize(
    ("more", "waits"),
    [
        ({}, True),
        ({"relay_hours": 2}, True),
        ({"urgency": "urgent"}, False),
        ({"expires_at": timezone.now() + timedelta(hours=3)}, False),
        ({"expires_at": timezone.now() + timedelta(days=3)}, True),
    ],
    ids=["plain", "two hours", "urgent", "over in three hours", "over in three days"],
)
def test_what_cannot_wait_for_tomorrow(more, waits):
    citizen()
    factories.published(**more)

    assert Dispatch.objects.get(kind="news").bundle is waits


@pytest.mark.parametrize("count", [1, 3])
def test_cost_does_not_grow_with_citizens(count, django_assert_num_queries):
    for n in range(count):
        citizen(address=f"warga{n}@contoh.id")
    factories.published()
    dispatch = Dispatch.objects.get(kind="news")
    recipients = list(Recipient.objects.filter(contacts__channel="email"))

    with django_assert_num_queries(5):
        write(dispatch, recipients)
