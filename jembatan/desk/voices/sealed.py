"""Who said it: one asks with a reason, a second one agrees, the first one looks once. The reporter reads all of it."""

from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jembatan.desk.access import StaffRequest
from jembatan.desk.voices.acts import crumbs
from jembatan.desk.voices.forms.base import words_field
from jembatan.desk.voices.loading import page, voice_page
from jembatan.people.roles import Permission
from jembatan.voices import identity
from jembatan.voices.identity import SHORTEST
from jembatan.voices.models import Identity, Unsealing, Voice
from jembatan.voices.workflow import Refused

PAGE = 30


class ReasonForm(forms.Form):
    reason = words_field(
        gettext_lazy("Alasan"),
        rows=4,
        most=1_000,
        min_length=SHORTEST,
        help_text=gettext_lazy("Pelapor akan membacanya."),
    )


@voice_page
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request: StaffRequest, voice: Voice) -> HttpResponse:
    """Where one's own wish stands, or the form to wish."""
    first = _("Panggilan balik acak: memastikan laporan ini benar disampaikan.") if "telepon" in request.GET else ""
    form = ReasonForm(request.POST or None, initial={"reason": first})
    if request.method == "POST" and form.is_valid():
        try:
            identity.ask(voice=voice, reason=form.cleaned_data["reason"], by=request.user)
            flash.success(request, _("Permintaan dikirim. Orang kedua yang memutuskan."))
            return redirect("desk:voice_seal", voice.code)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "desk/voices/seal.html", _standing(request, voice) | {"form": form})


def _standing(request: StaffRequest, voice: Voice) -> dict[str, Any]:
    wishes = list(voice.unsealings.select_related("asked_by", "decided_by").order_by("-pk")[:PAGE])
    mine = next((one for one in wishes if one.asked_by_id == request.user.pk), None)
    return {
        "voice": voice,
        "crumbs": crumbs(voice, _("Identitas pelapor")),
        "sealed": Identity.objects.filter(voice=voice, blanked_on=None).exists(),
        "wishes": wishes,
        "waiting": mine if mine and mine.decided_at is None else None,
        "granted": mine if mine and _openable(mine) else None,
    }


def _openable(wish: Unsealing) -> bool:
    return bool(wish.granted and not wish.opened_at and wish.expires_at and wish.expires_at > timezone.now())


@voice_page
@require_POST
def look(request: StaffRequest, voice: Voice) -> HttpResponse:
    """The one look. Shown in this answer and never again."""
    wish = voice.unsealings.filter(asked_by=request.user, granted=True, opened_at=None).order_by("-pk").first()
    try:
        if wish is None:
            raise Refused(_("Izin melihat identitas tidak ada atau sudah dipakai."))
        said = identity.open_seal(unsealing=wish, by=request.user)
    except Refused as refused:
        flash.error(request, str(refused))
        return redirect("desk:voice_seal", voice.code)
    rows = [(_("Nama"), said.get("name")), (_("Kanal"), said.get("channel")), (_("Alamat"), said.get("address"))]
    shown = [{"term": term, "value": value} for term, value in rows if value]
    return render(request, "desk/voices/opened.html", _standing(request, voice) | {"said": shown})


@page(Permission.UNSEAL_VOICES)
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: StaffRequest) -> HttpResponse:
    """What waits for this person to agree or not; the oldest first."""
    mine = identity.decidable(request.user)
    if request.method == "POST":
        return _decide(request, mine)
    rows = list(mine.select_related("voice__area", "voice__office", "asked_by").order_by("pk")[:PAGE])
    return render(request, "desk/voices/seals.html", {"rows": rows})


class DecisionForm(forms.Form):
    unsealing = forms.IntegerField(min_value=1, max_value=2**62)  # an id
    decision = forms.ChoiceField(choices=[("ya", ""), ("tidak", "")])


def _decide(request: StaffRequest, mine: Any) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        flash.error(request, _("Pilihan itu tidak terbaca. Muat ulang halaman ini, lalu tekan lagi."))
        return redirect("desk:voice_seals")
    wish = get_object_or_404(mine, pk=form.cleaned_data["unsealing"])
    grant = form.cleaned_data["decision"] == "ya"
    try:
        identity.decide(unsealing=wish, grant=grant, by=request.user)
        flash.success(request, _("Disetujui: pemohon boleh melihat satu kali.") if grant else _("Tidak disetujui."))
    except Refused as refused:
        flash.error(request, str(refused))
    return redirect("desk:voice_seals")
