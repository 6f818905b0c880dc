"""Pictures are made anew: nothing of where and with what they were taken remains."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Lock

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from jembatan.releases import pictures
from jembatan.releases.models import Picture
from jembatan.releases.tasks import forget_unused_pictures
from jembatan.releases.workflow import Refused
from tests import factories

SECRET = "RUMAH-PAK-LURAH"


def photo(size=(800, 600), kind="JPEG", name="foto.jpg", mode="RGB", **save):
    data = BytesIO()
    Image.new(mode, size, "teal").save(data, kind, **save)
    return SimpleUploadedFile(name, data.getvalue())


def telling_photo():
    """A JPEG that tells something in each place where metadata can hide."""
    exif = Image.Exif()
    exif[0x010E] = SECRET  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    return photo(exif=exif, comment=SECRET.encode(), xmp=xmp)


def test_planted_metadata_is_there_before_and_gone_after():
    upload = telling_photo()
    assert upload.read().count(SECRET.encode()) == 3
    upload.seek(0)

    file, _width, _height = pictures.reencode(upload)

    made = file.read()
    assert SECRET.encode() not in made
    assert len(Image.open(BytesIO(made)).getexif()) == 0


def test_longer_side_is_at_most_1600():
    file, width, height = pictures.reencode(photo((4000, 1000)))

    assert (width, height) == (1600, 400)
    assert Image.open(file).size == (1600, 400)


def test_small_picture_is_not_enlarged():
    assert pictures.reencode(photo((320, 200)))[1:] == (320, 200)


def test_turned_photo_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter

    assert pictures.reencode(photo((800, 600), exif=exif))[1:] == (600, 800)


def test_transparent_becomes_white():
    data = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(data, "PNG")

    file, *_size = pictures.reencode(SimpleUploadedFile("a.png", data.getvalue()))

    assert Image.open(file).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF", "GIF"])
def test_other_kinds_are_read(kind):
    file, *_size = pictures.reencode(photo((40, 30), kind))

    assert Image.open(file).format == "JPEG"


def test_name_is_random():
    names = {pictures.reencode(photo((10, 10)))[0].name for _n in range(3)}

    assert len(names) == 3
    assert not any("foto" in name for name in names)


def broken(kind="JPEG"):
    whole = photo(kind=kind).read()
    return SimpleUploadedFile("foto", whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.jpg", b"bukan foto"),
        SimpleUploadedFile("a.jpg", b""),
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n"),
        broken("JPEG"),
        broken("PNG"),
        photo(kind="BMP"),
        photo(kind="TIFF"),
    ],
    ids=["text", "empty", "svg", "eps", "half a jpeg", "half a png", "bmp", "tiff"],
)
def test_what_is_no_photo_is_refused_in_one_sentence(upload):
    with pytest.raises(Refused) as caught:
        pictures.reencode(upload)

    assert str(caught.value) == "Berkas ini bukan foto yang bisa dibaca. Pilih foto JPG, PNG, WebP, atau HEIC."


def test_file_above_12_megabytes_is_refused_unread():
    upload = SimpleUploadedFile("a.jpg", b"x")
    upload.size = 13 * 1024 * 1024

    with pytest.raises(Refused, match="di bawah 12 MB"):
        pictures.reencode(upload)


LARGE = [
    ("PNG", (4001, 4000), {"mode": "1"}),
    ("PNG", (20_000, 10_000), {"mode": "1"}),  # beyond Pillow's own bounds
    ("GIF", (4001, 4000), {"mode": "L"}),
    ("JPEG", (8193, 6144), {"mode": "L"}),
    ("JPEG", (40_000, 1000), {"mode": "L"}),  # too thin to be read at a fraction
    ("JPEG", (8192, 6144), {"mode": "L", "progressive": True}),  # unfolded whole
]


@pytest.mark.parametrize(("kind", "size", "how"), LARGE, ids=[f"{kind} {size}" for kind, size, _how in LARGE])
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_too_many_pixels_are_refused_before_they_are_read(monkeypatch, kind, size, how):
    upload = photo(size, kind, **how)
    assert upload.size < 1024 * 1024
    monkeypatch.setattr(Image.Image, "thumbnail", None)  # whoever comes so far has read it

    with pytest.raises(Refused) as caught:
        pictures.reencode(upload)

    assert str(caught.value) == "Ukuran foto terlalu besar. Perkecil dulu, lalu unggah lagi."


def test_photo_of_the_largest_telephone_is_taken():
    assert pictures.reencode(photo((8192, 6144), mode="L"))[1:] == (1600, 1200)


def test_two_are_read_at_once_and_no_more(monkeypatch):
    now, most, lock = [], [], Lock()

    def slow(_upload, _edge):
        with lock:
            now.append(1)
            most.append(len(now))
        time.sleep(0.05)
        with lock:
            now.pop()
        return Image.new("RGB", (1, 1))

    monkeypatch.setattr(pictures, "_opened", slow)
    with ThreadPoolExecutor(6) as six:
        made = list(six.map(lambda _n: pictures.reencode(photo((1, 1))), range(6)))

    assert (len(made), max(most)) == (6, 2)


def test_who_waits_too_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)

    with pictures.AT_ONCE, pictures.AT_ONCE, pytest.raises(Refused) as caught:
        pictures.reencode(photo())

    assert str(caught.value) == "Banyak foto sedang diolah. Tunggu sebentar, lalu unggah lagi."
    assert pictures.reencode(photo((10, 10)))[1:] == (10, 10)


def test_kept_picture_has_its_words_and_its_size(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    picture = pictures.keep(upload=photo((400, 300)), alt="Balai desa", by=office.sari)

    assert Picture.objects.values_list("alt", "width", "height", "created_by").get() == (
        "Balai desa", 400, 300, office.sari.pk,
    )  # fmt: skip
    assert (tmp_path / picture.file.name).exists()
    assert factories.release(office.sari, pictures=[picture]).current.pictures.get() == picture


def test_kept_picture_is_on_the_disk_before_its_row(office, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    synced, real = [], os.fsync

    def note(handle):
        synced.append((Path(f"/proc/self/fd/{handle}").readlink(), Picture.objects.exists()))
        real(handle)

    monkeypatch.setattr(os, "fsync", note)
    picture = pictures.keep(upload=photo((40, 30)), alt="Balai desa", by=office.sari)

    file = tmp_path / "media" / picture.file.name
    assert synced == [(path, False) for path in (file, *list(file.parents)[:4])]
    assert synced[-1][0] == tmp_path / "media"


def upload(by, name):
    return Picture.objects.create(file=ContentFile(b"x", name), alt="Balai desa", width=4, height=3, created_by=by)


def files(folder):
    return sorted(path.name for path in folder.rglob("*.jpg"))


def test_what_was_never_saved_is_forgotten_after_a_week(office, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(timezone.now() - timedelta(days=8), tick=False):
        saved, _old = upload(office.sari, "saved.jpg"), upload(office.sari, "old.jpg")
    young = upload(office.sari, "young.jpg")
    factories.release(office.sari, pictures=[saved])

    with django_capture_on_commit_callbacks() as after:
        forget_unused_pictures(0)
    before_commit = files(tmp_path)
    for each in after:
        each()

    assert set(Picture.objects.all()) == {saved, young}
    assert (before_commit, files(tmp_path)) == (["old.jpg", "saved.jpg", "young.jpg"], ["saved.jpg", "young.jpg"])
    assert pictures.forget_unused() == 0
