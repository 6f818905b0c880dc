"""One voice for everyone, its photos and files; whatever is not public is not there, also for those who guess."""

import pytest
from django.core.files.base import ContentFile

from jembatan.people.roles import Role
from jembatan.voices import answering, handling, moderating
from jembatan.voices.models import Answer, AnswerFile, Photo, Voice
from tests import factories
from tests.public.listening.world import answered, shown
from tests.voices import voices

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return voices.house()


def page_of(citizen, voice: Voice) -> str:
    response = citizen.get(f"/suara/{voice.code}/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_tells_what_happened_by_day_and_office_and_nobodys_name(home, citizen):
    voice = shown(home, "Jalan rusak")
    handling.forward(voice=voice, office=home.works, by=home.dewi, seen=voice.version, note="Catatan dalam")
    handling.prioritise(voice=voice, priority=1, by=home.budi, seen=voice.version)
    answering.reply(voice=voice, text="Kami periksa besok.", by=home.budi, seen=voice.version)
    answering.answer(voice=voice, text="Sudah ditambal.", by=home.budi, seen=voice.version)

    page = page_of(citizen, voice)

    said = ("Diterima", "Diverifikasi", "Disampaikan ke kantor yang berwenang", "Kami periksa besok.",
            "Sudah ditambal.", "Dinas PU", "Desa 01-2001", voice.code)  # fmt: skip
    assert [text for text in said if text not in page] == []
    kept = ("Catatan dalam", "Prioritas diubah", "Budi", "Dewi", "Rina", "Kata pelapor", "Tampilan publik diputuskan")
    assert [text for text in kept if text in page] == []


def test_a_pause_says_why_and_until_when(home, citizen):
    from datetime import timedelta

    from jembatan.areas.clock import today

    voice = shown(home, "Jalan rusak")
    until = today() + timedelta(days=5)
    handling.postpone(voice=voice, reason="Menunggu alat berat.", until=until, by=home.rina, seen=voice.version)

    assert "Menunggu alat berat. Dilanjutkan paling lambat" in page_of(citizen, voice)


@pytest.mark.parametrize("path", ["", "foto/x.jpg", "berkas/1/"])
def test_what_is_not_public_is_not_there(home, citizen, path):
    hidden = [
        voices.voice(text="Belum diputuskan"),
        voices.voice(about_official=True),
        voices.voice(confidential=True),
        voices.voice(declined=True),
        voices.voice(held=True),
    ]

    answers = [citizen.get(f"/suara/{one.code}/{path}") for one in hidden]
    guessed = citizen.get(f"/suara/ABCDEFGH/{path}")

    assert {answer.status_code for answer in [*answers, guessed]} == {404}
    bare = [answer.content.replace(one.code.encode(), b"ABCDEFGH") for one, answer in zip(hidden, answers, strict=True)]
    assert set(bare) == {guessed.content}


def test_hiding_takes_everything_away_again(home, citizen):
    voice = answered(home, "Jalan rusak")
    moderating.decide(voice=voice, shown="hidden", text="Jalan rusak", by=home.rina, seen=voice.version)

    assert citizen.get(f"/suara/{voice.code}/").status_code == 404
    assert "Jalan rusak" not in citizen.get("/suara/").content.decode()


def test_only_chosen_photos_are_served_apart_and_harmless(home, citizen):
    voice = shown(home, "Jalan rusak")
    yes, no = (Photo(voice=voice, width=4, height=3) for _n in range(2))
    yes.file.save("YaYa_Ya-1.jpg", ContentFile(b"jpeg"))
    no.file.save("TidakTidak1.jpg", ContentFile(b"jpeg"))
    before = citizen.get(f"/suara/{voice.code}/foto/YaYa_Ya-1.jpg").status_code
    moderating.decide(voice=voice, shown="village", text="Jalan", by=home.rina, seen=voice.version, photos=[yes.pk])

    page, photo = page_of(citizen, voice), citizen.get(f"/suara/{voice.code}/foto/YaYa_Ya-1.jpg")
    others = [
        citizen.get(path).status_code
        for path in (
            f"/suara/{voice.code}/foto/TidakTidak1.jpg",
            f"/suara/{shown(home, 'Lain').code}/foto/YaYa_Ya-1.jpg",
            "/media/voices/TidakTidak1.jpg",
            "/media/voices/YaYa_Ya-1.jpg",
        )
    ]

    assert ("YaYa_Ya-1.jpg" in page, "TidakTidak1" in page) == (True, False)
    assert (before, photo.status_code, photo.getvalue(), others) == (404, 200, b"jpeg", [404] * 4)
    wanted = ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control")
    assert [photo.headers[name] for name in wanted] == [
        "image/jpeg", "nosniff", "default-src 'none'; sandbox", "public, max-age=60",
    ]  # fmt: skip


def test_files_of_an_answer_are_only_handed_out_to_keep(home, citizen):
    voice = answered(home, "Jalan rusak")
    file = AnswerFile(answer=Answer.objects.get(), name="lampiran-1.pdf")
    file.file.save("acak.pdf", ContentFile(b"%PDF-1.4"))

    got = citizen.get(f"/suara/{voice.code}/berkas/{file.pk}/")

    assert (f"/suara/{voice.code}/berkas/{file.pk}/" in page_of(citizen, voice), got.getvalue()) == (True, b"%PDF-1.4")
    assert got.headers["Content-Disposition"] == 'attachment; filename="lampiran-1.pdf"'
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert citizen.get(f"/suara/{shown(home, 'Lain').code}/berkas/{file.pk}/").status_code == 404


def test_a_code_from_paper_works_in_small_letters(home, citizen):
    voice = shown(home, "Jalan rusak")

    assert citizen.get(f"/suara/{voice.code.lower()}/").status_code == 200


def test_as_many_queries_whatever_happened(home, queries):
    voice = answered(home, "Jalan rusak")
    few = queries(f"/suara/{voice.code}/")
    answering.reopen(voice=voice, why="Belum", by=home.budi, seen=voice.version)
    answering.answer(voice=voice, text="Sekarang sudah.", by=home.budi, seen=voice.version)

    assert queries(f"/suara/{voice.code}/") == few


def test_a_small_room_is_the_same_for_those_who_work_there(home, client):
    """A page that anybody may keep must not differ by who asks."""
    voice = voices.voice(text="Belum diputuskan")
    client.force_login(factories.person(Role.ADMIN))

    assert client.get(f"/suara/{voice.code}/").status_code == 404
