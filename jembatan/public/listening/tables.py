"""Public voices as a table for spreadsheets: the newest ten thousand of what was asked for, batch by batch."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jembatan.public.listening.asking import Asked
from jembatan.public.listening.showing import last_answer
from jembatan.public.page import cacheable
from jembatan.spreadsheet import TYPE, lines
from jembatan.voices.models import Voice
from jembatan.voices.public import day, place

MOST, BATCH = 10_000, 500  # rows


@require_safe
def csv(request: HttpRequest) -> StreamingHttpResponse:
    asked = Asked.of(request)
    first = asked.batch(BATCH, asked.cursor)  # what is wrong is said before the first line
    rows = chain([_header()], _rows(asked, first, translation.get_language() or "id"))
    response = StreamingHttpResponse(lines(rows), content_type=TYPE)
    response["Content-Disposition"] = 'attachment; filename="suara.csv"'
    cacheable(response)
    return response


def _header() -> list[str]:
    return [
        pgettext("voice", "Kode"), _("Diterima"), _("Status"), _("Jenis"), _("Topik"), _("Kode wilayah"), _("Wilayah"),
        _("Kantor"), _("Isi"), _("Tanggapan"), _("Dijawab"), _("Batas jawaban"), _("Pendukung"), _("Alamat"),
    ]  # fmt: skip


def _rows(asked: Asked, batch: tuple[list[Voice], str], language: str) -> Iterator[list[Any]]:
    """Runs after the view has returned, when its language is no longer set."""
    for _number in range(MOST // BATCH):
        with translation.override(language):
            cells = [_cells(voice) for voice in batch[0]]
        yield from cells
        if not batch[1]:
            return
        batch = asked.batch(BATCH, batch[1])


def _cells(voice: Voice) -> list[Any]:
    answer, where = last_answer(voice), place(voice)
    return [
        voice.code, day(voice.received_at), voice.get_state_display(), voice.get_kind_display(), voice.topic,
        where.code, where.title, voice.office, voice.text, answer.text if answer else "", voice.answered_on,
        voice.answer_due_on, voice.supporters, f"{settings.BASE_URL}/suara/{voice.code}/",
    ]  # fmt: skip
