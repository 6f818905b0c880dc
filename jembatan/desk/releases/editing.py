"""Writing a release: a new draft, another version of it, and the preview while writing."""

from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.forms import DraftForm, NewForm
from jembatan.desk.releases.loading import crumbs, desk_page, release_page
from jembatan.desk.releases.senders import senders
from jembatan.desk.releases.sheets import Sheet, previewed
from jembatan.people.roles import Permission
from jembatan.releases import actions
from jembatan.releases.models import Release
from jembatan.releases.workflow import State


@desk_page(Permission.WRITE_RELEASES)
def new(request: StaffRequest) -> HttpResponse:
    if not (mine := senders(request.user)):
        raise Http404
    sheet = Sheet(request, NewForm, senders=mine)
    if sheet.complete():
        sender = sheet.form.cleaned_data["sender"]
        content = sheet.form.content(sheet.pictures.chosen)
        release = actions.draft(content=content, area=sender.area, office=sender.office, by=request.user)
        flash.success(request, _("Draf tersimpan. Periksa sekali lagi, lalu kirim untuk ditinjau."))
        return redirect("desk:release", release.pk)
    return render(
        request,
        "desk/releases/write.html",
        sheet.context() | {"heading": _("Tulis rilis"), "crumbs": crumbs(None, _("Tulis rilis"))},
    )


@release_page(Permission.WRITE_RELEASES)
def edit(request: StaffRequest, release: Release) -> HttpResponse:
    if release.state != State.DRAFT and request.method == "GET":
        flash.error(request, _("Rilis ini bukan draf lagi, jadi tidak bisa diubah di sini."))
        return redirect("desk:release", release.pk)
    sheet = Sheet(request, DraftForm, release=release, area=release.area)
    if sheet.complete() and _revised(request, release, sheet):
        flash.success(request, _("Perubahan tersimpan."))
        return redirect("desk:release", release.pk)
    heading = {"heading": _("Ubah draf"), "release": release, "crumbs": crumbs(release, _("Ubah"))}
    return render(request, "desk/releases/write.html", sheet.context() | heading)


def _revised(request: StaffRequest, release: Release, sheet: Sheet) -> bool:
    return sheet.save(
        lambda base, content: actions.revise(release=release, base=base, content=content, by=request.user),
        sheet.form.content(sheet.pictures.chosen),
    )


@require_POST
@desk_page(Permission.WRITE_RELEASES)
def preview(request: StaffRequest) -> HttpResponse:
    """The preview alone, while somebody writes."""
    return render(request, "desk/releases/preview.html", {"preview": previewed(request.POST)})
