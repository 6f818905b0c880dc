"""Photos that come with a form."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jembatan.releases.pictures import reencode
from jembatan.releases.workflow import Refused
from jembatan.voices.intake import MOST_PHOTOS, Taken


def taken(uploads: Sequence[Any]) -> tuple[tuple[Taken, ...], str]:
    """All of them re-encoded, or none and one sentence that says which one could not be taken, and why."""
    if len(uploads) > MOST_PHOTOS:
        return (), _("Paling banyak 5 foto. Tulisan Anda masih ada; pilih lagi fotonya.")
    photos: list[Taken] = []
    for number, upload in enumerate(uploads, 1):
        try:
            photos.append(Taken(*reencode(upload)))
        except Refused as refused:
            return (), _("Foto ke-%(number)s: %(why)s Tulisan Anda masih ada; pilih lagi fotonya.") % {
                "number": number,
                "why": refused,
            }
    return tuple(photos), ""
