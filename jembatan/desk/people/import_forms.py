"""A list of volunteers: the file, and how its people agreed."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.clock import site_zone, today
from jembatan.messages.roster.applying import Agreement
from jembatan.people import lists, sheets
from jembatan.people.errors import PeopleError

# How they were asked, as Consent.source keeps it.
WAYS = {
    "formulir": gettext_lazy("Formulir yang ditandatangani"),
    "rapat": gettext_lazy("Ditanya dalam rapat atau musyawarah"),
    "lisan": gettext_lazy("Ditanya langsung atau lewat telepon"),
    "whatsapp": gettext_lazy("Ditanya lewat WhatsApp"),
}


class ListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Berkas daftar relawan"),
        help_text=gettext_lazy("CSV atau XLSX, paling besar 5 MB dan 5.000 baris."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"empty": gettext_lazy("Berkas ini kosong.")},
    )

    def clean_file(self) -> lists.Listing:
        """What the file says, in place of the file."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            return lists.parse(file.read(sheets.MOST_BYTES + 1))
        except PeopleError as wrong:
            raise ValidationError(str(wrong)) from None


class ConsentForm(forms.Form):
    """UU 27/2022: consent must be provable, so the list says who asked for it, how and when."""

    way = forms.ChoiceField(label=gettext_lazy("Bagaimana persetujuan diminta?"), choices=list(WAYS.items()))
    taken_by = forms.CharField(
        label=gettext_lazy("Siapa yang memintanya?"),
        max_length=28,
        help_text=gettext_lazy("Misalnya: Dinkominfo, atau Camat Sekayu."),
    )
    taken_on = forms.DateField(
        label=gettext_lazy("Kapan?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    agreed = forms.BooleanField(
        label=gettext_lazy(
            "Setiap orang di daftar ini setuju dihubungi sebagai relawan, dan tahu bahwa ia dapat berhenti kapan saja"
        )
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def clean_taken_on(self) -> Any:
        day = self.cleaned_data["taken_on"]
        if day > today():
            raise ValidationError(_("Tanggal ini belum tiba."))
        return day

    def agreement(self) -> Agreement:
        said = self.cleaned_data
        noon = datetime.combine(said["taken_on"], time(12), site_zone())
        return Agreement(source=f"{said['way']}; {said['taken_by']}", given_at=min(noon, timezone.now()))
