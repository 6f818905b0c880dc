"""Every version of a release, and any two of them compared."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.contents import compare
from jembatan.desk.releases.loading import crumbs, release_page
from jembatan.people.roles import Permission
from jembatan.releases.actions import Content
from jembatan.releases.markdown import to_html
from jembatan.releases.models import Release, Version


@release_page(Permission.READ_RELEASES)
def versions(request: StaffRequest, release: Release) -> HttpResponse:
    """The newest two unless `dari` and `ke` name others; one alone where there is but one."""
    rows = list(release.versions.select_related("created_by").defer("body").order_by("-number"))
    numbers = [row.number for row in rows]
    newer = _number(request, "ke", numbers, numbers[0])
    older = _number(request, "dari", numbers, max(newer - 1, 1))
    found = {version.number: version for version in release.versions.filter(number__in=[older, newer])}
    return render(
        request,
        "desk/releases/versions.html",
        {"crumbs": crumbs(release, _("Versi")), "release": release, "versions": rows, "older": older, "newer": newer}
        | _compared(found, older, newer),
    )


def _number(request: HttpRequest, name: str, known: list[int], default: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 and int(text) in known else default


def _compared(found: dict[int, Version], older: int, newer: int) -> dict[str, Any]:
    if older == newer:
        return {"comparison": compare(None, Content.of(found[newer])), "body": to_html(found[newer].body)}
    return {"comparison": compare(Content.of(found[older]), Content.of(found[newer]))}
