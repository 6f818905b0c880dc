"""Pictures are made anew: nothing of where and with what they were taken remains."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jembatan.releases import pictures
from jembatan.releases.models import Picture
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


def test_too_many_pixels_are_refused_before_they_are_read():
    with pytest.raises(Refused, match="Perkecil dulu"):
        pictures.reencode(photo((9000, 9000), "PNG", mode="1"))


def test_kept_picture_has_its_words_and_its_size(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    picture = pictures.keep(upload=photo((400, 300)), alt="Balai desa", by=office.sari)

    assert Picture.objects.values_list("alt", "width", "height", "created_by").get() == (
        "Balai desa", 400, 300, office.sari.pk,
    )  # fmt: skip
    assert (tmp_path / picture.file.name).exists()
    assert factories.release(office.sari, pictures=[picture]).current.pictures.get() == picture
