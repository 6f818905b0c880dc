"""Correcting a published release: a new version that readers and volunteers see at once."""

from typing import cast

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.choices import choices
from jembatan.desk.releases.contents import area_names
from jembatan.desk.releases.forms import CorrectionForm
from jembatan.desk.releases.loading import crumbs, release_page
from jembatan.desk.releases.sheets import Sheet
from jembatan.people.roles import Permission
from jembatan.relays import publishing
from jembatan.releases.models import Release
from jembatan.releases.workflow import State


@release_page(Permission.REVIEW_RELEASES)
def correct(request: StaffRequest, release: Release) -> HttpResponse:
    if release.state != State.PUBLISHED and request.method == "GET":
        flash.error(request, _("Hanya rilis yang sudah terbit yang bisa dikoreksi."))
        return redirect("desk:release", release.pk)
    sheet = Sheet(request, CorrectionForm, release=release, area=release.area)
    if sheet.complete() and _corrected(request, release, sheet):
        flash.success(request, _("Koreksi sudah terbit."))
        return redirect("desk:release", release.pk)
    more = {"heading": _("Koreksi rilis"), "release": release, "target_names": area_names(release.text.targets)}
    more |= {"choices": choices(request.user, release), "crumbs": crumbs(release, _("Koreksi"))}
    return render(request, "desk/releases/write.html", sheet.context() | more)


def _corrected(request: StaffRequest, release: Release, sheet: Sheet) -> bool:
    form, by = cast(CorrectionForm, sheet.form), request.user
    said = {"ask_again": form.cleaned_data["ask_again"], "checklist": form.checklist()}
    return sheet.save(
        lambda base, content: publishing.correct(release=release, base=base, content=content, by=by, **said),
        form.content(sheet.pictures.chosen, release.text.targets),
    )
