"""The reporter's own page: what it shows, what it does, and that its secret stays with its reporter."""

import logging

import pytest
from django.test import Client

from jembatan.people.roles import Role
from jembatan.voices import answering, handling, identity, merging, moderating
from jembatan.voices.models import Voice
from jembatan.voices.reporter import Reporter
from tests import factories
from tests.public.voices.test_saying import broken, picture
from tests.voices import voices

pytestmark = pytest.mark.django_db


def path_of(received) -> str:
    return f"/suara/saya/{received.voice.code}-{received.secret}/"


@pytest.fixture
def mine(home):
    """Said, verified and forwarded; with the address of its page."""
    received = voices.said(anonymous=True)
    voice = received.voice
    handling.verify(voice=voice, kind="complaint", topic=home.road, area=voice.area, by=home.dewi, seen=1)
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=2, note="RAHASIA-DAPUR")
    return received


def see(received) -> str:
    return Client().get(path_of(received)).content.decode()


def do(received, langkah, client=None, **said):
    return (client or Client(enforce_csrf_checks=True)).post(path_of(received), {"langkah": langkah, **said})


def test_every_step_with_its_office_and_deadline_and_no_person(mine, home):
    handling.note(voice=mine.voice, text="RAHASIA-DAPUR", by=home.budi)
    html = see(mine)

    assert "Laporan Anda kami terima" in html
    assert "Disampaikan ke kantor yang berwenang" in html
    assert "Dinas PU" in html
    assert "Batas waktu berikutnya" in html
    assert [name for name in ("Dewi", "Budi", "RAHASIA-DAPUR", "Catatan internal") if name in html] == []


