"""What people tell a volunteer on paper: typed in with their consent, ten on one telephone, and carried back."""

import json
import re
import time
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from jembatan.areas.clock import today
from jembatan.keyring import unseal
from jembatan.messages import engine
from jembatan.messages.models import Contact, Dispatch
from jembatan.people.models import Grant, Service
from jembatan.people.roles import Role
from jembatan.voices import paper_links, reporting
from jembatan.voices.models import Follower, Identity, Paper, Photo, Voice
from jembatan.voices.workflow import State
from tests import factories
from tests.volunteer.conftest import BUDI, SITI, link_of, relay_at
from tests.volunteer.test_weight import KB, fetched_by, on_the_wire

SAID = "Lampu jalan depan balai desa mati sudah seminggu"


@pytest.fixture
def slip(siti) -> str:
    return f"/titip/{paper_links.token(siti.pk)}/"


def filled(**more: object) -> dict[str, object]:
    plain = {"isi": SAID, "desa": SITI, "tanggal": today().isoformat(), "setuju": "on"}
    return {name: value for name, value in (plain | more).items() if value is not None}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found
    return found[1]


def shown(page: str) -> tuple[str, str]:
    """The code and the secret on the page."""
    code, secret = re.findall(r"<dd>([^<]+)</dd>", page)
    return code, secret


# Typing one in


def test_a_slip_becomes_a_voice_with_the_volunteers_name_and_the_sentence(phone, slip, siti):
    page = phone.post(slip, filled(tempat="RT 03", tanggal=(today() - timedelta(days=2)).isoformat())).content.decode()

    voice, paper = Voice.objects.get(), Paper.objects.get()
    assert reporting.find(*shown(page)) == voice
    assert (voice.original, voice.area.code, voice.place, voice.channel) == (SAID, SITI, "RT 03", "paper")
    assert (paper.taken_by, paper.group.name, paper.said_on, paper.consent) == (
        siti, "KIM Melati", today() - timedelta(days=2), "kertas-1"
    )  # fmt: skip
    assert Follower.objects.get().recipient.person == siti


def test_without_name_and_contact_it_is_anonymous(phone, slip):
    phone.post(slip, filled())

    assert (Voice.objects.get().anonymous, Identity.objects.count()) == (True, 0)


def test_name_and_contact_go_behind_the_seal_and_the_address_is_asked_first(phone, slip, mailoutbox):
    phone.post(slip, filled(nama="Bu Rohani", kontak="rohani@contoh.id"))
    engine.run_dry()

    said = json.loads(unseal(Identity.objects.get().sealed))
    assert said == {"name": "Bu Rohani", "channel": "email", "address": "rohani@contoh.id"}
    assert not Voice.objects.get().anonymous
    assert [letter.subject for letter in mailoutbox if letter.to == ["rohani@contoh.id"]] == [
        "Ingin dikabari tentang laporan Anda?"
    ]


def test_a_number_is_kept_to_be_called_while_nothing_is_sent_to_numbers(phone, slip):
    phone.post(slip, filled(kontak="0812-3456-7890"))

    assert json.loads(unseal(Identity.objects.get().sealed)) == {"address": "+6281234567890"}
    assert not Contact.objects.filter(recipient__person=None).exists()


def test_about_an_official_it_goes_to_the_inspectorate(phone, slip):
    phone.post(slip, filled(petugas="on", tutup="on"))

    assert (Voice.objects.get().about_official, Voice.objects.get().declined) == (True, True)


def photograph() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (60, 40), "green").save(data, "JPEG")
    return SimpleUploadedFile("rumah-bu-rohani.jpg", data.getvalue(), "image/jpeg")


