"""Saying something on the web: one text; everything else may stay as it is."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from jembatan.messages.models import Contact
from jembatan.public.voices import saying, tickets
from jembatan.voices import moderating, reporting
from jembatan.voices.models import Identity, Photo, Voice
from tests.public.voices.conftest import ticket_of
from tests.voices import voices

pytestmark = pytest.mark.django_db
FORM = f"/suara/sampaikan/?wilayah={voices.VILLAGE}"


def picture(name: str = "foto.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, kind)
    return SimpleUploadedFile(name, data.getvalue())


def broken() -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", b"bukan foto")


def secret_in(html: str) -> str:
    return html.split('name="rahasia" value="')[1].partition('"')[0]


def test_one_text_is_enough(send):
    answer = send()

    voice = Voice.objects.get()
    assert (answer.status_code, voice.original, voice.area_code) == (
        200, "Jalan di depan SD berlubang dalam.", voices.VILLAGE,
    )  # fmt: skip
    assert (voice.state, voice.anonymous, voice.declined, voice.confidential) == ("new", True, False, False)
    assert Identity.objects.count() == 0


def test_everything_that_can_be_said(send):
    send(
        tempat="RT 03", lintang="-2,88", bujur="104.5", petugas="on", rahasia="on", tutup="on", siapa="nama",
        nama="Sari", kontak="sari@contoh.id", foto=[picture(), picture("b.png", "PNG")],
    )  # fmt: skip

    voice = Voice.objects.get()
    assert (voice.place, voice.latitude, voice.longitude) == ("RT 03", -2.88, 104.5)
    assert (voice.about_official, voice.confidential, voice.declined, voice.anonymous) == (True, True, True, False)
    assert (Identity.objects.count(), Contact.objects.filter(recipient__person=None).count()) == (1, 1)
    assert list(Photo.objects.values_list("width", "height", "public")) == [(40, 30, False)] * 2


def test_the_code_and_the_secret_are_shown_once_and_open_the_page(send):
    answer = send()
    html, voice = answer.content.decode(), Voice.objects.get()
    secret = secret_in(html)

    assert reporting.find(voice.code, secret) == voice
    assert f"http://127.0.0.1:8000/suara/saya/{voice.code}-{secret}/" in html
    assert "<svg" in html
    assert "style=" not in html
    assert secret not in html.split("<title>")[1].split("</title>")[0]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_words_to_keep_come_as_a_file(send):
    secret = secret_in(send().content.decode())
    code = Voice.objects.get().code

    file = Client(enforce_csrf_checks=True).post("/suara/simpan/", {"kode": code, "rahasia": secret})
    wrong = Client().post("/suara/simpan/", {"kode": code, "rahasia": "A" * 16})

    assert file.headers["Content-Disposition"] == f'attachment; filename="laporan-{code}.txt"'
    assert f"/suara/saya/{code}-{secret}/" in file.content.decode()
    assert (file.headers["Cache-Control"], wrong.status_code) == ("no-store", 404)


def test_sent_twice_is_one_voice_and_the_same_secret(send):
    client = Client()
    ticket = ticket_of(client.get(FORM).content.decode())

    first, again = send(client, tiket=ticket), send(client, tiket=ticket)

    assert Voice.objects.count() == 1
    assert secret_in(first.content.decode()) == secret_in(again.content.decode())


def test_another_form_of_the_same_voice_reads_no_secret(send):
    send()
    [voice] = Voice.objects.all()
    other = tickets.issue()
    Voice.objects.filter(pk=voice.pk).update(client_id=other.client_id)

    answer = send(tiket=other.text)

    assert "Laporan ini sudah kami terima" in answer.content.decode()
    assert other.secret not in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"isi": "  "}, "Tuliskan dulu apa yang ingin Anda sampaikan."),
        ({"isi": "x" * 5001}, "Ringkas menjadi paling banyak 5.000 huruf."),
        ({"lintang": "-2.88"}, "Isi lintang dan bujur dua-duanya"),
        ({"lintang": "91", "bujur": "104"}, "90"),
        ({"nama": "Sari"}, "Pilih “Dengan nama”, atau kosongkan isiannya."),
        ({"siapa": "nama"}, "Isi nama atau kontak, atau pilih “Tanpa nama”."),
        ({"siapa": "nama", "kontak": "sari@"}, "tidak benar"),
        ({"siapa": "nama", "kontak": "0812-3456-7890"}, "Untuk saat ini hanya lewat e-mail."),
        ({"foto": [broken()]}, "Foto ke-1: Berkas ini bukan foto yang bisa dibaca."),
        ({"foto": [picture(), broken()]}, "Foto ke-2: Berkas ini bukan foto"),
        ({"foto": [picture() for _ in range(6)]}, "Paling banyak 5 foto."),
    ],
)
def test_what_is_wrong_is_said_and_the_text_stays(send, said, sentence):
    answer = send(**said)

    html = answer.content.decode()
    assert (answer.status_code, answer.headers["Cache-Control"], Voice.objects.count()) == (422, "no-store", 0)
    assert sentence in html
    assert str(said.get("isi", "Jalan di depan SD berlubang dalam.")).strip() in html


@pytest.mark.parametrize("code", ["16.07", "x", "'", "16\x0006"])
def test_an_unknown_area_is_not_found(send, citizen, code):
    assert citizen.get("/suara/sampaikan/", {"wilayah": code}).status_code == 404
    assert send(wilayah=code).status_code == 404


def test_the_place_is_reached_by_taps_alone(home, citizen):
    """From the first page to the form in three taps, and a fourth one sends it: one field."""
    pages = [citizen.get(path).content.decode() for path in
             ("/", "/suara/sampaikan/", "/suara/sampaikan/?wilayah=16.06.01")]  # fmt: skip

    assert 'href="/suara/sampaikan/"' in pages[0]
    assert 'href="/suara/sampaikan/?wilayah=16.06.01"' in pages[1]
    assert f'href="{FORM}"' in pages[2]


def test_the_place_is_found_by_its_name(home, citizen):
    found = citizen.get("/suara/sampaikan/", {"desa": "Desa 01-2002"}).content.decode()

    assert 'href="/suara/sampaikan/?wilayah=16.06.01.2002"' in found


def test_who_does_not_know_the_village_says_it_for_the_whole(home, send, citizen):
    page = citizen.get("/suara/sampaikan/?wilayah=16.06.01&semua=1").content.decode()
    send(wilayah="16.06.01")

    assert 'name="wilayah" value="16.06.01"' in page
    assert Voice.objects.get().area_code == "16.06.01"


def test_pages_of_an_area_and_a_release_lead_here(home, citizen):
    assert f'href="{FORM}"' in citizen.get(f"/wilayah/{voices.VILLAGE}/").content.decode()


def test_the_form_has_nobodys_state_and_is_kept_by_nobody(home, citizen):
    answer = citizen.get(FORM)

    assert (answer.headers["Cache-Control"], len(answer.cookies)) == ("no-store", 0)
    assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_without_the_work_it_is_taken_and_looked_at_first(send):
    answer = send(bukti="")

    assert (answer.status_code, Voice.objects.get().state) == (200, "held")
    assert "Seseorang melihat laporan Anda dulu" in answer.content.decode()


@pytest.mark.parametrize("ticket", ["", "x", "a.b.c.d", "0" * 32 + "." + "x" * 22 + ".2000000000." + "0" * 32])
def test_a_ticket_that_is_not_ours_is_no_reason_to_refuse(send, ticket, monkeypatch):
    monkeypatch.setattr(tickets, "BITS", 0)  # any number would do for one of ours

    answer = send(tiket=ticket, bukti="1")

    assert (answer.status_code, Voice.objects.get().state) == (200, "held")


def test_a_ticket_that_is_too_old_does_no_work(send, monkeypatch):
    monkeypatch.setattr(tickets, "VALID", 60)
    ticket = tickets.issue()
    number = next(str(n) for n in range(10_000) if ticket.worked(str(n)))
    monkeypatch.setattr(tickets.time, "time", lambda: ticket.until + 1)

    assert send(tiket=ticket.text, bukti=number).status_code == 200
    assert Voice.objects.get().state == "held"


def test_a_village_behind_one_address_is_not_shut_out(send, monkeypatch):
    monkeypatch.setattr(saying, "MANY", 2)

    answers = [send().status_code for _ in range(4)]

    assert answers == [200] * 4
    assert [voice.state for voice in Voice.objects.order_by("pk")] == ["new", "new", "held", "held"]


def shown(home, **more):
    voice = voices.verified(home, **more)
    moderating.decide(voice=voice, shown="village", text="Jalan di depan SD berlubang", by=home.dewi, seen=2)
    return voice


def test_similar_ones_are_offered_before_it_is_sent(home, send):
    """One tap more where there is one, none where there is not."""
    alone = send(isi="Jalan depan SD berlubang dalam sekali.").status_code
    voice = shown(home)

    asked = send(isi="Jalan depan SD berlubang dalam sekali.", tempat="RT 03")
    html = asked.content.decode()
    after = send(isi="Jalan depan SD berlubang dalam sekali.", mirip="1")

    assert (alone, asked.status_code, after.status_code) == (200, 200, 200)
    assert Voice.objects.count() == 3
    assert f'action="/suara/{voice.code}/saya-juga/"' in html
    assert '<input type="hidden" name="tempat" value="RT 03">' in html
    assert '<input type="hidden" name="mirip" value="1">' in html


@pytest.mark.parametrize("said", [{"petugas": "on"}, {"rahasia": "on"}, {"foto": [picture()]}])
def test_nothing_is_offered_where_it_would_cost_or_give_away(home, send, said):
    shown(home)

    send(**said)

    assert Voice.objects.count() == 2


def test_similar_ones_come_while_it_is_written(home, citizen):
    voice = shown(home)

    part = citizen.post("/suara/mirip/", {"isi": "jalan depan SD lubangnya dalam", "wilayah": "16.06.01.2002"})
    short = citizen.post("/suara/mirip/", {"isi": "jalan", "wilayah": voices.VILLAGE})

    assert f'href="/suara/{voice.code}/"' in part.content.decode()
    assert "<form" not in part.content.decode()
    assert (short.content.strip(), part.headers["Cache-Control"]) == (b"", "no-store")
