"""The page of one voice: everything its handlers know, and nothing of who said it."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jembatan.people.roles import Role
from jembatan.voices import answering, handling, reporting
from jembatan.voices.attaching import MOST_PDF
from jembatan.voices.intake import Taken
from jembatan.voices.models import AnswerFile, Handler, Photo, Voice
from jembatan.voices.reporter import Reporter
from tests import factories
from tests.desk.voices.conftest import said, url
from tests.voices import voices

pytestmark = pytest.mark.django_db
SITI = Reporter(name="Siti Kenari", channel="email", address="siti.kenari@contoh.id", carried="kenari-mentah")
PDF = b"%PDF-1.7\n1 0 obj\n"


def jpeg() -> bytes:
    data = BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "JPEG")
    return data.getvalue()


def photographed(**more) -> Voice:
    return voices.voice(photos=(Taken(ContentFile(jpeg(), name="a.jpg"), 40, 30),), **more)


def upload(name="KTP Budi.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_page_says_what_was_said_and_not_by_whom(home, signed_in):
    voice = voices.voice(reporter=SITI, place="RT 03, dekat masjid")
    handling.note(voice=voice, text="Catatan kita.", by=home.dewi)
    reporting.tell(voice=voice, text="Lubangnya makin dalam.")

    html = signed_in(home.dewi).get(url(voice)).content.decode()

    there = ("Jalan di depan SD", "RT 03, dekat masjid", "Catatan kita.", "makin dalam")
    assert [word for word in there if word not in html] == []
    assert [word for word in ("Kenari", "kenari", "siti.") if word in html] == []


@pytest.mark.parametrize("more", [{}, {"about_official": True}, {"confidential": True}])
def test_only_those_who_handle_it_find_the_page(home, signed_in, more):
    voice = voices.voice(**more)
    Handler.objects.exclude(person=home.rina).delete()
    people = [home.dewi, home.rina, home.budi, home.ibu, factories.person(Role.ADMIN, name="Admin")]
    people.append(factories.person(Role.COORDINATOR, "16.06.02", name="Tetangga"))

    found = {who.name for who in people if signed_in(who).get(url(voice)).status_code == 200}

    expected = {"about_official": {"Ibu Inspektur"}, "confidential": {"Rina"}}
    assert found == expected.get(next(iter(more), ""), {"Dewi", "Rina"})


def test_of_somebody_anonymous_only_the_day_is_shown(home, signed_in):
    voice = voices.voice(anonymous=True)

    html = signed_in(home.dewi).get(url(voice)).content.decode()

    assert "00.00" not in html
    assert "Anonim: tidak ada identitas yang disimpan." in html


def test_the_cost_does_not_grow_with_the_history(home, signed_in, queries_of):
    voice, dewi = photographed(), signed_in(home.dewi)
    handling.note(voice=voice, text="Satu.", by=home.dewi)
    one = queries_of(dewi, url(voice))
    for text in ("Dua.", "Tiga."):
        handling.note(voice=voice, text=text, by=home.rina)
        Photo.objects.create(voice=voice, file="voices/x.jpg", width=1, height=1)

    assert queries_of(dewi, url(voice)) == one


def test_a_photo_is_served_under_a_permission_and_nothing_runs(home, signed_in, client):
    voice = photographed()
    path = url(voice, "foto", str(Photo.objects.get().pk))

    response = signed_in(home.dewi).get(path)

    assert b"".join(response.streaming_content) == jpeg()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response.headers["Cache-Control"]
    assert signed_in(home.budi).get(path).status_code == 404
    assert client.get(path).status_code == 302


def test_a_photo_of_another_voice_is_not_there(home, signed_in):
    photographed(about_official=True)
    other = voices.voice()

    assert signed_in(home.dewi).get(url(other, "foto", str(Photo.objects.get().pk))).status_code == 404


def test_attachments_are_reencoded_or_checked_and_named_anew(home, signed_in):
    voice, budi = voices.forwarded(home), signed_in(home.budi)
    photo = SimpleUploadedFile("IMG_Budi.jpg", jpeg(), content_type="image/jpeg")

    budi.post(url(voice, "jawab"), {"seen": 3, "text": "Terlampir.", "attached": [upload(), photo]})

    files = list(AnswerFile.objects.order_by("pk"))
    got = [budi.get(url(voice, "lampiran", str(file.pk))) for file in files]
    assert [file.name for file in files] == ["lampiran-1.pdf", "lampiran-2.jpg"]
    assert not any("Budi" in file.file.name for file in files)
    assert [one.headers["Content-Type"] for one in got] == ["application/pdf", "image/jpeg"]
    assert got[0].headers["Content-Disposition"] == 'attachment; filename="lampiran-1.pdf"'
    assert got[0].headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert signed_in(home.hana).get(url(voice, "lampiran", str(files[0].pk))).status_code == 404
    for one in got:
        one.close()


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload("surat.pdf", b"<script>alert(1)</script>"), "bukan foto yang bisa dibaca"),
        (upload("surat.pdf", PDF + b"x" * MOST_PDF), "di bawah 5 MB"),
    ],
)
def test_a_bad_attachment_is_refused_and_the_words_stay(home, signed_in, file, words):
    voice, budi = voices.forwarded(home), signed_in(home.budi)

    page = budi.post(url(voice, "jawab"), {"seen": 3, "text": "Terlampir.", "attached": [file]})

    assert words in said(page)[0]
    assert page.context["form"]["text"].value() == "Terlampir."
    assert not voice.answers.exists()


def test_moderating_shows_the_original_beside_and_warns(home, signed_in):
    voice = voices.verified(home, text="Pak Joko Widodo Desa meminta uang, hubungi 0812-3456-7890.")

    page = signed_in(home.dewi).get(url(voice, "tampilan"))

    assert page.context["few"]
    assert page.context["form"].initial["shown"] == "district"
    assert page.context["suspicious"] == ["Pak Joko Widodo Desa", "0812-3456-7890"]


def test_words_that_look_like_a_name_are_asked_about_once_more(home, signed_in):
    voice, dewi = voices.verified(home), signed_in(home.dewi)
    fields = {"seen": 2, "shown": "village", "text": "Jalan di depan rumah Pak Burhan rusak.", "note": ""}

    first = dewi.post(url(voice, "tampilan"), fields)
    dewi.post(url(voice, "tampilan"), fields | {"sure": "on"})

    voice.refresh_from_db()
    assert "“Pak Burhan”" in said(first)[0]
    assert first.context["ask_sure"]
    assert (voice.shown, voice.text) == ("village", "Jalan di depan rumah Pak Burhan rusak.")


def test_only_chosen_photos_become_public(home, signed_in):
    voice = photographed()
    Photo.objects.create(voice=voice, file="voices/b.jpg", width=1, height=1)
    first, _second = Photo.objects.order_by("pk")

    signed_in(home.dewi).post(
        url(voice, "tampilan"),
        {"seen": 1, "shown": "district", "text": "Jalan berlubang.", "photos": [first.pk], "note": ""},
    )

    assert list(Photo.objects.filter(public=True)) == [first]


def test_who_declined_is_offered_hiding_only(home, signed_in):
    voice = voices.voice(declined=True)

    form = signed_in(home.dewi).get(url(voice, "tampilan")).context["form"]
    page = signed_in(home.dewi).post(url(voice, "tampilan"), {"seen": 1, "shown": "village", "text": "x"})

    assert [value for value, _label in form.fields["shown"].choices] == ["hidden"]
    assert Voice.objects.get(pk=voice.pk).shown == "waiting"
    assert page.status_code == 200


def test_the_answer_stands_on_the_page_with_who_wrote_it(home, signed_in):
    voice = voices.forwarded(home)
    answering.answer(voice=voice, text="Sudah ditambal.", by=home.budi, seen=3)

    page = signed_in(home.dewi).get(url(voice))

    assert [(one.text, one.by) for one in page.context["answers"]] == [("Sudah ditambal.", home.budi)]
