"""The pages that ask once more before a release is published or withdrawn."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jembatan.areas.clock import site_zone
from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.contents import area_names, moment
from jembatan.desk.releases.deciding import attempt, read_again
from jembatan.desk.releases.decision_forms import AloneForm, PublishForm, ReasonForm
from jembatan.desk.releases.loading import crumbs, release_page
from jembatan.messages.engine import quiet
from jembatan.people.roles import Permission
from jembatan.relays import previewing, publishing
from jembatan.relays.counts import audience
from jembatan.releases.markdown import to_text
from jembatan.releases.models import Release, Urgency
from jembatan.releases.workflow import EditConflict, State

LINES = 3  # of what the telephone shows


@release_page(Permission.REVIEW_RELEASES)
def publish(request: StaffRequest, release: Release) -> HttpResponse:
    if release.state not in {State.IN_REVIEW, State.APPROVED}:
        return _not_waiting(request, release)
    return _ask(request, release, PublishForm, title=_("Terbitkan sekarang?"), deed=_("Terbitkan sekarang"))


@release_page(Permission.REVIEW_RELEASES)
def publish_alone(request: StaffRequest, release: Release) -> HttpResponse:
    if release.state not in {State.DRAFT, State.IN_REVIEW}:
        return _not_waiting(request, release)
    title = _("Terbitkan sendiri karena mendesak?")
    return _ask(request, release, AloneForm, title=title, deed=_("Terbitkan sendiri"), alone=True)


def _not_waiting(request: StaffRequest, release: Release) -> HttpResponse:
    flash.info(request, _("Rilis ini tidak sedang menunggu untuk diterbitkan."))
    return redirect("desk:release", release.pk)


def _ask(
    request: StaffRequest, release: Release, kind: type[PublishForm], *, title: str, deed: str, alone: bool = False
) -> HttpResponse:
    """Ask once more; publish when the answer is yes and the version is the one that was read."""
    number = release.current.number if release.current else 0
    read = request.GET.get("versi", str(number))
    if release.state == State.IN_REVIEW and not alone and read != str(number):
        return read_again(request, release)
    form = kind(request.POST or None, area=release.area, initial={"base": number})
    try:
        if attempt(form, lambda: publishing.publish(release=release, by=request.user, **_how(form))):
            flash.success(request, _("Rilis sudah terbit. Penerusan ke desa-desa dimulai."))
            return redirect("desk:release", release.pk)
    except EditConflict:
        return read_again(request, release)
    asked = {"crumbs": crumbs(release, deed), "title": title, "deed": deed, "form": form, "alone": alone}
    return render(request, "desk/releases/publish.html", asked | _effect(release))


def _how(form: PublishForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {"base": said["base"], "alone_because": said.get("reason", ""), "checklist": form.checklist()}


def _effect(release: Release) -> dict[str, Any]:
    """What publishing now would do."""
    text = release.text
    deadline = timezone.now() + timedelta(hours=text.relay_hours)
    lines = [line.strip() for line in to_text(text.body).splitlines() if line.strip()]
    return {
        "release": release,
        "text": text,
        "lines": lines[:LINES],
        "target_names": area_names(text.targets),
        "audience": audience(text.targets),
        "deadline": moment(deadline),
        "sms": previewing.sms(release),
        "waits": _waits(release, deadline),
    }


def _waits(release: Release, deadline: datetime) -> list[str]:
    """When the message goes, and what "urgent" would change."""
    now = timezone.now()
    if release.text.urgency == Urgency.URGENT:
        return [_("Rilis ini mendesak: pesannya langsung dikirim, juga pada malam hari.")]
    said = []
    if left := quiet.seconds_left(now, site_zone()):
        morning = date_format(timezone.localtime(now + timedelta(seconds=left), site_zone()), "H.i")
        said.append(_("Sekarang jam tenang: pesan kepada relawan ditahan sampai %(at)s.") % {"at": morning})
    if publishing.can_wait(release, now, deadline):
        said.append(
            _(
                "Relawan yang hari ini sudah menerima pesan mendapatkannya bersama pesan gabungan berikutnya, "
                "kecuali waktunya lalu tinggal kurang dari 12 jam."
            )
        )
    return [*said, _("Rilis yang mendesak tidak menunggu.")] if said else []


@release_page(Permission.REVIEW_RELEASES)
def withdraw(request: StaffRequest, release: Release) -> HttpResponse:
    if release.state != State.PUBLISHED:
        flash.info(request, _("Hanya rilis yang sedang terbit yang bisa ditarik."))
        return redirect("desk:release", release.pk)
    form, by = ReasonForm(request.POST or None), request.user
    if attempt(form, lambda: publishing.withdraw(release=release, by=by, reason=form.cleaned_data["reason"])):
        flash.success(request, _("Rilis ditarik. Pesan yang belum terkirim dihentikan, dan relawan dikabari."))
        return redirect("desk:release", release.pk)
    context = {
        "crumbs": crumbs(release, _("Tarik")),
        "release": release,
        "form": form,
        "title": _("Tarik rilis ini?"),
        "text": _("Halamannya tetap ada dan bertanda ditarik. Relawan yang sudah diminta dikabari, dengan alasan ini."),
        "label": _("Tarik rilis"),
        "danger": True,
    }
    return render(request, "desk/releases/decide.html", context)
