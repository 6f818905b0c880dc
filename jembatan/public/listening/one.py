"""One voice for everyone: what was said, what happened, what was answered. A hidden one is a 404, as if none."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jembatan.public.listening.showing import shown
from jembatan.public.page import cacheable, page, prefix
from jembatan.releases.models import Release
from jembatan.voices import codes, public
from jembatan.voices.models import Answer, AnswerFile, Photo, Voice
from jembatan.voices.workflow import OPEN

SANDBOX = "default-src 'none'; sandbox"  # whatever the file is, it runs nothing and belongs to no site
TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "pdf": "application/pdf"}


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    voice = get_object_or_404(public.seen(), code=codes.tidy(code))
    (row,) = shown([voice])
    address = f"{settings.BASE_URL}{prefix()}/suara/{voice.code}/"
    context = {
        "row": row,
        "voice": voice,
        "open": voice.state in OPEN,
        "address": address,
        "whatsapp": _whatsapp(voice, address),
        "steps": [(step, public.day(step.at)) for step in public.history(voice)],
        "paused": voice.pauses.filter(end=None).first() if row.clock.how == "paused" else None,
        "answers": _answers(voice),
        "photos": [(one, str(one.file.name).rpartition("/")[2]) for one in voice.photos.all()],
        "merged_into": Voice.objects.public().filter(merged=voice).values_list("code", flat=True).first(),
    }
    return page(request, "public/listening/voice.html", context)


def _whatsapp(voice: Voice, address: str) -> str:
    text = _("Laporan warga %(code)s: %(address)s") % {"code": voice.code, "address": address}
    return f"https://wa.me/?{urlencode({'text': text})}"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with the day, its files, and a clarification that is still published."""

    row: Answer
    on: date
    files: list[AnswerFile]
    release: Release | None


def _answers(voice: Voice) -> list[Said]:
    answers = list(voice.answers.all())
    files: dict[int, list[AnswerFile]] = {}
    for file in AnswerFile.objects.filter(answer__in=answers).order_by("pk"):
        files.setdefault(file.answer_id, []).append(file)
    releases = Release.objects.public().in_bulk([one.release_id for one in answers if one.release_id])
    return [Said(one, public.day(one.at), files.get(one.pk, []), releases.get(one.release_id)) for one in answers]


@require_safe
def photo(request: HttpRequest, code: str, name: str) -> FileResponse:  # noqa: ARG001
    voices = Voice.objects.public().filter(code=code)
    found = get_object_or_404(Photo, voice__in=voices, public=True, file=f"voices/{name}")
    return _alone(found.file, "image/jpeg")


@require_safe
def attachment(request: HttpRequest, code: str, pk: int) -> FileResponse:  # noqa: ARG001
    """What an office attached to its answer."""
    found = get_object_or_404(AnswerFile, answer__voice__in=Voice.objects.public().filter(code=code), pk=pk)
    ending = str(found.file.name).rpartition(".")[2].lower()
    return _alone(found.file, TYPES.get(ending, "application/octet-stream"), save_as=found.name)


def _alone(file: Any, kind: str, save_as: str = "") -> FileResponse:
    """Kept for a minute only: it can be hidden again."""
    try:
        response = FileResponse(file.open(), content_type=kind, as_attachment=bool(save_as), filename=save_as)
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    cacheable(response)
    return response
