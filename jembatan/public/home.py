"""The first page: whose site this is, what is new, and the way to one's own village."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jembatan.public.page import cacheable, page
from jembatan.relays import public as reach
from jembatan.releases import public as releases

SHOWN = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    urgent = releases.alerts()
    newest, _older = releases.newest(size=SHOWN + len(urgent), withdrawn=False)
    latest = [release for release in newest if release not in urgent][:SHOWN]
    figures = reach.total(release.pk for release in newest)
    context = {"urgent": urgent, "latest": latest, "told": len(newest), "figures": figures, "percent": figures.percent}
    return page(request, "public/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "public/about.html")


# What is no page of its own: links of one person or relay, the workroom, the counting picture.
CLOSED = ("berhenti/", "r/", "s/", "meja/", "akun/", "hitung/", "tugas/", "suara/saya/", "suara/kabari/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    lines = [f"Disallow: {start}{path}" for start in ("/", "/en/") for path in CLOSED]
    return cacheable(HttpResponse("\n".join(["User-agent: *", *lines, ""]), content_type="text/plain"))
