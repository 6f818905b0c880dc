"""Opening a seal by the pages: a reason, a second person, one look."""

import pytest

from jembatan.audit.models import Entry
from jembatan.people.roles import Role
from jembatan.voices.models import Unsealing
from jembatan.voices.reporter import Reporter
from tests import factories
from tests.desk.voices.conftest import said, url
from tests.voices import voices

pytestmark = pytest.mark.django_db
SEALS = "/meja/suara/identitas/"
WHY = "Perlu bertemu pelapor untuk memeriksa lokasi."
SITI = Reporter(name="Siti Kenari", channel="email", address="siti.kenari@contoh.id")


@pytest.fixture
def voice(home):
    return voices.forwarded(home, reporter=SITI)


def decide(client, decision):
    return client.post(SEALS, {"unsealing": Unsealing.objects.get().pk, "decision": decision}, follow=True)


def test_asked_agreed_and_seen_once(home, signed_in, voice):
    budi, rina = signed_in(home.budi), signed_in(home.rina)

    budi.post(url(voice, "identitas"), {"reason": WHY})
    waiting = budi.get(url(voice, "identitas")).context["waiting"]
    decide(rina, "ya")
    opened = budi.post(url(voice, "identitas", "lihat"))
    again = budi.post(url(voice, "identitas", "lihat"), follow=True)

    assert waiting is not None
    assert "Siti Kenari" in opened.content.decode()
    assert "no-store" in opened.headers["Cache-Control"]
    assert said(again) == ["Izin melihat identitas tidak ada atau sudah dipakai."]
    assert "Kenari" not in again.content.decode()
    acts = Entry.objects.filter(action__startswith="voice.unseal").order_by("pk").values_list("action", "actor")
    assert list(acts) == [
        ("voice.unsealing_asked", home.budi.pk),
        ("voice.unsealing_decided", home.rina.pk),
        ("voice.unsealed", home.budi.pk),
    ]


def test_looking_needs_consent(home, signed_in, voice):
    budi = signed_in(home.budi)
    budi.post(url(voice, "identitas"), {"reason": WHY})

    before = budi.post(url(voice, "identitas", "lihat"), follow=True)
    decide(signed_in(home.rina), "tidak")
    after = budi.post(url(voice, "identitas", "lihat"), follow=True)

    assert said(before)[-1:] == said(after) == ["Izin melihat identitas tidak ada atau sudah dipakai."]


def test_a_short_reason_is_refused(home, signed_in, voice):
    page = signed_in(home.budi).post(url(voice, "identitas"), {"reason": "ingin tahu"})

    assert page.context["form"]["reason"].value() == "ingin tahu"
    assert not Unsealing.objects.exists()


def test_nobody_agrees_to_the_own_wish(home, signed_in, voice):
    rina = signed_in(home.rina)
    rina.post(url(voice, "identitas"), {"reason": WHY})

    assert rina.get(SEALS).context["rows"] == []
    assert decide(rina, "ya").status_code == 404
    assert Unsealing.objects.get().granted is None


def test_one_persons_permission_is_not_anothers(home, signed_in, voice):
    signed_in(home.budi).post(url(voice, "identitas"), {"reason": WHY})
    decide(signed_in(home.rina), "ya")

    page = signed_in(home.dewi).post(url(voice, "identitas", "lihat"), follow=True)

    assert "Kenari" not in page.content.decode()
    assert Unsealing.objects.get().opened_at is None


def test_the_second_persons_list_shows_reasons_and_no_words_of_the_voice(home, signed_in, voice, queries_of):
    admin = signed_in(factories.person(Role.ADMIN))
    signed_in(home.budi).post(url(voice, "identitas"), {"reason": WHY})
    one = queries_of(admin, SEALS)
    for who in (home.dewi, home.rina):
        signed_in(who).post(url(voice, "identitas"), {"reason": WHY})

    html = admin.get(SEALS).content.decode()

    assert html.count(WHY) == 3
    assert "berlubang" not in html
    assert queries_of(admin, SEALS) == one


def test_the_first_page_says_that_somebody_waits(home, signed_in, voice):
    rina = signed_in(home.rina)
    before = rina.get("/meja/").context["unsealings"]
    signed_in(home.budi).post(url(voice, "identitas"), {"reason": WHY})

    assert (before, rina.get("/meja/").context["unsealings"]) == (False, True)


def test_coordinators_and_officers_have_no_list(home, signed_in):
    assert [signed_in(who).get(SEALS).status_code for who in (home.dewi, home.budi)] == [404, 404]


def test_what_is_not_visible_has_no_seal(home, signed_in, voice):
    assert signed_in(home.hana).get(url(voice, "identitas")).status_code == 404
    assert signed_in(home.hana).post(url(voice, "identitas", "lihat")).status_code == 404
