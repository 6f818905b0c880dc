"""A day off, and the days of each limit."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jembatan.areas.clock import today
from jembatan.areas.models import HolidayKind
from jembatan.areas.settings import MOST_DAYS
from jembatan.desk.people.person_forms import day
from jembatan.voices.limits import DEFAULTS

FIRST_YEAR, LAST_YEAR = 2000, 2100
LABELS = {
    "verify": gettext_lazy("Verifikasi dan penyampaian ke kantor yang berwenang"),
    "first_reply": gettext_lazy("Tanggapan awal dari kantor"),
    "information": gettext_lazy("Jawaban atas pertanyaan dan hal yang sederhana"),
    "complaint": gettext_lazy("Jawaban atas pengaduan"),
    "field_check": gettext_lazy("Jawaban yang perlu pemeriksaan lapangan"),
    "closes": gettext_lazy("Ditutup sendiri bila jawaban tidak ditanggapi"),
    "formal": gettext_lazy("Permohonan informasi publik lewat PPID"),
    "formal_extension": gettext_lazy("Perpanjangan permohonan lewat PPID"),
    "objection": gettext_lazy("Waktu pemohon mengajukan keberatan"),
}


class HolidayForm(forms.Form):
    day = day(label=gettext_lazy("Tanggal"))
    name = forms.CharField(label=gettext_lazy("Nama hari"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=HolidayKind.choices, widget=forms.RadioSelect)
    source = forms.CharField(
        label=gettext_lazy("Dasarnya"),
        max_length=160,
        help_text=gettext_lazy("Nomor keputusan bersama tiga menteri atau surat edaran."),
    )

    def clean_day(self) -> date:
        said: date = self.cleaned_data["day"]
        if not FIRST_YEAR <= said.year <= LAST_YEAR:
            raise forms.ValidationError(gettext_lazy("Periksa tahunnya."))
        return said


class LimitsForm(forms.Form):
    """`initial` gives the days that hold; one field for each limit."""

    first = day(label=gettext_lazy("Berlaku mulai tanggal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial = today() + timedelta(days=1)
        for name in DEFAULTS:
            self.fields[name] = forms.IntegerField(label=LABELS[name], min_value=1, max_value=MOST_DAYS)

    def days(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in DEFAULTS}
