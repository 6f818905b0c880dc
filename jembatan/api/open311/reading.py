"""Public voices as service requests. Of a moment only its day is told; of a place, its middle."""

from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jembatan.api.open311 import asking
from jembatan.api.open311.formats import answer
from jembatan.api.open311.machine import Wrong, jurisdiction
from jembatan.api.open311.services import name_of
from jembatan.areas.clock import site_zone
from jembatan.areas.models import Area, Boundary, Level
from jembatan.voices.codes import tidy
from jembatan.voices.models import Voice
from jembatan.voices.public import day, middles, place, seen
from jembatan.voices.workflow import OPEN


def several(request: HttpRequest, kind: str) -> HttpResponse:
    jurisdiction(request.GET.get("jurisdiction_id"))
    return answer(kind, "service_requests", _all(list(asking.wanted(request.GET))))


def one(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    jurisdiction(request.GET.get("jurisdiction_id"))
    found = list(seen().filter(code=tidy(code)))
    if not found:
        raise Wrong(404, _("service_request_id “%(code)s” tidak ditemukan.") % {"code": code})
    return answer(kind, "service_requests", _all(found))


def _all(voices: list[Voice]) -> list[dict[str, Any]]:
    where = middles(voices)
    return [_request(voice, where.get(place(voice).pk)) for voice in voices]


def _request(voice: Voice, middle: Boundary | None) -> dict[str, Any]:
    code, name = name_of(voice.topic)
    at, photos = place(voice), list(voice.photos.all())
    return {
        "service_request_id": voice.code,
        "status": "open" if voice.state in OPEN else "closed",
        "status_notes": _notes(voice),
        "service_name": name,
        "service_code": code,
        "description": voice.text,
        "agency_responsible": voice.office.name if voice.office else None,
        "service_notice": None,
        "requested_datetime": _w3c(day(voice.received_at)),
        "updated_datetime": _w3c(_updated(voice)),
        "expected_datetime": _w3c(voice.answer_due_on, time(23, 59, 59)) if voice.answer_due_on else None,
        "address": _address(at),
        "address_id": at.code,
        "zipcode": at.postal_code or None,
        "lat": middle.latitude if middle else None,
        "long": middle.longitude if middle else None,
        "media_url": _media(voice, str(photos[0].file.name)) if photos else None,
    }


def _notes(voice: Voice) -> str:
    """Why it stands as it does: the office's last word, else the state."""
    answers = list(voice.answers.all())
    return answers[-1].text if answers else voice.get_state_display()


def _updated(voice: Voice) -> date:
    """Of a closed one the day on which it was closed."""
    if voice.ended_on:
        return voice.ended_on
    days = (voice.verified_on, voice.replied_on, voice.answered_on, voice.shown_at and day(voice.shown_at))
    return max([day(voice.received_at), *(one for one in days if one)])


def _w3c(on: date, at: time = time.min) -> str:
    return datetime.combine(on, at, tzinfo=site_zone()).isoformat()


def _address(area: Area) -> str:
    above = area.parent if area.level == Level.VILLAGE else None
    return f"{area.title}, {above.title}" if above else area.title


def _media(voice: Voice, name: str) -> str:
    return f"{settings.BASE_URL}/suara/{voice.code}/foto/{name.rpartition('/')[2]}"
