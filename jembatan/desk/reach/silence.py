"""The standing list: villages where no release was relayed for so many days."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jembatan.areas.models import NATION
from jembatan.areas.settings import setting
from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.loading import page
from jembatan.desk.reach.territory import code_in, codes_of
from jembatan.people.roles import Permission
from jembatan.relays.silence import silent_villages

PAGE = 100


@page(Permission.READ_REACH)
@require_safe
def silent(request: StaffRequest) -> HttpResponse:
    codes = codes_of(request, Permission.READ_REACH)
    days = int(setting("silent_days", codes[0] if codes else NATION))
    rows = silent_villages(*codes, since=timezone.now() - timedelta(days=days))
    after = code_in(request, "sesudah")
    found = list(rows.filter(code__gt=after)[: PAGE + 1])
    context = {
        "villages": found[:PAGE],
        "days": days,
        "first_page": not after,
        "next_url": f"?sesudah={found[PAGE - 1].code}" if len(found) > PAGE else "",
    }
    return render(request, "desk/reach/silent.html", context)
