"""Forms for a thumb: everything is a tap, only a question is typed."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jembatan.relays.models import Asking, Place
from jembatan.releases.pictures import reencode
from jembatan.releases.workflow import Refused

# Roughly how many: the number kept, and what the volunteer taps.
PEOPLE = [(10, "±10"), (25, "±25"), (50, "±50"), (100, "±100"), (200, _("Lebih"))]
WHERE = _("Di mana?")
NO_PLACE = _("Pilih dulu di mana Anda meneruskannya, lalu tekan lagi.")


class PlacesField(forms.MultipleChoiceField):
    def __init__(self, *, label: Any = WHERE, required: bool = True) -> None:
        errors = {"required": NO_PLACE}
        super().__init__(
            choices=Place.choices,
            widget=forms.CheckboxSelectMultiple,
            label=label,
            required=required,
            error_messages=errors,
        )


class PeopleField(forms.TypedChoiceField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Kira-kira berapa orang?"),
            choices=PEOPLE,
            required=False,
            widget=forms.RadioSelect,
            coerce=int,
            empty_value=None,
        )


class PhotoField(forms.FileField):
    """A photograph, cleaned into a re-encoded file without EXIF; None when there is none."""

    def __init__(self, **more: Any) -> None:
        widget = forms.FileInput(attrs={"accept": "image/*"})
        super().__init__(label=_("Foto"), required=False, widget=widget, **more)

    def clean(self, data: "UploadedFile[bytes] | None", initial: Any = None) -> "ContentFile[bytes] | None":
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return reencode(upload)[0]
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None


class RelayedForm(forms.Form):
    places = PlacesField()
    people = PeopleField()
    photo = PhotoField()
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)  # the one they read


class MoreForm(forms.Form):
    """Something to add to what was recorded: further places, a photo."""

    places = PlacesField(label=_("Juga di"), required=False)
    photo = PhotoField()

    def __init__(self, *args: Any, recorded: Collection[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["places"]
        field.widget.choices = [choice for choice in Place.choices if choice[0] not in recorded]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.errors and not (self.cleaned_data["places"] or self.cleaned_data["photo"]):
            raise forms.ValidationError(_("Pilih tempat atau foto yang ingin ditambahkan."))
        return self.cleaned_data


class SeveralForm(forms.Form):
    """Several relays at once: which ones (as they stood on the page, version included), and where."""

    which = forms.MultipleChoiceField(
        error_messages={
            "required": _("Centang dulu rilis yang sudah Anda teruskan."),
            "invalid_choice": _("Daftar ini baru saja berubah. Periksa lagi, lalu tekan sekali lagi."),
        }
    )
    places = PlacesField()
    people = PeopleField()

    def __init__(self, *args: Any, askings: Collection[Asking], **more: Any) -> None:
        super().__init__(*args, **more)
        self._askings = {mark(asking): asking for asking in askings}
        self.fields["which"].choices = [(value, value) for value in self._askings]  # type: ignore[attr-defined]

    def chosen(self) -> list[Asking]:
        return [self._askings[value] for value in self.cleaned_data["which"]]


def mark(asking: Asking) -> str:
    """A relay of somebody together with the version that the page shows."""
    return f"{asking.pk}-{asking.relay.release.text.number}"


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Pertanyaan Anda"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Tulis pertanyaan Anda dulu.")},
    )
