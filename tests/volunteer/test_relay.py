"""The page behind a link: two words, three choices, and every press is safe to press again."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from jembatan.audit.models import Entry
from jembatan.people.roles import Role
from jembatan.relays import hops, publishing
from jembatan.relays.links import share_url
from jembatan.relays.models import Hop, HopKind, Question, State
from jembatan.relays.questions import answer_question
from tests import factories
from tests.volunteer.conftest import BUDI, SITI, link_of, relay_at


def photo(colour: str = "red", **more) -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "JPEG", **more)
    return SimpleUploadedFile("papan.jpg", data.getvalue(), "image/jpeg")


def told(relay) -> list[Hop]:
    return list(Hop.objects.filter(relay=relay, kind=HopKind.RELAYED).order_by("id"))


def correct(release, by, *, ask_again: bool):
    what = factories.content(body="Jadwal baru.", note="Harinya menjadi Kamis.")
    return publishing.correct(release=release, ask_again=ask_again, by=by, base=1, content=what)


def test_the_page_shows_release_village_and_belum(phone, link, release):
    html = phone.get(link).content.decode()

    for words in (release.text.title, release.text.short, "<li>Buku KIA</li>", "Desa 01-2001", "Belum", "besok pukul"):
        assert words in html
    assert "Sudah tercatat" not in html


def test_two_taps_record_where(phone, link, relay, tell):
    response = tell(places=["whatsapp", "loudspeaker"])

    relay.refresh_from_db()
    (hop,) = told(relay)
    assert (response.status_code, response["Location"]) == (302, f"{link}tercatat/")
    assert (hop.places, hop.people, hop.evidence, hop.version) == (["whatsapp", "loudspeaker"], None, "claim", 1)
    assert relay.state == State.RELAYED
    assert Entry.objects.filter(action="relay.relayed").count() == 1


def test_afterwards_the_page_says_sudah_and_what_was_recorded(phone, link, tell):
    tell(places=["board", "whatsapp"], people="50")

    html = phone.get(link).content.decode()

    assert "Terima kasih! Sudah tercatat." in html
    assert "Grup WhatsApp, Papan informasi · ±50 orang" in html
    assert "Tambah foto atau tempat" in html


def test_the_thank_you_is_short_and_says_what_was_recorded(phone, link, relay, tell):
    tell(places=["board"], people="200")

    html = phone.get(f"{link}tercatat/").content.decode()

    assert "Papan informasi · lebih dari 100 orang" in html
    assert relay.release.text.title in html
    assert "Kartu keluarga" not in html


def test_without_anything_recorded_there_is_no_thank_you(phone, link):
    response = phone.get(f"{link}tercatat/")

    assert (response.status_code, response["Location"]) == (302, link)


def test_pressing_twice_is_one_hop(relay, tell):
    tell()
    again = tell()

    assert again.status_code == 302
    assert len(told(relay)) == 1


def test_only_this_relay_moves(relay, release, tell):
    tell()

    states = {r.code: r.state for r in release.relays.all() if r.state >= State.RELAYED}
    assert states == {SITI: State.RELAYED}


def test_without_a_place_one_sentence_says_what_to_do(relay, tell):
    response = tell(places=[])

    assert response.status_code == 422
    assert "Pilih dulu di mana Anda meneruskannya" in response.content.decode()
    assert told(relay) == []


@pytest.mark.parametrize("bad", [{"places": ["moon"]}, {"people": "7"}, {"version": "x"}, {"version": "0"}])
def test_values_that_the_page_does_not_offer_are_refused(relay, tell, bad):
    assert tell(**bad).status_code == 422
    assert told(relay) == []


def test_a_photo_comes_along_without_its_place_of_taking(relay, tell):
    exif = Image.Exif()
    exif[0x010F] = "Rahasia"

    tell(photo=photo(exif=exif))

    (hop,) = told(relay)
    with hop.photo.open() as file, Image.open(file) as kept:
        assert (kept.size, dict(kept.getexif())) == ((60, 40), {})
    assert "papan" not in hop.photo.name


def test_what_is_no_photo_is_refused_and_nothing_recorded(relay, tell):
    response = tell(photo=SimpleUploadedFile("papan.jpg", b"bukan foto", "image/jpeg"))

    assert response.status_code == 422
    assert "bukan foto yang bisa dibaca" in response.content.decode()
    assert told(relay) == []


def test_a_photo_can_be_added_later_once(phone, link, relay, tell):
    tell()
    phone.post(f"{link}tambah/", {"photo": photo()})
    phone.post(f"{link}tambah/", {"photo": photo()})

    first, second = told(relay)
    assert (bool(first.photo), second.photo.size > 300) == (False, True)
    assert "1 foto" in phone.get(link).content.decode()


def test_at_most_five_photos(phone, link, relay, tell):
    tell()
    for colour in ("red", "green", "blue", "white", "black"):
        phone.post(f"{link}tambah/", {"photo": photo(colour)})

    sixth = phone.post(f"{link}tambah/", {"photo": photo("yellow")})

    assert sixth.status_code == 422
    assert len(told(relay)) == 6


def test_a_further_place_can_be_added(phone, link, relay, tell):
    tell()
    phone.post(f"{link}tambah/", {"places": ["radio"]})
    phone.post(f"{link}tambah/", {"places": ["radio"]})

    assert [hop.places for hop in told(relay)] == [["whatsapp"], ["radio"]]


def test_adding_nothing_says_so(phone, link, relay, tell):
    tell()

    response = phone.post(f"{link}tambah/", {})

    assert response.status_code == 422
    assert "Pilih tempat atau foto yang ingin ditambahkan." in response.content.decode()


def test_a_colleague_did_it_and_siti_may_add_hers(phone, link, relay):
    wahyu = factories.person(Role.VOLUNTEER, SITI, group=relay.group)
    hops.relayed(relay=relay, by=wahyu, places=["board"], version=1)

    html = phone.get(link).content.decode()

    assert "Desa 01-2001 sudah tercatat." in html
    assert f'action="{link}sudah/"' in html


def test_a_question_goes_out_and_the_answer_comes_back(phone, link, relay, siti):
    reviewer = factories.person(Role.REVIEWER)
    phone.post(f"{link}tanya/", {"text": "Apakah lansia juga?"})
    phone.post(f"{link}tanya/", {"text": "Apakah lansia juga?"})
    (question,) = Question.objects.all()
    waiting = phone.get(link).content.decode()

    answer_question(question=question, answer="Ya, <b>semua</b> lansia.", by=reviewer)
    answered = phone.get(link).content.decode()

    assert (question.relay, question.by) == (relay, siti)
    assert "Ya, &lt;b&gt;semua&lt;/b&gt; lansia." in answered
    # Above everything that is folded: nobody has to open anything to see it.
    assert waiting.index("Pertanyaan terkirim.") < waiting.index("Apakah lansia juga?") < waiting.index("<h1")
    assert answered.index("Jawaban untuk Anda") < answered.index("<h1")


@pytest.mark.parametrize("text", ["", "   ", "x" * 501])
def test_an_empty_or_endless_question_is_refused(phone, link, text):
    response = phone.post(f"{link}tanya/", {"text": text})

    assert response.status_code == 422
    assert Question.objects.count() == 0


def test_the_sixth_unanswered_question_is_refused_in_one_sentence(phone, link):
    for number in range(5):
        phone.post(f"{link}tanya/", {"text": f"Pertanyaan {number}"})

    response = phone.post(f"{link}tanya/", {"text": "Yang keenam"})

    assert response.status_code == 422
    assert "Lima pertanyaan Anda belum dijawab." in response.content.decode()
    assert Question.objects.count() == 5


def test_a_correction_shows_what_changed(phone, link, release, siti, tell):
    tell()
    correct(release, siti, ask_again=False)

    html = phone.get(link).content.decode()

    assert "Yang berubah: Harinya menjadi Kamis." in html
    assert "Mohon teruskan lagi" not in html
    assert "Sudah tercatat" in html


def test_a_correction_that_asks_again_is_belum_again(phone, link, relay, siti, tell):
    tell()
    correct(relay.release, siti, ask_again=True)

    html = phone.get(link).content.decode()
    tell(version=2)

    assert "Rilis ini dikoreksi. Mohon teruskan lagi." in html
    assert "Sudah tercatat" not in html
    assert [hop.version for hop in told(relay)] == [1, 2]


def test_who_read_the_old_version_is_recorded_with_the_old_version(relay, release, siti, tell):
    correct(release, siti, ask_again=True)

    tell(version=1)

    relay.refresh_from_db()
    assert [hop.version for hop in told(relay)] == [1]
    assert relay.state < State.RELAYED


def test_a_version_that_is_not_there_yet_counts_as_the_newest(relay, tell):
    tell(version=99)

    assert [hop.version for hop in told(relay)] == [1]


def test_a_withdrawn_release_says_why_and_stops(phone, link, relay, siti, tell):
    publishing.withdraw(release=relay.release, reason="Tanggalnya keliru.", by=siti)

    html = phone.get(link).content.decode()
    response = tell()

    assert "Jangan diteruskan lagi." in html
    assert "Alasannya: Tanggalnya keliru." in html
    assert share_url(relay.pk) not in html
    assert relay.release.text.body.split("\n")[0] not in html
    assert response.status_code == 302
    assert told(relay) == []


@pytest.mark.parametrize("page", ["bacakan/", "poster.pdf"])
def test_nothing_of_a_withdrawn_release_is_printed(phone, link, release, siti, page):
    publishing.withdraw(release=release, reason="Keliru.", by=siti)

    assert phone.get(link + page).status_code == 404


def test_after_the_deadline_it_is_late_but_still_useful(phone, link, relay, tell):
    with time_machine.travel(relay.deadline + timedelta(hours=1)):
        html = phone.get(link).content.decode()
        tell()

    assert "Batas waktu sudah lewat" in html
    assert len(told(relay)) == 1


def test_an_expired_release_need_not_be_passed_on(phone, siti):
    release = factories.published(expires_at=timezone.now() + timedelta(hours=2))
    link = link_of(relay_at(release, SITI), siti)
    phone.get(link)
    before = phone.get("/tugas/").content.decode()

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        html = phone.get(link).content.decode()
        after = phone.get("/tugas/").content.decode()

    assert "Masa berlaku informasi ini sudah lewat" in html
    assert (before.count('name="which"'), after.count('name="which"')) == (1, 0)


def test_whatsapp_carries_the_relays_own_public_link(phone, link, relay, release):
    html = phone.get(link).content.decode()

    assert "https://wa.me/?text=%2APosyandu%20keliling%20bulan%20ini%2A" in html
    assert share_url(relay.pk) in html
    assert "%2Fs%2F" in html
    assert "%2Fr%2F" not in html


def test_the_page_costs_the_same_queries_with_one_or_three_waiting(phone, siti, regency, django_assert_max_num_queries):
    counts = []
    for wanted in (1, 3):
        while wanted > regency.releases.count():
            factories.published()
        links = [link_of(relay_at(r, SITI), siti) for r in regency.releases.all()]
        for one in links:
            phone.get(one)
        with django_assert_max_num_queries(20) as queries:
            phone.get(links[0])
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_budis_page_says_nothing_of_sitis(phone, release, budi, tell):
    tell()

    html = phone.get(link_of(relay_at(release, BUDI), budi)).content.decode()

    assert "Belum" in html
    assert "Sudah tercatat" not in html
