"""What helps where no message arrives: a poster, a text to read aloud, small pictures."""

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from jembatan.areas.models import Area
from jembatan.relays.links import share_url
from jembatan.releases.models import Picture
from jembatan.volunteer import poster
from tests import factories
from tests.volunteer.conftest import SITI, link_of, relay_at


def test_the_text_to_read_aloud_greets_tells_and_thanks(phone, siti):
    release = factories.published(short="Datang pukul 08.00.", body="Bawa 2 lembar salinan.")

    html = phone.get(f"{link_of(relay_at(release, SITI), siti)}bacakan/").content.decode()

    said = [
        "Salam sejahtera, Bapak, Ibu, dan warga Desa 01-2001.",
        "Datang pukul delapan.",
        "Bawa dua lembar salinan.",
        "Sekali lagi.",
        "Terima kasih.",
    ]
    assert sorted(said, key=html.index) == said


def test_the_text_to_read_aloud_is_in_the_language_of_its_release_the_signs_in_that_of_the_reader(phone, siti):
    release = factories.published()

    html = phone.get(f"/en{link_of(relay_at(release, SITI), siti)}bacakan/").content.decode()

    signs = re.findall(r'<p class="cue">(.*?)</p>', html)
    languages = re.findall(r'<div class="said" lang="(\w+)"><p>(?:<b>)?(\w+)', html)
    assert signs == ["Opening", "Text", "Closing"]
    assert languages == [("id", "Assalamualaikum"), ("id", release.text.title.split()[0]), ("id", "Sekali")]


def test_the_poster_is_one_small_a4_page(phone, link):
    response = phone.get(f"{link}poster.pdf")

    assert response["Content-Type"] == "application/pdf"
    assert response.content.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [0 0 595.28 841.89]" in response.content
    assert len(response.content) < 15_000


def drawn(monkeypatch, relay) -> list[str]:
    """Every text of the poster, as it goes onto the page."""
    said: list[str] = []
    real = poster.Poster.paragraph

    def paragraph(self, text, size, **how):
        said.append(text)
        real(self, text, size, **how)

    monkeypatch.setattr(poster.Poster, "paragraph", paragraph)
    poster.draw(relay, Area.objects.root())
    return said


def test_the_poster_says_whose_it_is_what_and_where_to_read_more(monkeypatch, relay):
    codes = []
    monkeypatch.setattr(poster, "_code", lambda _page, url, *_at: codes.append(url))

    said = drawn(monkeypatch, relay)

    text = relay.release.text
    assert said[:6] == [
        "Informasi resmi Kabupaten Contoh",
        "Pengumuman",
        text.title,
        text.short,
        "Buku KIA",
        "Kartu keluarga",
    ]
    assert said[-1].startswith("Dicetak oleh KIM Melati, ")
    assert codes == [share_url(relay.pk)]


def test_a_village_without_a_kim_has_a_poster_too(monkeypatch, release):
    relay = relay_at(release, "16.06.02.2001")

    said = drawn(monkeypatch, relay)

    assert said[-1].startswith("Dicetak di Desa 02-2001, ")


def test_the_longest_texts_stay_on_the_page(monkeypatch, siti):
    body = "\n".join(f"- Pokok {number} {'panjang sekali ' * 40}" for number in range(9))
    release = factories.published(title="Judul panjang " * 11, short="Kata " * 32, body=body)
    bottoms = []
    real = poster.Poster.paragraph

    def paragraph(self, text, size, **how):
        real(self, text, size, **how)
        bottoms.append(self.get_y())

    monkeypatch.setattr(poster.Poster, "paragraph", paragraph)
    poster.draw(relay_at(release, SITI), Area.objects.root())

    assert bottoms == sorted(bottoms)
    assert bottoms[-1] <= poster.HEIGHT - 5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Harga “baru” – 5 €", "Harga “baru” – 5 €"),
        ("Suhu ≥ 38", "Suhu paling sedikit  38"),
        ("Kādo ñ", "Kado ñ"),
        ("Awas 🔥 api", "Awas  api"),
        ("漢字", ""),
    ],
)
def test_letters_that_the_fonts_lack_are_replaced(text, shown):
    assert poster.printable(text) == shown


def test_without_a_list_the_first_sentences_are_the_points():
    assert poster.key_points("Satu. Dua.\n\nTiga.\n\nEmpat.") == ["Satu.", "Dua.", "Tiga."]


@pytest.fixture
def picture(settings, tmp_path) -> Picture:
    settings.MEDIA_ROOT = tmp_path
    data = BytesIO()
    Image.effect_noise((1600, 1200), 60).convert("RGB").save(data, "JPEG")
    file = ContentFile(data.getvalue(), name="besar.jpg")
    return Picture.objects.create(file=file, alt="Balai desa", width=1600, height=1200)


def test_pictures_are_made_small_and_fetched_only_when_wanted(phone, siti, picture):
    link = link_of(relay_at(factories.published(pictures=[picture]), SITI), siti)

    html = phone.get(link).content.decode()
    response = phone.get(f"{link}gambar/{picture.pk}.jpg")

    with Image.open(BytesIO(response.content)) as image:
        assert image.size == (480, 360)
    assert html.index("<details><summary>Lihat 1 gambar") < html.index('loading="lazy"')
    assert len(response.content) < picture.file.size / 4


def test_a_picture_is_kept_by_this_telephone_for_a_day(phone, siti, picture):
    link = link_of(relay_at(factories.published(pictures=[picture]), SITI), siti)

    assert phone.get(f"{link}gambar/{picture.pk}.jpg")["Cache-Control"] == "max-age=86400, private"


def test_only_this_releases_pictures_open(phone, link, picture):
    assert phone.get(f"{link}gambar/{picture.pk}.jpg").status_code == 404
