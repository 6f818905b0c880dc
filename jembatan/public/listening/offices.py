"""How offices answer, once the area decided to show it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jembatan.public.page import page
from jembatan.voices import league


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    if not league.is_on():
        raise Http404
    rows = league.table() if league.ready() else []
    return page(request, "public/listening/offices.html", {"rows": rows, "days": league.DAYS, "fewest": league.FEWEST})
