"""One message a day about all that is not urgent: when it goes, what it says, and what does not wait for it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.messages import engine
from jembatan.messages.models import Delivery, Dispatch, Recipient
from jembatan.messages.writers import drafts
from jembatan.people.models import Service
from jembatan.relays import escalation, hops, publishing, reminders
from jembatan.relays.links import several_behind, several_url
from jembatan.relays.models import Asking, Relay
from jembatan.releases.models import Urgency
from tests import factories
from tests.messages import fakes
from tests.relays.conftest import HOME, NEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings, mailoutbox, siti):
    """What Siti got, by subject."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def run() -> list[str]:
        before = len(mailoutbox)
        engine.run_dry()
        return [mail.subject for mail in mailoutbox[before:]]

    run.letters = mailoutbox
    return run


def a_day_later() -> None:
    Recipient.objects.update(bundled_at=timezone.now() - timedelta(days=1))
    fakes.waits_are_over()


def publish(title: str, **more):
    return factories.published(**({"title": title, "relay_hours": 72} | more))


def test_the_first_of_a_day_goes_at_once_and_what_comes_after_waits_together(post, siti):
    publish("Posyandu")
    first = post()
    two, three, four = (publish(title) for title in ("Harga sawit", "Vaksin", "Jalan"))
    same_day = post()
    a_day_later()

    assert (first, same_day, post()) == (["Posyandu"], [], ["Ada 3 rilis untuk diteruskan"])
    text = post.letters[-1].body.split("\n")
    link = several_url(siti.pk, Asking.objects.latest("pk").pk)
    assert text[:8] == [
        "Ada 3 rilis untuk diteruskan ke warga.",
        "",
        "1. Harga sawit (Desa 01-2001)",
        "2. Vaksin (Desa 01-2001)",
        "3. Jalan (Desa 01-2001)",
        "",
        "Buka tautan ini, teruskan, lalu catat semuanya sekaligus:",
        link,
    ]
    waiting = Relay.objects.filter(code=HOME, askings__in=several_behind(link.split("/")[-2]))
    assert {relay.release for relay in waiting} >= {two, three, four}
    assert not Delivery.objects.filter(recipient=siti.recipient).exclude(state="accepted").exists()


@pytest.mark.parametrize(("hours", "subjects"), [(31, ["Vaksin"]), (33, [])])
def test_what_would_come_with_less_than_twelve_hours_left_does_not_wait(post, siti, hours, subjects):
    publish("Posyandu")
    post()
    publish("Vaksin", relay_hours=hours)

    assert post() == subjects


def test_an_earlier_bundle_leaves_time_enough(post, siti):
    publish("Posyandu")
    post()
    Recipient.objects.update(bundled_at=timezone.now() - timedelta(hours=10))
    publish("Vaksin", relay_hours=24)

    assert post() == []


def test_what_is_done_before_the_bundle_goes_is_not_in_it(post, siti):
    publish("Posyandu")
    post()
    sawit, _vaksin = publish("Harga sawit"), publish("Vaksin")
    post()
    hops.relayed(relay=sawit.relays.get(code=HOME), by=siti, places=["board"], version=1)
    a_day_later()

    assert post() == ["Vaksin"]


def test_a_withdrawn_one_is_not_in_it(post, siti, ratna):
    publish("Posyandu")
    post()
    sawit, _vaksin = publish("Harga sawit"), publish("Vaksin")
    post()
    publishing.withdraw(release=sawit, reason="Keliru.", by=ratna)
    post()
    a_day_later()

    assert post() == ["Vaksin"]


def test_several_villages_are_named_behind_each_title(post, kim, siti):
    Service.objects.create(group=kim, area=factories.get_area(NEXT))
    publish("Posyandu")
    post()
    publish("Harga sawit"), publish("Vaksin", targets=[HOME])
    post()
    a_day_later()
    post()

    lines = post.letters[-1].body.split("\n")
    assert lines[2:4] == ["1. Harga sawit (Desa 01-2001, Desa 01-2002)", "2. Vaksin (Desa 01-2001)"]


NOW = {"urgent": {"urgency": Urgency.URGENT}, "soon": {"relay_hours": 6}}


@pytest.mark.parametrize("more", NOW.values(), ids=NOW)
def test_what_cannot_wait_passes_at_once(post, siti, more):
    publish("Posyandu")
    post()

    publish("Banjir", **more)

    assert post() == ["Banjir"]


def test_what_is_over_before_tomorrow_passes_at_once(post, siti):
    publish("Posyandu")
    post()

    publish("Listrik padam", expires_at=timezone.now() + timedelta(hours=5))

    assert post() == ["Listrik padam"]


def test_a_correction_passes_at_once(post, siti, ratna):
    release = publish("Posyandu")
    post()
    content = factories.content(title="Posyandu", body="Kamis.", note="Kini hari Kamis.")

    publishing.correct(release=release, ask_again=True, by=ratna, base=1, content=content)

    assert (post(), post.letters[-1].body.split("\n")[0]) == (
        ["Posyandu"], "Rilis ini dikoreksi. Mohon teruskan lagi."
    )  # fmt: skip


def test_reminders_and_escalations_are_not_bundled(post, siti, ratna):
    release = publish("Posyandu")
    post()
    reminders.remind_silent(release=release, by=ratna)
    Relay.objects.update(step_at=timezone.now() - timedelta(hours=1))
    factories.volunteer(siti.grants.get().group, name="Budi")
    escalation.run()

    assert list(Dispatch.objects.order_by("pk").values_list("kind", "bundle")) == [
        ("release", True), ("release_reminder", False), ("release_escalation", False)
    ]  # fmt: skip
    assert post() == ["Posyandu", "Posyandu"]


def test_the_short_words_number_the_releases(siti):
    first, second = publish("Harga sawit pekan ini di pabrik-pabrik sekitar Sekayu"), publish("Vaksin")
    while engine.fan_out.next_chunk():
        pass

    said = drafts(Dispatch.objects.first(), [siti.recipient])[siti.recipient.pk]

    assert said.brief.split("\n") == [
        f"Ada 2 rilis untuk diteruskan: {first.pk} Harga sawit pekan ini di pabrik-pabrik...; {second.pk} Vaksin",
        said.link,
        f"Bila sudah, balas OK dan nomornya, misalnya OK {first.pk}",
    ]
    assert [words for _payload, words in said.buttons] == ["Sudah: Harga sawit…", "Sudah: Vaksin"]


def said_to(siti, dispatch: Dispatch) -> str:
    return drafts(dispatch, [siti.recipient])[siti.recipient.pk].subject


def fan_out() -> None:
    while engine.fan_out.next_chunk():
        pass


def test_what_is_not_due_yet_is_not_said_yet(siti):
    publish("Posyandu")
    vaksin = publish("Vaksin")
    fan_out()
    later = timezone.now() + timedelta(hours=5)
    Delivery.objects.filter(dispatch__subject_id=vaksin.pk).update(ready_at=later)

    assert said_to(siti, Dispatch.objects.first()) == "Posyandu"


def test_an_urgent_letter_says_only_what_is_urgent(siti):
    publish("Posyandu")
    publish("Banjir", urgency=Urgency.URGENT)
    fan_out()

    assert said_to(siti, Dispatch.objects.last()) == "Banjir"
