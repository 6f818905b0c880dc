"""Public voices as points on a map (GeoJSON, RFC 7946): the middle of the village or district, never the pin."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jembatan.areas.models import Boundary
from jembatan.public.listening.asking import Asked
from jembatan.public.listening.feeds import conditional
from jembatan.public.listening.showing import last_answer
from jembatan.voices.models import Voice
from jembatan.voices.public import day, middles, place

MOST = 1_000  # features in one answer; the next begin at the address of `Link`
TYPE = "application/geo+json"


@require_safe
def geojson(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request)
    voices, older = asked.batch(MOST, asked.cursor)
    where = middles(voices)
    features = [_feature(voice, where.get(place(voice).pk)) for voice in voices]
    content = {"type": "FeatureCollection", "features": features}
    response = HttpResponse(json.dumps(content, ensure_ascii=False), content_type=TYPE)
    if older:
        response["Link"] = f'<{settings.BASE_URL}{request.path}{asked.query(older)}>; rel="next"'
    return conditional(request, response)


def _feature(voice: Voice, middle: Boundary | None) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [middle.longitude, middle.latitude]} if middle else None
    return {"type": "Feature", "id": voice.code, "geometry": point, "properties": _properties(voice)}


def _properties(voice: Voice) -> dict[str, Any]:
    answer, where = last_answer(voice), place(voice)
    return {
        "url": f"{settings.BASE_URL}/suara/{voice.code}/",
        "text": voice.text,
        "kind": voice.kind,
        "state": voice.state,
        "topic": voice.topic.code if voice.topic else None,
        "area": where.code,
        "place": where.title,
        "office": voice.office.name if voice.office else None,
        "received_on": day(voice.received_at).isoformat(),
        "answer_due_on": voice.answer_due_on.isoformat() if voice.answer_due_on else None,
        "answer": answer.text if answer else None,
        "answered_on": voice.answered_on.isoformat() if voice.answered_on else None,
        "supporters": voice.supporters,
    }
