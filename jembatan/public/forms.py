"""What a citizens' page is asked for. No form needs a token: none changes anything for its sender."""

import re
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.finding import CODE_PATTERN
from jembatan.areas.models import Area
from jembatan.messages import addresses
from jembatan.messages.errors import BadAddress
from jembatan.messages.subscribing import channel_of

_PLACE = re.compile(r"([\d.]{1,13})-(\d{1,18})", re.ASCII)


class VillageForm(forms.Form):
    desa = forms.CharField(required=False, max_length=60)


class PartForm(forms.Form):
    """A part of the territory, and where its page begins."""

    wilayah = forms.CharField(required=False, validators=[RegexValidator(rf"\A(?:{CODE_PATTERN})\Z")])
    sesudah = forms.CharField(required=False, max_length=40)


class DirectoryForm(PartForm):
    def clean_sesudah(self) -> tuple[str, int] | None:
        """Home's code and id of the last group shown."""
        text = self.cleaned_data["sesudah"]
        found = _PLACE.fullmatch(text)
        if text and not found:
            raise forms.ValidationError("place")
        return (found[1], int(found[2])) if found else None


class SubscribeForm(forms.Form):
    """An address, and the one sentence that is agreed to. Once valid, `channel` is where the address is reached."""

    channel = "email"
    alamat = forms.CharField(max_length=120, label=gettext_lazy("Alamat e-mail"))
    setuju = forms.BooleanField(error_messages={"required": gettext_lazy("Centang dulu bila Anda setuju.")})

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["setuju"].label = _(
            "Saya setuju menerima rilis untuk %(area)s di alamat ini, sampai saya berhenti dengan satu ketukan."
        ) % {"area": area.title}
        self.fields["alamat"].widget.attrs["autocomplete"] = "email"
        if channel_of("0"):
            self.fields["alamat"].label = _("Alamat e-mail atau nomor HP")

    def clean_alamat(self) -> str:
        said: str = self.cleaned_data["alamat"]
        channel = channel_of(said)
        if channel is None:
            raise forms.ValidationError(_("Untuk saat ini hanya lewat e-mail. Tulis seperti nama@contoh.id."))
        self.channel = channel
        try:
            return addresses.normalise(channel, said)
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from None
