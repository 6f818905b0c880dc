"""Photos and attachments for handlers: under a permission, never run, never kept by anybody in between."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jembatan.desk.access import StaffRequest
from jembatan.desk.voices.loading import voice_page
from jembatan.voices.models import AnswerFile, Photo, Voice

NOTHING_RUNS = "default-src 'none'; sandbox"


@voice_page
@require_safe
def photo(_request: StaffRequest, voice: Voice, pk: int) -> FileResponse:
    return served(get_object_or_404(Photo, voice=voice, pk=pk).file, "image/jpeg")


@voice_page
@require_safe
def attachment(_request: StaffRequest, voice: Voice, pk: int) -> FileResponse:
    """A PDF is downloaded, a photo is shown."""
    found = get_object_or_404(AnswerFile, answer__voice=voice, pk=pk)
    pdf = found.name.endswith(".pdf")
    return served(found.file, "application/pdf" if pdf else "image/jpeg", download=found.name if pdf else "")


def served(file: FieldFile, kind: str, *, download: str = "") -> FileResponse:
    try:
        response = FileResponse(
            file.open(), content_type=kind, as_attachment=bool(download), filename=download or "foto.jpg"
        )
    except FileNotFoundError:
        raise Http404 from None
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    return response
