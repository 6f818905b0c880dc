"""The service discovery file that the specification wants beside the endpoint."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jembatan.api.open311.formats import answer
from jembatan.api.open311.machine import machine

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-24T00:00:00Z"


def _discovery(_request: HttpRequest, kind: str) -> HttpResponse:
    endpoint = {
        "specification": SPECIFICATION,
        "url": f"{settings.BASE_URL}/open311/v2",
        "changeset": CHANGED,
        "type": "production",
        "formats": ["application/json", "text/xml"],
    }
    where = _("Minta kunci (api_key) kepada pengelola %(address)s.") % {"address": settings.BASE_URL}
    content = {"changeset": CHANGED, "contact": settings.BASE_URL, "key_service": where, "endpoints": [endpoint]}
    return answer(kind, "discovery", content)


show = machine(GET=_discovery)
