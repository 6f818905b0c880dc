"""`/open311/v2/`: the format is the end of each address."""

from django.urls import re_path

from jembatan.api.open311 import discovery, posting, reading, services, tokens
from jembatan.api.open311.machine import machine, unknown

KIND = r"\.(?P<kind>json|xml)$"

app_name = "open311"
urlpatterns = [
    re_path(rf"^discovery{KIND}", discovery.show, name="discovery"),
    re_path(rf"^services{KIND}", services.listing, name="services"),
    re_path(rf"^services/(?P<code>[^/]{{1,40}}){KIND}", services.definition, name="service"),
    re_path(rf"^requests{KIND}", machine(GET=reading.several, POST=posting.create), name="requests"),
    re_path(rf"^requests/(?P<code>[^/]{{1,40}}){KIND}", machine(GET=reading.one), name="request"),
    re_path(rf"^tokens/(?P<token>[^/]{{1,60}}){KIND}", tokens.show, name="token"),
    re_path(rf"^.*{KIND}", unknown, name="unknown"),
    re_path(r"^", unknown, name="unknown_format"),
]
