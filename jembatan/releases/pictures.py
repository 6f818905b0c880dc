"""Pictures and photos: re-encoded, so that no EXIF and no place of taking remains. Random names."""

import secrets
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from jembatan.people.models import Person
from jembatan.releases.models import Picture
from jembatan.releases.workflow import Refused

register_heif_opener()
MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
EDGE = 1600  # pixels of the longer side
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")  # no others: some of Pillow's readers start programs
# What Pillow's readers raise for broken files, besides their own errors.
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning)


def _opened(upload: "UploadedFile[bytes]", edge: int) -> Image.Image:
    """The picture upright and small enough, on white where it is transparent."""
    with Image.open(upload, formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Refused(_("Ukuran foto terlalu besar. Perkecil dulu, lalu unggah lagi."))
        image.draft("RGB", (edge, edge))  # a JPEG is read at a fraction of its size
        image.thumbnail((edge, edge))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")  # a new picture: nothing of the old one's metadata comes along
    paper.paste(upright, mask=upright)
    return paper


def reencode(upload: "UploadedFile[bytes]", edge: int = EDGE) -> "tuple[ContentFile[bytes], int, int]":
    """A JPEG of at most `edge` pixels with a random name, its width and height. Raises Refused with one sentence."""
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_("Foto terlalu besar. Pilih foto di bawah 12 MB."))
    try:
        picture = _opened(upload, edge)
    except UNREADABLE:
        raise Refused(_("Berkas ini bukan foto yang bisa dibaca. Pilih foto JPG, PNG, WebP, atau HEIC.")) from None
    data = BytesIO()
    picture.save(data, "JPEG", quality=82, optimize=True, progressive=True)
    return ContentFile(data.getvalue(), name=f"{secrets.token_urlsafe(12)}.jpg"), picture.width, picture.height


def keep(*, upload: "UploadedFile[bytes]", alt: str, by: Person) -> Picture:
    """Store an uploaded picture. It belongs to no version yet: a form that is not saved leaves it without one."""
    file, width, height = reencode(upload)
    return Picture.objects.create(file=file, alt=alt, width=width, height=height, created_by=by)
