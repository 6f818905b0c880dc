"""Sending for review, reading what changed, approving, returning, and the second look."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jembatan.desk.access import StaffRequest
from jembatan.desk.releases.choices import choices
from jembatan.desk.releases.contents import compare
from jembatan.desk.releases.decision_forms import ApproveForm, ReasonForm
from jembatan.desk.releases.loading import crumbs, release_page
from jembatan.people.roles import Permission
from jembatan.releases import actions
from jembatan.releases.actions import Content
from jembatan.releases.markdown import to_html
from jembatan.releases.models import Decision, Release, Version
from jembatan.releases.workflow import EditConflict, Refused, State


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do it when the form is right; what the rules refuse is said on the form. EditConflict goes on to the caller."""
    if not form.is_valid():
        return False
    try:
        act()
    except EditConflict:
        raise
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def read_again(request: StaffRequest, release: Release) -> HttpResponse:
    """Nobody decides about what they did not read."""
    flash.error(request, _("Rilis ini baru saja diubah orang lain. Baca dulu yang terbaru, lalu putuskan."))
    return redirect("desk:release_review", release.pk)


def answer(request: StaffRequest, release: Release, refusable: Callable[[], object], done: str) -> HttpResponse:
    """Do what one button does and say so, or say why not."""
    try:
        refusable()
        flash.success(request, done)
    except Refused as refused:
        flash.error(request, str(refused))
    return redirect("desk:release", release.pk)


@require_POST
@release_page(Permission.WRITE_RELEASES)
def send(request: StaffRequest, release: Release) -> HttpResponse:
    done = _("Rilis dikirim untuk ditinjau. Anda diberi tahu di halaman ini bila dikembalikan.")
    return answer(request, release, lambda: actions.send_for_review(release=release, by=request.user), done)


@require_POST
@release_page(Permission.REVIEW_RELEASES)
def look_again(request: StaffRequest, release: Release) -> HttpResponse:
    done = _("Terima kasih. Pemeriksaan orang kedua tercatat.")
    return answer(request, release, lambda: actions.look_again(release=release, by=request.user), done)


@release_page(Permission.REVIEW_RELEASES)
def review(request: StaffRequest, release: Release) -> HttpResponse:
    """Read what changed since it was last read, and decide."""
    if release.state != State.IN_REVIEW or release.current is None:
        flash.info(request, _("Rilis ini tidak sedang menunggu tinjauan."))
        return redirect("desk:release", release.pk)
    form = ApproveForm(area=release.area, initial={"base": release.current.number})
    return _review_page(request, release, form)


def _review_page(request: StaffRequest, release: Release, form: ApproveForm) -> HttpResponse:
    version = cast(Version, release.current)
    before = last_read(release, version)
    return render(
        request,
        "desk/releases/review.html",
        {
            "crumbs": crumbs(release, _("Tinjau")),
            "release": release,
            "version": version,
            "body": to_html(version.body),
            "before": before,
            "comparison": compare(Content.of(before) if before else None, Content.of(version)),
            "form": form,
            "reason_form": ReasonForm(auto_id="back_%s"),
            "choices": choices(request.user, release),
        },
    )


def last_read(release: Release, version: Version) -> Version | None:
    """The newest version up to this one that a reviewer has decided about; this one where it was sent unchanged."""
    decided = release.reviews.exclude(decision=Decision.SENT).filter(version__number__lte=version.number)
    last = decided.select_related("version").order_by("-version__number").first()
    return last.version if last else None


@require_POST
@release_page(Permission.REVIEW_RELEASES)
def approve(request: StaffRequest, release: Release) -> HttpResponse:
    form, by = ApproveForm(request.POST, area=release.area), request.user
    try:
        if attempt(form, lambda: actions.approve(release=release, by=by, **_said(form))):
            flash.success(request, _approved_words(form))
            return redirect("desk:release", release.pk)
    except EditConflict:
        return read_again(request, release)
    return _review_page(request, release, form)


def _said(form: ApproveForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {"base": said["base"], "publish_at": said["publish_at"], "checklist": form.checklist()}


def _approved_words(form: ApproveForm) -> str:
    if form.cleaned_data["publish_at"]:
        return _("Rilis disetujui dan akan terbit pada waktunya.")
    return _("Rilis disetujui. Terbitkan kapan pun siap.")


@release_page(Permission.REVIEW_RELEASES)
def send_back(request: StaffRequest, release: Release) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if attempt(form, lambda: actions.send_back(release=release, by=request.user, reason=form.cleaned_data["reason"])):
        flash.success(request, _("Rilis dikembalikan ke penulis."))
        return redirect("desk:release", release.pk)
    context = {
        "crumbs": crumbs(release, _("Kembalikan")),
        "release": release,
        "form": form,
        "title": _("Kembalikan ke penulis?"),
        "text": _("Rilis menjadi draf lagi. Penulis membaca alasan ini."),
        "label": _("Kembalikan"),
    }
    return render(request, "desk/releases/decide.html", context)
