"""Questions and their answers for everyone, each valid until a day."""

import re

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jembatan.areas.clock import today
from jembatan.public.addresses import following
from jembatan.public.page import page
from jembatan.voices.models import Entry

SIZE = 12


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    rows = list(_valid(request.GET.get("sebelum", ""))[: SIZE + 1])
    older = str(rows[SIZE - 1].pk) if len(rows) > SIZE else ""
    context = {"entries": rows[:SIZE], "older": following(sebelum=older), "cursor": request.GET.get("sebelum")}
    return page(request, "public/listening/entries.html", context)


def _valid(cursor: str) -> QuerySet[Entry]:
    """Without the answer that it came from: that one can be hidden again."""
    if cursor and not re.fullmatch(r"[0-9]{1,18}", cursor):
        raise Http404
    before = Q(pk__lt=int(cursor)) if cursor else Q()
    rows = Entry.objects.filter(before, expires_on__gte=today()).select_related("area__parent", "topic", "office")
    return rows.order_by("-pk")
