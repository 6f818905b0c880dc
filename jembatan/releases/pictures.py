"""Pictures and photos: re-encoded, so that no EXIF and no place of taking remains. Random names.

A small file can unfold into hundreds of megabytes (a decompression bomb), so pixels are counted before any is read.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from io import BytesIO
from threading import BoundedSemaphore

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from jembatan.people.models import Person
from jembatan.releases.models import Picture
from jembatan.releases.workflow import Refused

register_heif_opener()
MAX_BYTES = 12 * 1024 * 1024
# Pixels. A JPEG is read at a fraction of its size, so it may have what the largest telephones take (8192 × 6144).
MOST_READ = 16_000_000
MOST = {"JPEG": 8192 * 6144, "HEIF": 25_000_000}  # a HEIF of today's telephones has 24 million; others: MOST_READ
EDGE = 1600  # pixels of the longer side
AT_ONCE = BoundedSemaphore(2)  # pictures in the memory of one process
PATIENCE = 20.0  # seconds
UNUSED = timedelta(days=7)  # an upload that was saved in no release is kept so long
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")  # no others: some of Pillow's readers start programs
# What Pillow's readers raise for broken files, besides their own errors.
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError)
BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)  # Pillow's own bounds, far above ours


def _too_many_pixels(image: Image.Image, edge: int) -> bool:
    """A JPEG is set to be read at a fraction; a progressive one is unfolded whole all the same."""
    kind = image.format or ""
    if image.width * image.height > MOST.get(kind, MOST_READ):
        return True
    if kind != "JPEG":
        return False
    if not image.info.get("progressive"):
        image.draft("RGB", (edge, edge))
    return image.width * image.height > MOST_READ


def _opened(upload: "UploadedFile[bytes]", edge: int) -> Image.Image:
    """The picture upright and small enough, on white where it is transparent."""
    with Image.open(upload, formats=FORMATS) as image:
        if _too_many_pixels(image, edge):
            raise Image.DecompressionBombError
        image.thumbnail((edge, edge))
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    paper = Image.new("RGB", upright.size, "white")  # a new picture: nothing of the old one's metadata comes along
    paper.paste(upright, mask=upright)
    return paper


@contextmanager
def _in_turn() -> Iterator[None]:
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Refused(_("Banyak foto sedang diolah. Tunggu sebentar, lalu unggah lagi."))
    try:
        yield
    finally:
        AT_ONCE.release()


def reencode(upload: "UploadedFile[bytes]", edge: int = EDGE) -> "tuple[ContentFile[bytes], int, int]":
    """A JPEG of at most `edge` pixels with a random name, its width and height. Raises Refused with one sentence."""
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_("Foto terlalu besar. Pilih foto di bawah 12 MB."))
    try:
        with _in_turn():
            picture = _opened(upload, edge)
    except BOMB:
        raise Refused(_("Ukuran foto terlalu besar. Perkecil dulu, lalu unggah lagi.")) from None
    except UNREADABLE:
        raise Refused(_("Berkas ini bukan foto yang bisa dibaca. Pilih foto JPG, PNG, WebP, atau HEIC.")) from None
    data = BytesIO()
    picture.save(data, "JPEG", quality=82, optimize=True, progressive=True)
    return ContentFile(data.getvalue(), name=f"{secrets.token_urlsafe(12)}.jpg"), picture.width, picture.height


def keep(*, upload: "UploadedFile[bytes]", alt: str, by: Person) -> Picture:
    """Store an uploaded picture. It belongs to no version yet: a form that is not saved leaves it without one."""
    file, width, height = reencode(upload)
    return Picture.objects.create(file=file, alt=alt, width=width, height=height, created_by=by)


@transaction.atomic
def forget_unused() -> int:
    """Delete the uploads that no version took up; how many. Their files go once the rows are gone for good."""
    old = Picture.objects.filter(versions=None, created_at__lt=timezone.now() - UNUSED)
    pictures = list(old.select_for_update(of=("self",), skip_locked=True))
    Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).delete()
    for picture in pictures:
        transaction.on_commit(partial(picture.file.storage.delete, str(picture.file.name)))
    return len(pictures)
