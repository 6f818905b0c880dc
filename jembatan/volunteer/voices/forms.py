"""One slip of paper: one text, and who said it if they like. Ten of them are typed in on one telephone."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.messages import addresses
from jembatan.messages.errors import BadAddress
from jembatan.messages.subscribing import channel_of
from jembatan.releases.pictures import reencode
from jembatan.releases.workflow import Refused
from jembatan.voices import codes
from jembatan.voices.intake import LONGEST, Taken
from jembatan.voices.reporter import Reporter
from jembatan.voices.taking_down import Told


class TakenField(forms.FileField):
    """A photo, re-encoded; None when there is none."""

    def clean(self, data: Any, initial: Any = None) -> Taken | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return Taken(*reencode(upload))
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None


class ContactField(forms.CharField):
    """Cleaned into (channel, address). While nothing is sent to numbers, one is kept to be called: no channel."""

    def clean(self, value: Any) -> tuple[str, str]:
        said = super().clean(value)
        if not said:
            return "", ""
        channel = channel_of(said)
        try:
            return (channel, addresses.normalise(channel, said)) if channel else ("", addresses.phone(said))
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from None


class SlipForm(forms.Form):
    isi = forms.CharField(
        label=_("Apa yang disampaikan?"),
        help_text=_("Tulis seperti diucapkan."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Tuliskan dulu apa yang disampaikan.")},
    )
    desa = forms.ChoiceField(label=_("Desa atau kelurahan"))
    tempat = forms.CharField(label=_("Dusun, RT/RW, atau patokannya"), max_length=200, required=False)
    tanggal = forms.DateField(
        label=_("Disampaikan pada"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={"invalid": _("Tulis tanggal seperti 24-11-2026.")},
    )
    petugas = forms.BooleanField(required=False, label=_("Ini tentang petugas atau perangkat desa"))
    foto = TakenField(required=False, label=_("Foto"), widget=forms.FileInput(attrs={"accept": "image/*,.heic,.heif"}))
    nama = forms.CharField(label=_("Nama orangnya"), max_length=80, required=False)
    kontak = ContactField(
        label=_("Nomor HP atau e-mail orangnya"),
        help_text=_("Kosongkan nama dan kontak bila ia ingin tanpa nama."),
        max_length=120,
        required=False,
    )
    tutup = forms.BooleanField(required=False, label=_("Ia tidak ingin ini ditampilkan kepada umum"))
    setuju = forms.BooleanField(
        label=_("Saya sudah membacakan kalimat persetujuan, dan ia setuju"),
        error_messages={"required": _("Bacakan dulu kalimat persetujuan kepada orangnya, lalu centang.")},
    )
    tiket = forms.UUIDField(required=False, widget=forms.HiddenInput)  # sent twice is taken once
    rahasia = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, villages: list[Area], **more: Any) -> None:
        super().__init__(*args, **more)
        self._villages = {village.code: village for village in villages}
        self.fields["desa"].choices = [(one.code, _named(one)) for one in villages]  # type: ignore[attr-defined]
        for name in ("nama", "kontak"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # another person's each time

    def told(self) -> Told:
        form = self.cleaned_data
        channel, address = form["kontak"]
        return Told(
            text=form["isi"], village=self._villages[form["desa"]], place=form["tempat"], said_on=form["tanggal"],
            about_official=form["petugas"], photos=tuple(filter(None, [form["foto"]])), declined=form["tutup"],
            reporter=Reporter(name=form["nama"], channel=channel, address=address), consented=form["setuju"],
            client_id=form["tiket"], secret=_secret(form["rahasia"]),
        )  # fmt: skip


def _named(village: Area) -> str:
    return f"{village.title}, {village.parent.title}" if village.parent else village.title


def _secret(said: str) -> str:
    """The one that the empty form came with; anything else is none."""
    letters = codes.tidy(said)
    return letters if len(letters) == codes.SECRET and set(letters) <= set(codes.LETTERS) else ""


def beginning(village: str, said_on: date | None) -> dict[str, date | str | UUID]:
    """What an empty form holds: where and when the one before was said."""
    return {"desa": village, "tanggal": said_on or today(), "tiket": uuid4(), "rahasia": codes.new_secret()}