def test_nobody_keeps_the_page_or_learns_its_address(mine):
    answer = Client().get(path_of(mine))

    headers = {name: answer.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")}
    assert headers == {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    assert not answer.cookies
    title = answer.content.decode().split("<title>")[1].split("</title>")[0]
    assert mine.secret not in title
    assert mine.voice.code not in title


def test_a_wrong_secret_is_not_found_and_not_in_the_log(mine, caplog):
    with caplog.at_level(logging.WARNING):
        answer = Client().get(f"/suara/saya/{mine.voice.code}-{'A' * 16}/")

    assert answer.status_code == 404
    assert "Kode atau kata rahasianya tidak cocok." in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_question_is_answered_with_photos(mine, home):
    handling.ask(voice=mine.voice, question="Di RT berapa?", by=home.budi, seen=3)
    asked = see(mine)

    answer = do(mine, "tambah", isi="RT 03", foto=[picture()])

    voice = Voice.objects.get()
    assert "Di RT berapa?" in asked
    assert (answer.status_code, answer.headers["Location"]) == (302, path_of(mine))
    assert (voice.state, voice.photos.get().step) == ("forwarded", 5)
    assert "RT 03" in see(mine)


def test_a_photo_that_cannot_be_read_loses_no_word(mine):
    answer = do(mine, "tambah", isi="Sekarang banjir", foto=[picture(), broken()])

    assert answer.status_code == 422
    assert "Foto ke-2" in answer.content.decode()
    assert "Sekarang banjir</textarea>" in answer.content.decode()
    assert Voice.objects.get().photos.count() == 0


def test_own_photos_are_seen_with_the_secret_only(mine):
    do(mine, "tambah", isi="", foto=[picture()])
    [photo] = mine.voice.photos.all()

    seen = Client().get(f"{path_of(mine)}foto/{photo.pk}/")
    without = Client().get(f"/suara/saya/{mine.voice.code}-{'A' * 16}/foto/{photo.pk}/")

    assert (seen.status_code, seen.headers["Content-Type"], seen.headers["Cache-Control"]) == (
        200, "image/jpeg", "no-store",
    )  # fmt: skip
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert seen.headers["Content-Security-Policy"].startswith("sandbox")
    assert without.status_code == 404
    seen.close()


def answered(mine, home):
    answering.answer(voice=mine.voice, text="Lubang sudah ditambal.", by=home.budi, seen=mine.voice.version)


def test_it_helped(mine, home):
    answered(mine, home)
    html = see(mine)

    do(mine, "terbantu")

    assert "Lubang sudah ditambal." in html
    assert "Apakah jawaban ini membantu?" in html
    assert (Voice.objects.get().state, Voice.objects.get().helped) == ("closed", True)


def test_it_did_not_help(mine, home):
    answered(mine, home)

    empty, again = do(mine, "buka", isi=" "), do(mine, "buka", isi="Masih berlubang")

    assert (empty.status_code, again.status_code) == (422, 302)
    assert "Tuliskan apa yang belum terjawab." in empty.content.decode()
    assert (Voice.objects.get().state, Voice.objects.get().helped) == ("forwarded", False)


def test_objecting_to_a_merge(mine, home):
    other = voices.forwarded(home, text="Jalan lain")
    merging.merge(voice=mine.voice, into=other, by=home.budi, seen=mine.voice.version)
    html = see(mine)

    do(mine, "pisah", isi="Ini jalan lain")

    assert "Digabungkan dengan laporan yang sama" in html
    assert other.code not in html
    assert (Voice.objects.get(pk=mine.voice.pk).state, Voice.objects.get(pk=other.pk).supporters) == ("verified", 0)


def test_the_other_one_is_named_once_the_public_sees_it(mine, home):
    other = voices.forwarded(home, text="Jalan lain")
    moderating.decide(voice=other, shown="village", text="Jalan", by=home.dewi, seen=3)
    merging.merge(voice=mine.voice, into=other, by=home.budi, seen=mine.voice.version)

    assert f"/suara/{other.code}/" in see(mine)


def test_declining_to_be_shown(mine, home):
    moderating.decide(voice=mine.voice, shown="village", text="Jalan", by=home.dewi, seen=3)
    before = see(mine)

    do(mine, "tutup")

    assert "Tampil, tanpa nama" in before
    assert "Tidak ditampilkan" in see(mine)
    assert not Voice.objects.public().exists()


@pytest.mark.parametrize("langkah", ["", "jawab", "__class__"])
def test_an_unknown_step_is_nothing(mine, langkah):
    assert do(mine, langkah).status_code == 404


def test_what_is_not_possible_now_is_said(mine):
    answer = do(mine, "terbantu")

    assert answer.status_code == 422
    assert "jadi langkah ini tidak bisa diambil." in answer.content.decode()


def test_who_wanted_to_know_the_name(home):
    received = voices.said(reporter=Reporter(name="Sari"))
    voice = received.voice
    handling.verify(voice=voice, kind="complaint", topic=home.road, area=voice.area, by=home.dewi, seen=1)
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=2)
    asked = identity.ask(voice=voice, reason="Perlu bertemu di lokasi untuk mengukur.", by=home.budi)
    waiting = see(received)
    identity.decide(unsealing=asked, grant=True, by=home.rina)
    granted = see(received)
    identity.open_seal(unsealing=asked, by=home.budi)

    assert "Perlu bertemu di lokasi untuk mengukur." in waiting
    assert "Belum diputuskan." in waiting
    assert "belum dilihat." in granted
    assert "Disetujui orang kedua; dilihat" in see(received)
    assert [name for name in ("Budi", "Rina", "Sari") if name in see(received)] == []


def test_an_anonymous_voice_has_no_name_to_look_at(mine):
    assert "Siapa yang ingin tahu nama Anda" not in see(mine)


def test_guessing_is_slowed_for_that_code_alone(mine, home):
    other = voices.said()
    client = Client()
    wrong = f"/suara/saya/{mine.voice.code}-{'A' * 16}/"

    answers = [client.get(wrong).status_code for _ in range(12)]

    assert answers == [404] * 10 + [429] * 2
    assert client.get(path_of(other)).status_code == 200
    assert client.get(path_of(mine)).status_code == 429
    assert client.post("/suara/lacak/", {"kode": mine.voice.code, "rahasia": mine.secret}).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get(path_of(mine)).status_code == 200


def test_looking_often_is_not_guessing(mine):
    assert {Client().get(path_of(mine)).status_code for _ in range(30)} == {200}


@pytest.mark.parametrize("written", ["plain", "small", "spaced", "dashes", "together", "address"])
def test_code_and_secret_are_typed_as_people_do(mine, written):
    code, secret = mine.voice.code, mine.secret
    said = {
        "plain": (code, secret),
        "small": (code.lower(), secret.lower()),
        "spaced": (f" {code[:4]} {code[4:]}", " ".join(secret)),
        "dashes": (f"{code[:4]}-{code[4:]}", f"{secret[:8]}-{secret[8:]}"),
        "together": (f"{code}-{secret}", ""),
        "address": (f"http://127.0.0.1:8000{path_of(mine)}", ""),
    }[written]

    answer = Client(enforce_csrf_checks=True).post("/suara/lacak/", {"kode": said[0], "rahasia": said[1]})

    assert (answer.status_code, answer.headers["Location"]) == (302, path_of(mine))
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_does_not_fit_is_said(mine):
    answer = Client().post("/suara/lacak/", {"kode": mine.voice.code, "rahasia": "A" * 16})

    assert answer.status_code == 422
    assert "Kode dan kata rahasia ini tidak cocok." in answer.content.decode()


def test_the_number_of_queries_does_not_grow(mine, home, django_assert_max_num_queries):
    def count() -> int:
        with django_assert_max_num_queries(40) as captured:
            see(mine)
        return len(captured)

    Client().get("/")
    before = count()
    for n in range(4):
        do(mine, "tambah", isi=f"lagi {n}", foto=[picture()])

    assert count() == before


def test_the_page_in_english(mine):
    assert Client().get(f"/en{path_of(mine)}").status_code == 200


def test_an_office_is_named_and_an_area_where_there_is_none(home):
    received = voices.said(reporter=Reporter(name="Sari"))
    identity.ask(voice=received.voice, reason="Perlu bertemu di lokasi untuk mengukur.", by=home.dewi)
    factories.person(Role.ADMIN)

    assert "<b>Kecamatan 01</b>" in see(received)
