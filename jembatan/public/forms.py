"""What a citizens' page is asked for. Forms here are GET: nothing is changed, so the pages need no token."""

import re

from django import forms
from django.core.validators import RegexValidator

from jembatan.areas.finding import CODE_PATTERN

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
