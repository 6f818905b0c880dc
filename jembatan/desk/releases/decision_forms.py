"""The forms of the decisions about a release."""

from django import forms
from django.utils.translation import gettext_lazy

from jembatan.desk.releases.fields import LineField
from jembatan.desk.releases.forms import NUMBERS, ChecklistForm, moment_field


class ReasonForm(forms.Form):
    reason = LineField(label=gettext_lazy("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class PublishForm(ChecklistForm):
    """`base` is the version that was read."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=NUMBERS)


class AloneForm(PublishForm):
    reason = LineField(
        label=gettext_lazy("Mengapa tidak bisa menunggu orang kedua?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ApproveForm(PublishForm):
    publish_at = moment_field(
        label=gettext_lazy("Terbitkan pada"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila akan diterbitkan sendiri nanti."),
    )
