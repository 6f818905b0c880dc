"""The services: this installation's topics, and one for whatever fits none of them."""

from typing import Any

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jembatan.api.open311.formats import answer
from jembatan.api.open311.machine import Wrong, jurisdiction, machine
from jembatan.voices.models import Topic

OTHER = "umum"  # of a voice without a topic; no topic of this code is listed
OFFICIAL = "ABOUT_OFFICIAL"
YES, NO = "yes", "no"


def name_of(topic: Topic | None) -> tuple[str, str]:
    """Code and name."""
    return (topic.code, topic.name) if topic else (OTHER, _("Lain-lain"))


def topic_of(code: str) -> Topic | None:
    """None for the service without a topic. Raises Wrong for one that is not there."""
    if code == OTHER:
        return None
    found = Topic.objects.filter(code=code).first() if slug_re.fullmatch(code) else None
    if found is None:
        raise Wrong(404, _("service_code “%(code)s” tidak ditemukan.") % {"code": code})
    return found


def _service(topic: Topic | None) -> dict[str, Any]:
    code, name = name_of(topic)
    return {
        "service_code": code,
        "service_name": name,
        "description": _("Laporan, pertanyaan, atau aspirasi tentang %(topic)s") % {"topic": name.lower()},
        "metadata": True,
        "type": "realtime",
        "keywords": name.lower(),
        "group": _("Suara Warga"),
    }


def _list(request: HttpRequest, kind: str) -> HttpResponse:
    jurisdiction(request.GET.get("jurisdiction_id"))
    topics = Topic.objects.filter(ended=False).exclude(code=OTHER).order_by("name", "pk")
    return answer(kind, "services", [_service(topic) for topic in [*topics, None]])


def _definition(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    jurisdiction(request.GET.get("jurisdiction_id"))
    topic_of(code)
    return answer(kind, "service_definition", {"service_code": code, "attributes": [_about_official()]})


def _about_official() -> dict[str, Any]:
    """The one question that is asked: yes brings it to the inspectorate and never to the public."""
    return {
        "variable": True,
        "code": OFFICIAL,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": None,
        "order": 1,
        "description": _("Ini tentang petugas atau perangkat desa?"),
        "values": [{"key": NO, "name": _("Tidak")}, {"key": YES, "name": _("Ya")}],
    }


listing, definition = machine(GET=_list), machine(GET=_definition)