def test_a_photo_comes_along_under_a_random_name(phone, slip, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    phone.post(slip, filled(foto=photograph()))

    photo = Photo.objects.get()
    assert (photo.width, photo.height, "rohani" in str(photo.file)) == (60, 40, False)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"isi": " "}, "Tuliskan dulu apa yang disampaikan."),
        ({"setuju": None}, "Bacakan dulu kalimat persetujuan kepada orangnya, lalu centang."),
        ({"kontak": "0812"}, "tidak benar"),
        ({"kontak": "bukan@"}, "tidak benar"),
        ({"tanggal": "kemarin"}, "Tulis tanggal seperti 24-11-2026."),
        ({"tanggal": (timezone.localdate() + timedelta(days=2)).isoformat()}, "paling akhir hari ini"),
        ({"tanggal": "2020-01-01"}, "Tanggalnya paling awal 60 hari lalu"),
        ({"desa": BUDI}, "bukan salah satu"),
        ({"foto": SimpleUploadedFile("x.jpg", b"x")}, "bukan foto"),
    ],
)
def test_what_is_wrong_gets_one_sentence_and_nothing_is_taken(phone, slip, wrong, words):
    answer = phone.post(slip, filled(**wrong))

    assert (answer.status_code, Voice.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_pressed_twice_is_one_voice_and_the_same_page(phone, slip):
    page = phone.get(slip).content.decode()
    data = filled(tiket=hidden(page, "tiket"), rahasia=hidden(page, "rahasia"))

    first, second = (shown(phone.post(slip, data).content.decode()) for _ in range(2))

    assert (Voice.objects.count(), first) == (1, second)


def test_a_secret_that_is_none_of_ours_is_not_taken(phone, slip):
    page = phone.post(slip, filled(rahasia="aaaa")).content.decode()

    assert len(shown(page)[1]) == 19


def test_ten_on_one_telephone(phone, slip):
    """One tap leads to the next: village and day are kept."""
    url = slip
    for n in range(10):
        page = phone.get(url).content.decode()
        data = filled(isi=f"{SAID} {n}", tiket=hidden(page, "tiket"), rahasia=hidden(page, "rahasia"))
        saved = phone.post(slip, data | {"tanggal": hidden(page, "tanggal")}).content.decode()
        url = re.search(r'href="([^"]+\?desa=[^"]+)"', saved)[1].replace("&amp;", "&")

    assert (Voice.objects.count(), Voice.objects.filter(state=State.NEW).count()) == (10, 10)
    assert url == f"{slip}?desa={SITI}&tanggal={today().isoformat()}"
    assert f'<option value="{SITI}" selected>' in phone.get(url).content.decode()


def test_the_sentence_stands_on_the_page_with_how_long_it_is_kept(phone, slip, settings):
    usual = phone.get(slip).content.decode()
    settings.KEEP_DAYS = settings.KEEP_DAYS | {"identities": 400}

    assert "dihapus 2 tahun setelah laporan selesai" in usual
    assert "dihapus 400 hari setelah laporan selesai" in phone.get(slip).content.decode()


# Who may


def test_each_village_that_the_group_serves(phone, slip, siti):
    Service.objects.create(group=siti.grants.get().group, area=factories.get_area(BUDI))

    phone.post(slip, filled(desa=BUDI))

    assert Voice.objects.get().area.code == BUDI


def test_a_liaison_without_a_group_has_the_village(phone, regency):
    liaison = factories.person(Role.VOLUNTEER, BUDI, name="Joko")

    phone.post(f"/titip/{paper_links.token(liaison.pk)}/", filled(desa=BUDI))

    assert (Voice.objects.get().area.code, Paper.objects.get().group) == (BUDI, None)


@pytest.mark.parametrize("token", ["x", "1-2-3", "٣-1-0123456789abcdef0123", "9" * 60])
def test_a_forged_link_opens_nothing(phone, siti, token):
    assert [phone.get(f"/titip/{token}/{rest}").status_code for rest in ("", "daftar/")] == [404, 404]


def test_an_old_link_says_so(phone, siti):
    old = paper_links.token(siti.pk, at=time.time() - 4 * paper_links.PERIOD)

    assert phone.get(f"/titip/{old}/").status_code == 410


def test_with_the_role_the_link_ends(phone, slip, siti):
    Grant.objects.filter(person=siti).update(valid_until=today() - timedelta(days=1))

    assert phone.post(slip, filled()).status_code == 410
    assert not Voice.objects.exists()


def test_an_editor_has_no_such_link(phone, regency):
    ratna = factories.person(Role.EDITOR, name="Ratna")

    assert phone.get(f"/titip/{paper_links.token(ratna.pk)}/").status_code == 410


def test_no_cache_keeps_it(phone, slip):
    assert "no-store" in phone.post(slip, filled())["Cache-Control"]


# What became of them


def test_the_list_has_states_and_no_texts(phone, slip):
    phone.post(slip, filled(nama="Bu Rohani", tempat="dekat masjid"))
    voice = Voice.objects.get()
    Voice.objects.update(state=State.ANSWERED)

    page = phone.get(f"{slip}daftar/").content.decode()

    assert voice.code in page
    assert "Dijawab" in page
    assert not [word for word in (SAID, "Rohani", "masjid") if word in page]


def test_an_answer_that_everybody_may_read_is_one_tap_away(phone, slip):
    phone.post(slip, filled())
    Voice.objects.update(state=State.ANSWERED, shown="village", shown_at=timezone.now(), text="Lampu mati")

    assert f'href="/suara/{Voice.objects.get().code}/"' in phone.get(f"{slip}daftar/").content.decode()


def test_anothers_slips_are_not_on_the_list(phone, slip, budi):
    phone.post(slip, filled())

    page = phone.get(f"/titip/{paper_links.token(budi.pk)}/daftar/").content.decode()

    assert Voice.objects.get().code not in page


def test_the_list_goes_on_by_pages_with_the_same_queries(phone, slip, django_assert_num_queries):
    for n in range(32):
        phone.post(slip, filled(isi=f"{SAID} {n}"))
    first = phone.get(f"{slip}daftar/").content.decode()
    after = re.search(r'href="(\?sebelum=\d+)"', first)[1]
    second = phone.get(f"{slip}daftar/{after}").content.decode()

    assert (first.count("<li>"), second.count("<li>")) == (30, 2)
    with django_assert_num_queries(3):
        phone.get(f"{slip}daftar/")
    Paper.objects.filter(pk__gt=Paper.objects.earliest("pk").pk).delete()
    with django_assert_num_queries(3):
        phone.get(f"{slip}daftar/")


# From the page of tasks


def test_the_task_page_sends_the_link_to_the_volunteers_own_contact(phone, release, siti, mailoutbox):
    """Whoever was only passed a relay's link does not get this one with it."""
    phone.get(link_of(relay_at(release, SITI), siti))
    before = phone.get("/tugas/").content.decode()
    phone.post("/tugas/titip/")
    engine.run_dry()

    assert "/titip/" not in before.replace("/tugas/titip/", "")
    [letter] = [one for one in mailoutbox if "suara warga" in one.subject]
    assert letter.to[0].startswith("relawan")
    assert f"/titip/{paper_links.token(siti.pk)}/" in letter.body


def test_it_is_sent_three_times_a_day_at_most(phone, release, siti):
    phone.get(link_of(relay_at(release, SITI), siti))
    for _ in range(5):
        phone.post("/tugas/titip/")

    assert Dispatch.objects.filter(kind="paper_link").count() == 3


def test_once_opened_here_the_link_stands_on_the_task_page_until_it_is_forgotten(phone, slip):
    phone.get(slip)
    known = slip in phone.get("/tugas/").content.decode()
    phone.post("/tugas/hapus/")

    assert (known, slip in phone.get("/tugas/").content.decode()) == (True, False)


def test_who_is_signed_in_has_it_at_once(siti, slip):
    client = Client()
    client.force_login(siti)

    assert slip in client.get("/tugas/").content.decode()


def test_a_stranger_is_offered_nothing(phone, siti):
    assert "titip" not in phone.get("/tugas/").content.decode()
    assert phone.post("/tugas/titip/").status_code == 302
    assert not Dispatch.objects.exists()


def test_the_first_visit_and_the_answer_within_twenty_kilobytes(slip):
    client = Client(headers={"accept-encoding": "gzip"})
    page = client.get(slip)
    loaded = [client.get(url) for url in fetched_by(Client().get(slip).content.decode())]
    answer = client.post(slip, filled())

    total = sum(on_the_wire(response) for response in (page, *loaded, answer))
    assert total <= 20 * KB, f"{total} bytes"
