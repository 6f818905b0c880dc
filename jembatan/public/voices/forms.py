"""What a citizen fills in: one text; everything else may stay as it is."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jembatan.areas.models import Area
from jembatan.messages import addresses
from jembatan.messages.errors import BadAddress
from jembatan.messages.subscribing import channel_of
from jembatan.voices import codes
from jembatan.voices.intake import LONGEST, Said, Taken
from jembatan.voices.reporter import Reporter

NAMELESS, NAMED = "tanpa", "nama"
WHO = [
    (NAMELESS, _("Tanpa nama. Tidak ada yang tahu siapa Anda, dan tidak ada kabar yang dikirim.")),
    (NAMED, _("Dengan nama atau kontak. Disimpan tersegel, dan kabarnya dikirim kepada Anda.")),
]
BOTH = codes.CODE + codes.SECRET


class ContactField(forms.CharField):
    """An address to be told at; cleaned into (channel, address), or None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=120, required=False, **more)
        self.widget.attrs["autocomplete"] = "email"

    def clean(self, value: Any) -> tuple[str, str] | None:
        said = super().clean(value)
        if not said:
            return None
        channel = channel_of(said)
        if channel is None:
            raise forms.ValidationError(_("Untuk saat ini hanya lewat e-mail. Tulis seperti nama@contoh.id."))
        try:
            return channel, addresses.normalise(channel, said)
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from None


class WhoField(forms.ChoiceField):
    """Nothing chosen is nobody's name."""

    def clean(self, value: Any) -> str:
        return str(super().clean(value or NAMELESS))


def _degrees(most: int, label: Any) -> forms.FloatField:
    """With a comma or a point."""
    field = forms.FloatField(required=False, localize=True, min_value=-most, max_value=most, label=label)
    field.widget.attrs["inputmode"] = "text"  # telephones have no minus on the keys for decimals
    return field


class SayForm(forms.Form):
    isi = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": _("Tuliskan dulu apa yang ingin Anda sampaikan."),
            "max_length": _("Tulisan terlalu panjang. Ringkas menjadi paling banyak 5.000 huruf."),
        },
    )
    tempat = forms.CharField(
        max_length=200,
        required=False,
        label=_("Dusun, RT/RW, atau patokannya"),
        help_text=_("Misalnya: RT 03, depan SD."),
    )
    lintang = _degrees(90, _("Lintang"))
    bujur = _degrees(180, _("Bujur"))
    petugas = forms.BooleanField(required=False, label=_("Ini tentang petugas atau perangkat desa"))
    tutup = forms.BooleanField(required=False, label=_("Jangan tampilkan kepada umum"))
    rahasia = forms.BooleanField(
        required=False, label=_("Rahasia: hanya petugas yang ditunjuk boleh tahu laporan ini ada")
    )
    siapa = WhoField(choices=WHO, widget=forms.RadioSelect, initial=NAMELESS, label=_("Nama Anda"))
    nama = forms.CharField(max_length=80, required=False, label=_("Nama"))
    kontak = ContactField(label=_("Alamat e-mail atau nomor HP untuk dikabari"))
    tiket = forms.CharField(required=False, widget=forms.HiddenInput)
    bukti = forms.CharField(required=False, max_length=15, widget=forms.HiddenInput)
    mirip = forms.BooleanField(required=False, widget=forms.HiddenInput)  # similar ones were shown

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if (said.get("lintang") is None) != (said.get("bujur") is None):
            self.add_error("lintang", _("Isi lintang dan bujur dua-duanya, atau kosongkan dua-duanya."))
        told = said.get("nama") or said.get("kontak")
        if said.get("siapa") == NAMELESS and told:
            self.add_error("siapa", _("Anda mengisi nama atau kontak. Pilih “Dengan nama”, atau kosongkan isiannya."))
        if said.get("siapa") == NAMED and not told and not self.errors:
            self.add_error("nama", _("Isi nama atau kontak, atau pilih “Tanpa nama”."))
        return said

    def said(self, area: Area, photos: tuple[Taken, ...], **more: Any) -> Said:
        form = self.cleaned_data
        channel, address = form["kontak"] or ("", "")
        return Said(
            text=form["isi"], area=area, place=form["tempat"], about_official=form["petugas"], photos=photos,
            pin=(form["bujur"], form["lintang"]) if form["bujur"] is not None else None,
            confidential=form["rahasia"], declined=form["tutup"], anonymous=form["siapa"] == NAMELESS,
            reporter=Reporter(name=form["nama"], channel=channel, address=address),
            language=get_language() or "id", **more,
        )  # fmt: skip


class TrackForm(forms.Form):
    kode = forms.CharField(
        max_length=200,
        label=_("Kode lacak"),
        help_text=_("Delapan huruf dan angka."),
        error_messages={"required": _("Isi kode lacak Anda.")},
    )
    rahasia = forms.CharField(
        max_length=60,
        label=_("Kata rahasia"),
        error_messages={"required": _("Isi kata rahasianya.")},
        help_text=_("Enam belas huruf dan angka. Huruf kecil, spasi, dan tanda hubung tidak menjadi soal."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}

    def clean(self) -> dict[str, str]:
        """`code` and `secret`. Both in the first field is fine too, and so is the whole address."""
        code = codes.tidy(self.cleaned_data.get("kode", "").rstrip("/").rpartition("/")[2])
        secret = codes.tidy(self.cleaned_data.get("rahasia", ""))
        if len(code) == BOTH and not secret:
            self.errors.pop("rahasia", None)
            code, secret = code[: codes.CODE], code[codes.CODE :]
        return {"code": code, "secret": secret}


class FollowForm(forms.Form):
    kontak = ContactField(label=_("Alamat e-mail atau nomor HP"))
