"""The forms of a release's text and of the decisions about it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jembatan.areas.models import Area
from jembatan.areas.settings import setting
from jembatan.desk.releases import picking
from jembatan.desk.releases.fields import BodyField, CodesField, LineField, TopicsField
from jembatan.desk.releases.senders import Sender
from jembatan.releases import rules
from jembatan.releases.actions import Content
from jembatan.releases.models import Kind, Picture, Urgency

NUMBERS = 1_000_000  # more versions than a release will ever have
HOURS = [6, 12, 24, 48, 72]
_MINUTE = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A moment in the zone of the page, which its label names."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, field_name)
        bound.label = f"{bound.label} ({timezone.localtime():%Z})"
        return bound


def moment_field(**more: Any) -> forms.DateTimeField:
    """Date and time in the zone of the page, to the minute."""
    widget = forms.DateTimeInput(format=_MINUTE, attrs={"type": "datetime-local"})
    return MomentField(widget=widget, input_formats=[_MINUTE, f"{_MINUTE}:%S"], **more)


class AreaForm(forms.Form):
    """A form about a release of this area: its zone, targets and campaign periods count."""

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        self.area = area
        super().__init__(*args, **kwargs)


class TextForm(AreaForm):
    """What a release says. `base` is the number of the version that was edited."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=NUMBERS)
    title = LineField(
        label=gettext_lazy("Judul"),
        max_length=160,
        help_text=gettext_lazy("Satu kalimat yang langsung menyebut isinya."),
    )
    short = LineField(
        label=gettext_lazy("Teks singkat"),
        max_length=160,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Inilah isi pesannya: apa, untuk siapa, kapan, di mana."),
    )
    body = BodyField(
        label=gettext_lazy("Isi"),
        help_text=gettext_lazy(
            "Baris kosong memisahkan paragraf. <code>## Subjudul</code>, <code>- butir</code>, "
            "<code>**tebal**</code>, <code>[tautan](https://…)</code>."
        ),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Kind, initial=Kind.ANNOUNCEMENT)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Kepentingan"), choices=Urgency, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )
    topics = TopicsField(label=gettext_lazy("Topik"), required=False, help_text=gettext_lazy("Pisahkan dengan koma."))
    source = LineField(
        label=gettext_lazy("Sumber"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Siapa yang menyatakan ini, misalnya dinas atau surat edaran."),
    )
    relay_hours = forms.TypedChoiceField(
        label=gettext_lazy("Batas waktu penerusan"),
        coerce=int,
        help_text=gettext_lazy("Bila sebuah desa belum meneruskan sampai waktu ini, orang berikutnya yang diminta."),
    )
    expires_at = moment_field(label=gettext_lazy("Berlaku sampai"), required=False)

    def __init__(self, *args: Any, content: Content | None = None, **kwargs: Any) -> None:
        """`content` fills the form; a new one begins with the deadline that the area has decided."""
        usual: int = content.relay_hours if content else setting("relay_hours", kwargs["area"])
        said = content.columns() | {"note": ""} if content else {"relay_hours": usual}
        kwargs["initial"] = said | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        hours = sorted({*HOURS, usual})
        words = [(n, ngettext("%(n)d jam", "%(n)d jam", n) % {"n": n}) for n in hours]
        self.fields["relay_hours"].choices = words  # type: ignore[attr-defined]

    def clean_expires_at(self) -> Any:
        until = self.cleaned_data["expires_at"]
        if until and until <= timezone.now():
            raise forms.ValidationError(_("Waktu ini sudah lewat. Pilih waktu yang akan datang, atau kosongkan."))
        return until

    def said(self) -> dict[str, Any]:
        """The fields of Content among the answers."""
        return {name: value for name, value in self.cleaned_data.items() if name in Content.__dataclass_fields__}

    def content(self, pictures: list[Picture]) -> Content:
        return Content(**self.said(), pictures=pictures)


class DraftForm(TextForm):
    """A draft: its text and its target."""

    targets = CodesField(
        label=gettext_lazy("Wilayah sasaran"),
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu wilayah.")},
    )

    def clean_targets(self) -> list[str]:
        codes: list[str] = self.cleaned_data["targets"]
        if len(codes) > picking.MOST:
            raise forms.ValidationError(_("Terlalu banyak wilayah satu per satu. Pilih wilayah di atasnya."))
        if unknown := sorted(set(codes) - picking.known(codes, self.area)):
            raise forms.ValidationError(
                _("Kode wilayah %(code)s tidak ada di %(area)s. Pilih dari daftar."),
                params={"code": unknown[0], "area": self.area.title},
            )
        return picking.smallest(codes)


class NewForm(DraftForm):
    """A new draft, with whose it is where somebody writes for several."""

    sender = forms.ChoiceField(label=gettext_lazy("Atas nama"))

    def __init__(self, *args: Any, senders: list[Sender], **kwargs: Any) -> None:
        super().__init__(*args, area=senders[0].area, **kwargs)
        self.senders = {sender.key: sender for sender in senders}
        self.fields["sender"].choices = [(s.key, s.label) for s in senders]  # type: ignore[attr-defined]
        self.fields["sender"].initial = senders[0].key
        if len(senders) == 1:
            self.fields["sender"].widget = forms.HiddenInput()
            self.fields["sender"].required = False  # there is nothing to choose
        self.order_fields(["sender"])

    def clean_sender(self) -> Sender:
        sender = self.senders[self.cleaned_data["sender"] or next(iter(self.senders))]
        self.area = sender.area  # the target must lie there
        return sender


class ChecklistForm(AreaForm):
    """The non-partisan checklist, in a campaign period and, to be answered ahead, before one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = rules.campaign_ahead(self.area)
        needed = self.campaign is not None and rules.campaign_in(self.area) is not None
        for key, sentence in rules.CHECKLIST.items() if self.campaign else ():
            self.fields[f"check_{key}"] = forms.BooleanField(
                label=sentence,
                required=needed,
                error_messages={"required": _("Centang butir ini bila sudah Anda periksa.")},
            )

    def checklist(self) -> dict[str, bool]:
        return {key: bool(self.cleaned_data.get(f"check_{key}")) for key in rules.CHECKLIST if self.campaign}

    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("check_")]


class CorrectionForm(ChecklistForm, TextForm):
    """A published release's text again, with what is corrected."""

    note = LineField(
        label=gettext_lazy("Apa yang dikoreksi"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Dibaca warga dan relawan di atas rilis yang baru."),
    )
    ask_again = forms.BooleanField(
        label=gettext_lazy("Minta semua desa meneruskan lagi"),
        required=False,
        help_text=gettext_lazy("Desa yang sudah meneruskan diminta lagi; batas waktunya dihitung dari sekarang."),
    )

    def content(self, pictures: list[Picture], targets: list[str] | None = None) -> Content:
        return Content(**self.said(), pictures=pictures, targets=targets or [])
