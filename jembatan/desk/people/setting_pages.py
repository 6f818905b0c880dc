"""What the installation decides for itself, and its campaign periods."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas import settings
from jembatan.areas.clock import today
from jembatan.areas.errors import AreaError
from jembatan.areas.models import Area
from jembatan.desk.access import StaffRequest, staff
from jembatan.desk.people.loading import allow_everywhere
from jembatan.desk.people.person_forms import day
from jembatan.people.roles import Permission
from jembatan.releases import campaigns
from jembatan.releases.models import Campaign
from jembatan.releases.rules import campaign_in
from jembatan.releases.workflow import Refused

MANAGE = Permission.MANAGE_SETTINGS
STEPS = {
    "members": gettext_lazy("Anggota KIM lainnya"),
    "neighbour": gettext_lazy("KIM terdekat di kecamatan itu"),
    "coordinator": gettext_lazy("Koordinator kecamatan"),
    "phone_list": gettext_lazy("Daftar telepon untuk dicetak"),
}


def _hours(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=settings.MOST_HOURS)


class SettingsForm(forms.Form):
    four_eyes = forms.BooleanField(label=gettext_lazy("Rilis diterbitkan orang lain, bukan penulisnya"), required=False)
    relay_hours = forms.IntegerField(
        label=gettext_lazy("Batas penerusan, dalam jam sesudah terbit"), min_value=1, max_value=settings.MOST_HOURS
    )
    members, neighbour, coordinator, phone_list = (_hours(label) for label in STEPS.values())
    silent_days = forms.IntegerField(
        label=gettext_lazy("Desa disebut lama senyap sesudah berapa hari?"), min_value=1, max_value=settings.MOST_DAYS
    )
    voice_league = forms.BooleanField(
        label=gettext_lazy("Tampilkan untuk umum seberapa banyak dan cepat kantor menjawab warga"),
        help_text=gettext_lazy("Tanpa nama orang, sesudah ada data 90 hari."),
        required=False,
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Zona waktu"), choices=[(name, short) for name, short in settings.ZONES.items()]
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        hours = [said[step] for step in STEPS if step in said]
        if hours != sorted(hours):
            raise ValidationError(_("Langkah berikutnya tidak boleh mendahului langkah sebelumnya."))
        return said

    def decisions(self) -> dict[str, Any]:
        said = self.cleaned_data
        plain = {name: said[name] for name in ("four_eyes", "relay_hours", "silent_days", "voice_league", "zone")}
        return plain | {"escalation": {step: said[step] for step in STEPS}}


class CampaignForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama"), max_length=120, help_text=gettext_lazy("Misalnya: Kampanye Pilkada 2029.")
    )
    first_day = day(label=gettext_lazy("Hari pertama"))
    last_day = day(label=gettext_lazy("Hari terakhir"))


@staff(MANAGE)
def overview(request: StaffRequest) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    form = SettingsForm(request.POST or None, initial=_now(root))
    if request.method == "POST" and form.is_valid():
        try:
            _decide(root, form.decisions(), request)
        except AreaError as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Pengaturan tersimpan dan langsung berlaku."))
            return redirect("desk:settings")
    periods = Campaign.objects.filter(area=root).order_by("-first_day")[:50]
    context = {
        "form": form,
        "steps": [form[step] for step in STEPS],
        "running": campaign_in(root),
        "campaigns": [{"campaign": each, "begun": each.first_day <= today()} for each in periods],
    }
    return render(request, "desk/people/settings.html", context)


def _now(root: Area) -> dict[str, Any]:
    values: dict[str, Any] = {name: settings.setting(name, root) for name in settings.CHECKS}
    return {**values, **values["escalation"]}


@transaction.atomic
def _decide(root: Area, decisions: dict[str, Any], request: StaffRequest) -> None:
    for name, value in decisions.items():
        settings.decide(area=root, name=name, value=value, by=request.user)


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": _("Pengaturan"), "url": reverse("desk:settings")}, {"label": here, "url": ""}]


@staff(MANAGE)
def new_campaign(request: StaffRequest) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            campaigns.plan(area=root, by=request.user, **form.cleaned_data)
        except Refused as wrong:
            form.add_error("last_day", str(wrong))
        else:
            return redirect("desk:settings")
    context = {"form": form, "crumbs": _crumbs(_("Masa kampanye")), "title": _("Tambah masa kampanye")}
    return render(request, "desk/people/person_form.html", context | {"label": _("Tambah"), "campaign": True})


@staff(MANAGE)
def cancel_campaign(request: StaffRequest, pk: int) -> HttpResponse:
    root = allow_everywhere(request, MANAGE)
    found = get_object_or_404(Campaign.objects.select_related("area"), pk=pk, area=root)
    if request.method == "POST":
        try:
            campaigns.cancel(campaign=found, by=request.user)
        except Refused as wrong:
            messages.error(request, str(wrong))
        return redirect("desk:settings")
    context = {
        "title": _("Hapus %(name)s?") % {"name": found.name},
        "text": _("Masa kampanye ini belum mulai dan akan dihapus dari daftar."),
        "label": _("Hapus"),
        "back_url": reverse("desk:settings"),
        "danger": True,
        "crumbs": _crumbs(_("Hapus masa kampanye")),
    }
    return render(request, "desk/confirm.html", context)
