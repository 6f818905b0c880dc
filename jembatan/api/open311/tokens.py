"""Services are realtime: a post answers with its id at once, and hands out no token.

What a reporter keeps (code and secret) is taken as one, so that a program can ask which request it belongs to.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jembatan.api.open311.formats import answer
from jembatan.api.open311.machine import Wrong, jurisdiction, machine
from jembatan.flooding import too_often
from jembatan.releases.readings import network
from jembatan.voices import reporting

AT_MOST = 100  # wrong ones from one network in a quarter of an hour


def _token(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    jurisdiction(request.GET.get("jurisdiction_id"))
    code, _dash, secret = token.partition("-")
    voice = reporting.find(code, secret)
    if voice is None:
        if too_often("open311-token", network(request), AT_MOST):
            raise Wrong(429, _("Terlalu banyak permintaan. Coba lagi sesudah seperempat jam."))
        raise Wrong(404, _("Token ini tidak ditemukan."))
    return answer(kind, "service_requests", [{"service_request_id": voice.code, "token": token}])


show = machine(GET=_token)
