"""A person, a role, an office."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.desk.people.fields import AreaField
from jembatan.people import grants
from jembatan.people.models import Group, Office
from jembatan.people.roles import Role


def day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("Alamat e-mail untuk masuk"),
        required=False,
        help_text=gettext_lazy("Ke sinilah tautan masuk dikirim. Tanpa e-mail, orang ini masuk lewat undangan saja."),
    )

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"].lower() or None


class GrantForm(forms.Form):
    """Which of office and group the role needs is checked together with it."""

    role = forms.ChoiceField(label=gettext_lazy("Peran"), choices=[("", gettext_lazy("Pilih peran")), *Role.choices])
    area = AreaField(
        label=gettext_lazy("Wilayah"),
        help_text=gettext_lazy(
            "Nama atau kode, misalnya 16.06.01. Peran berlaku di wilayah ini dan semua di bawahnya."
        ),
    )
    office = forms.ModelChoiceField(
        queryset=Office.objects.none(),
        label=gettext_lazy("Perangkat daerah"),
        required=False,
        empty_label=gettext_lazy("Tidak atas nama perangkat daerah"),
        help_text=gettext_lazy("Wajib untuk petugas perangkat daerah; boleh untuk penyunting dan peninjau."),
    )
    group = forms.CharField(
        label=gettext_lazy("KIM"),
        required=False,
        help_text=gettext_lazy("Hanya untuk ketua dan relawan: nama KIM di wilayah tadi."),
    )
    valid_from = day(label=gettext_lazy("Mulai berlaku"), required=False)
    valid_until = day(label=gettext_lazy("Hari terakhir berlaku"), required=False)

    def __init__(self, *args: Any, root: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.current().order_by("name")
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.fields["area"].initial = root.code
        self.fields["valid_from"].initial = today()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        area, name, role = said.get("area"), said.get("group", ""), said.get("role", "")
        if area:
            said["group"] = self._group(area, name) if name else None
        if role in grants.NEEDS_GROUP and not name:
            self.add_error("group", _("Peran ini memerlukan KIM. Tulis namanya."))
        if role in grants.NEEDS_OFFICE and not said.get("office"):
            self.add_error("office", _("Peran ini memerlukan perangkat daerah. Pilih salah satu."))
        return said

    def _group(self, area: Area, name: str) -> Group | None:
        found = Group.objects.current().filter(services__area=area, name__icontains=name).distinct()
        groups: list[Group] = list(found.select_related("home")[:2])
        if len(groups) != 1:
            self.add_error("group", _("Tulis nama KIM persis seperti terdaftar, dan desanya sebagai wilayah."))
            return None
        return groups[0]


class OfficeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=160)
    short_name = forms.CharField(
        label=gettext_lazy("Nama singkat"), max_length=40, help_text=gettext_lazy("Misalnya: Dinkominfo.")
    )
    valid_from = day(label=gettext_lazy("Berdiri sejak"))


class OfficeEditForm(OfficeForm):
    valid_until = day(label=gettext_lazy("Hari terakhir"), required=False)
    successors = forms.ModelMultipleChoiceField(
        queryset=Office.objects.none(),
        label=gettext_lazy("Digantikan oleh"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Perangkat daerah yang mengambil alih tugasnya, bila berganti nama, bergabung, atau dipecah."
        ),
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Office.objects.exclude(pk=office.pk).order_by("name")
        self.fields["successors"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("valid_from"), said.get("valid_until")
        if first and last and last < first:
            raise ValidationError(_("Hari terakhir harus sesudah hari berdirinya."))
        return said
