"""Pictures and photos: re-encoded, so that no EXIF and no place of taking remains. Random names."""

import secrets
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from jembatan.releases.workflow import Refused

register_heif_opener()
Image.MAX_IMAGE_PIXELS = 50_000_000
MAX_BYTES = 12 * 1024 * 1024
EDGE = 1600  # pixels of the longer side


def reencode(upload: UploadedFile, edge: int = EDGE) -> "tuple[ContentFile[bytes], int, int]":
    """A JPEG of at most `edge` pixels with a random name, its width and height. Raises Refused with one sentence."""
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(_("Foto terlalu besar. Pilih foto di bawah 12 MB."))
    try:
        with Image.open(upload) as image:
            picture = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError):
        raise Refused(_("Berkas ini bukan foto yang bisa dibaca. Pilih foto JPG, PNG, WebP, atau HEIC.")) from None
    picture.thumbnail((edge, edge))
    data = BytesIO()
    picture.save(data, "JPEG", quality=82, optimize=True, progressive=True)
    return ContentFile(data.getvalue(), name=f"{secrets.token_urlsafe(12)}.jpg"), picture.width, picture.height
