"""How offices answer is shown only once it was decided, after enough days, and of public voices only."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.areas.settings import decide
from jembatan.voices.models import Entry, Voice
from tests.public.listening.world import answered, shown
from tests.voices import voices

pytestmark = pytest.mark.django_db
PATH = "/suara/kantor/"


@pytest.fixture
def home():
    return voices.house()


def switch_on():
    decide(area=Area.objects.root(), name="voice_league", value=True, by=None)


def age(days: int = 100, **more):
    """As if all of them had come so long ago."""
    then = today() - timedelta(days=days)
    Voice.objects.update(
        received_at=timezone.now() - timedelta(days=days),
        verified_on=then,
        answer_due_on=then + timedelta(days=20),
        **more,
    )


def cells(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*data-label[^>]*>.*?</td>", page)]


def test_nothing_before_it_was_decided(home, citizen):
    answered(home, "Jalan")
    age()

    assert citizen.get(PATH).status_code == 404
    assert PATH not in citizen.get("/suara/").content.decode()


def test_nothing_before_there_are_ninety_days(home, citizen):
    switch_on()
    for _n in range(5):
        answered(home, "Jalan")
    age(89)
    before = citizen.get(PATH).content.decode()
    age(90)
    after = citizen.get(PATH).content.decode()

    assert ("90 hari" in before, "Dinas PU" in before) == (True, False)
    assert ("Dinas PU" in after, PATH in citizen.get("/suara/").content.decode()) == (True, True)


def test_shares_and_days_are_counted_of_what_everyone_sees(home, citizen):
    switch_on()
    for _n in range(4):
        answered(home, "Jalan")
    waiting = shown(home, "Belum dijawab")
    Voice.objects.filter(pk=waiting.pk).update(office=home.works)
    then = today() - timedelta(days=100)
    age()
    Voice.objects.exclude(pk=waiting.pk).update(answered_on=then + timedelta(days=6))
    late = Voice.objects.exclude(pk=waiting.pk).first()
    Voice.objects.filter(pk=late.pk).update(answered_on=then + timedelta(days=30))
    hidden = voices.forwarded(home)
    Voice.objects.filter(pk=hidden.pk).update(verified_on=then, answer_due_on=then)

    page = citizen.get(PATH).content.decode()

    assert cells(page) == ["5", "80%", "60%", "6 hari"]
    assert [name for name in ("Budi", "Hana", "Rina") if name in page] == []


def test_few_voices_say_nothing_of_an_office(home, citizen):
    switch_on()
    for _n in range(4):
        answered(home, "Jalan")
    age()

    assert "Dinas PU" not in citizen.get(PATH).content.decode()


def test_entries_are_shown_until_their_day(home, citizen):
    for question, expires in [("Masih berlaku?", today()), ("Sudah lewat?", today() - timedelta(days=1))]:
        Entry.objects.create(
            question=question, text="Jawabannya.", area=Area.objects.root(), office=home.works, expires_on=expires
        )

    page = citizen.get("/suara/tanya-jawab/").content.decode()

    assert ("Masih berlaku?" in page, "Sudah lewat?" in page) == (True, False)
    assert citizen.get("/suara/tanya-jawab/?sebelum=x").status_code == 404


def test_the_desk_decides_it(home, client):
    from jembatan.areas.settings import setting
    from jembatan.people.roles import Role
    from tests import factories

    client.force_login(factories.person(Role.ADMIN))
    form = {
        "four_eyes": "on", "relay_hours": "24", "members": "0", "neighbour": "12", "coordinator": "24",
        "phone_list": "36", "silent_days": "30", "voice_league": "on", "zone": "Asia/Jakarta",
    }  # fmt: skip
    page = client.get("/meja/pengaturan/").content.decode()
    client.post("/meja/pengaturan/", form)

    assert 'name="voice_league"' in page
    assert setting("voice_league", Area.objects.root()) is True
