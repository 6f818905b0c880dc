"""What an office attaches to an answer: photos, re-encoded, and small PDF files. Names tell nothing."""

import secrets
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from jembatan.releases.pictures import reencode
from jembatan.releases.workflow import Refused as PictureRefused
from jembatan.voices.models import AnswerFile
from jembatan.voices.workflow import Refused

MOST = 5
MOST_PDF = 5 * 1024 * 1024  # bytes
PDF = b"%PDF-"


def prepare(uploads: "Sequence[UploadedFile[bytes]]") -> list[AnswerFile]:
    """Unsaved files, for `answering.answer`. Raises Refused with one sentence."""
    if len(uploads) > MOST:
        raise Refused(_("Paling banyak 5 lampiran."))
    return [_prepared(upload, number) for number, upload in enumerate(uploads, 1)]


def _prepared(upload: "UploadedFile[bytes]", number: int) -> AnswerFile:
    """What it is stands in its first bytes, not in its name."""
    head = upload.read(len(PDF))
    upload.seek(0)
    if head == PDF:
        return AnswerFile(file=_pdf(upload), name=f"lampiran-{number}.pdf")
    try:
        return AnswerFile(file=reencode(upload)[0], name=f"lampiran-{number}.jpg")
    except PictureRefused as refused:
        raise Refused(_("Lampiran %(n)d: %(why)s") % {"n": number, "why": refused}) from None


def _pdf(upload: "UploadedFile[bytes]") -> "ContentFile[bytes]":
    if (upload.size or 0) > MOST_PDF:
        raise Refused(_("Berkas PDF terlalu besar. Pilih yang di bawah 5 MB."))
    return ContentFile(upload.read(), name=f"{secrets.token_urlsafe(12)}.pdf")
