"""An answer is told to everyone it concerns, once each, through the ledger; an anonymous reporter is never told."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jembatan.messages import confirming, engine, subscribing
from jembatan.messages.models import Consent, Delivery, Dispatch, Recipient, Subscription
from jembatan.voices import answering, handling, merging, moderating, telling
from jembatan.voices.intake import Down
from jembatan.voices.models import Follower, Voice
from jembatan.voices.reporter import Reporter
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db
SARI, ADI, TINA, EKO = (f"{name}@contoh.id" for name in ("sari", "adi", "tina", "eko"))


@pytest.fixture
def home(db):
    return voices.house()


@dataclass
class Letters:
    """What the mailbox of each address got since."""

    box: list

    def to(self, address: str) -> list[str]:
        engine.run_dry()
        return [one.subject for one in self.box if one.to == [address]]


@pytest.fixture
def letters(mailoutbox) -> Letters:
    return Letters(mailoutbox)


def reporter(address: str) -> Reporter:
    return Reporter(channel="email", address=address, proven=True)


def answer(voice: Voice, home) -> None:
    answering.answer(voice=voice, text="Sudah ditambal.", by=home.budi, seen=voice.version)


def show(voice: Voice, home, shown: str = "village") -> None:
    moderating.decide(voice=voice, shown=shown, text="Jalan berlubang", by=home.dewi, seen=voice.version)


def follow_area(address: str, code: str) -> Subscription:
    subscribing.subscribe(channel="email", address=address, area=factories.get_area(code))
    found = Subscription.objects.latest("pk")
    confirming.confirm(subscription=found)
    return found


def told(kind: str) -> int:
    return sum(Dispatch.objects.filter(kind=kind).values_list("audience", flat=True))


def test_reporter_supporter_merged_reporter_and_volunteer_are_told_once_each(home, letters):
    siti = factories.volunteer(factories.group(voices.VILLAGE), name="Siti", email="siti@contoh.id")
    voice = voices.forwarded(
        home, reporter=reporter(SARI), paper=Down(by=siti, group=None, said_on=timezone.localdate())
    )
    telling.follow(voice, "email", ADI, Follower.Why.SUPPORTER, proven=True)
    other = voices.verified(home, reporter=reporter(TINA))
    merging.merge(voice=other, into=voice, by=home.dewi, seen=other.version)
    voice.refresh_from_db()
    engine.run_dry()
    letters.box.clear()

    answer(voice, home)

    answered = f"Laporan {voice.code} sudah dijawab"
    assert letters.to(SARI) == [answered]
    assert letters.to(ADI) == [answered]
    assert letters.to("siti@contoh.id") == [answered]
    assert letters.to(TINA) == [f"Laporan {other.code} sudah dijawab"]
    assert len(letters.box) == 4
    assert "menitipkannya" in next(one.body for one in letters.box if one.to == ["siti@contoh.id"])


def test_what_was_merged_into_a_merged_one_is_told_too(home, letters):
    first = voices.verified(home, reporter=reporter(SARI))
    second = voices.verified(home, reporter=reporter(ADI))
    third = voices.forwarded(home, reporter=reporter(TINA))
    merging.merge(voice=first, into=second, by=home.dewi, seen=first.version)
    second.refresh_from_db()
    merging.merge(voice=second, into=third, by=home.dewi, seen=second.version)
    third.refresh_from_db()
    engine.run_dry()
    letters.box.clear()

    answer(third, home)

    assert [len(letters.to(one)) for one in (SARI, ADI, TINA)] == [1, 1, 1]


def test_somebody_who_reported_two_that_became_one_is_told_once(home, letters):
    voice = voices.forwarded(home, reporter=reporter(SARI))
    other = voices.verified(home, reporter=reporter(SARI))
    merging.merge(voice=other, into=voice, by=home.dewi, seen=other.version)
    voice.refresh_from_db()
    engine.run_dry()
    letters.box.clear()

    answer(voice, home)

    assert len(letters.to(SARI)) == 1


def test_an_anonymous_reporter_is_never_told(home, letters):
    voice = voices.forwarded(home, anonymous=True, reporter=reporter(SARI))
    answer(voice, home)

    assert letters.to(SARI) == []
    assert (Recipient.objects.filter(person=None).count(), told("voice_news")) == (0, 0)


def test_who_is_asked_first_hears_nothing_before_they_said_yes(home, letters):
    voice = voices.forwarded(home, reporter=Reporter(channel="email", address=SARI))
    answer(voice, home)

    assert letters.to(SARI) == ["Ingin dikabari tentang laporan Anda?"]


def test_telling_again_of_the_same_step_tells_nobody(home, letters):
    voice = voices.forwarded(home, reporter=reporter(SARI))
    answer(voice, home)
    telling.tell(voice, "answer")

    assert letters.to(SARI).count(f"Laporan {voice.code} sudah dijawab") == 1


def test_a_voices_contact_is_not_taken_for_a_subscription(home):
    voices.voice(reporter=reporter(SARI))
    follow_area(SARI, voices.VILLAGE)

    assert set(Consent.objects.values_list("purpose", flat=True)) == {"reply", "news"}
    assert not Follower.objects.filter(recipient__in=Subscription.objects.values("recipient")).exists()


def forward(voice: Voice, home) -> None:
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=voice.version)


@pytest.mark.parametrize(("made", "step"), [(voices.verified, forward), (voices.forwarded, answer)])
def test_what_cannot_be_told_did_not_happen(home, monkeypatch, made, step):
    """One commit: a process that dies between the two leaves no answer that nobody hears of."""
    voice = made(home)
    before = Voice.objects.values_list("state", "version").get()

    def dies(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(telling, "tell", dies)
    with pytest.raises(RuntimeError):
        step(voice, home)

    assert Voice.objects.values_list("state", "version").get() == before


# Who follows the area


@pytest.mark.parametrize("code", [voices.VILLAGE, "16.06.01", "16.06"])
def test_followers_of_the_area_hear_of_a_public_answer(home, letters, code):
    follow_area(EKO, code)
    voice = voices.forwarded(home)
    show(voice, home)
    letters.to(EKO)
    letters.box.clear()

    answer(voice, home)

    assert letters.to(EKO) == ["Laporan warga di Desa 01-2001 sudah dijawab"]
    assert f"/suara/{voice.code}/" in letters.box[0].body


@pytest.mark.parametrize("code", ["16.06.02", "16.06.01.2002"])
def test_followers_of_another_area_hear_nothing(home, code):
    follow_area(EKO, code)
    voice = voices.forwarded(home)
    show(voice, home)
    answer(voice, home)

    assert told("voice_area") == 0


def test_of_what_is_not_public_they_hear_nothing(home):
    follow_area(EKO, "16.06")
    answer(voices.forwarded(home), home)

    assert told("voice_area") == 0


def test_where_only_the_district_is_shown_its_village_is_not_given_away(home, letters):
    follow_area(EKO, voices.VILLAGE)
    follow_area(TINA, "16.06.01")
    voice = voices.forwarded(home)
    show(voice, home, "district")
    engine.run_dry()
    letters.box.clear()

    answer(voice, home)

    assert (letters.to(EKO), letters.to(TINA)) == ([], ["Laporan warga di Kecamatan 01 sudah dijawab"])
    assert "2001" not in letters.box[0].body.replace(voice.code, "")


def test_an_answer_that_is_shown_later_is_told_then_and_once(home):
    follow_area(EKO, "16.06")
    voice = voices.forwarded(home)
    answer(voice, home)
    before = told("voice_area")
    show(voice, home)
    show(voice, home)

    assert (before, told("voice_area")) == (0, 1)


def test_who_follows_in_several_ways_is_told_once(home, letters):
    """By two subscriptions, and as the reporter with the same address."""
    for code in ("16.06", "16.06.01"):
        follow_area(SARI, code)
        follow_area(EKO, code)
    voice = voices.forwarded(home, reporter=reporter(SARI))
    show(voice, home)
    engine.run_dry()
    letters.box.clear()

    answer(voice, home)

    assert (len(letters.to(SARI)), len(letters.to(EKO))) == (1, 1)


def test_a_days_answers_come_in_one_letter(home, letters):
    follow_area(EKO, "16.06")
    made = [voices.forwarded(home) for _ in range(3)]
    for voice in made:
        show(voice, home)
    letters.to(EKO)
    letters.box.clear()
    answer(made[0], home)
    first = letters.to(EKO)
    for voice in made[1:]:
        answer(voice, home)
    same_day = letters.to(EKO)
    Delivery.objects.filter(state="ready").update(ready_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        Recipient.objects.update(bundled_at=None)
        next_day = letters.to(EKO)

    assert first == same_day == ["Laporan warga di Desa 01-2001 sudah dijawab"]
    assert next_day == [*first, "Ada 2 jawaban untuk laporan warga"]


def test_what_is_hidden_before_it_goes_out_is_not_told(home, letters):
    follow_area(EKO, "16.06")
    voice = voices.forwarded(home)
    show(voice, home)
    letters.to(EKO)
    letters.box.clear()
    answer(voice, home)
    Voice.objects.update(shown="hidden")

    assert letters.to(EKO) == []


def test_answering_costs_the_same_whoever_follows(home, django_assert_max_num_queries):
    voice = voices.forwarded(home)
    for n in range(20):
        telling.follow(voice, "email", f"warga{n}@contoh.id", Follower.Why.SUPPORTER, proven=True)

    with django_assert_max_num_queries(45):
        answer(voice, home)
