"""A group, and a member of one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.models import Area
from jembatan.desk.people.fields import AreasField
from jembatan.desk.people.import_forms import WAYS
from jembatan.messages import addresses
from jembatan.messages.errors import BadAddress
from jembatan.people.models import Group, Person
from jembatan.people.roles import Role
from jembatan.people.territory import villages_beyond

MEMBERS = [(str(Role.VOLUNTEER), gettext_lazy("Anggota")), (str(Role.CHAIR), gettext_lazy("Ketua"))]
DUTY = gettext_lazy("Petugas penerusan: yang pertama menerima setiap rilis")


class GroupForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama KIM"), max_length=120, help_text=gettext_lazy("Misalnya: KIM Melati.")
    )
    serves = AreasField(
        label=gettext_lazy("Desa lain yang juga dilayani"),
        required=False,
        help_text=gettext_lazy("Satu baris satu desa: kodenya, atau “Nama desa, Kecamatan”."),
    )
    decree = forms.CharField(label=gettext_lazy("Nomor SK"), max_length=120, required=False)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_serves(self) -> list[Area]:
        """What a group has already stays, also where somebody else gave it; to add is for who looks after it."""
        serves: list[Area] = self.cleaned_data["serves"]
        added = [village for village in serves if village not in self.initial.get("serves", [])]
        if beyond := villages_beyond(self.by, added).first():
            words = {"village": beyond.title}
            raise ValidationError(_("%(village)s di luar wilayah Anda. Minta admin kantor menambahkannya.") % words)
        return serves


class ContactsForm(forms.Form):
    """A telephone and an e-mail address; they are agreed to or not given."""

    phone = forms.CharField(
        label=gettext_lazy("Nomor telepon"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Alamat e-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def clean_phone(self) -> str:
        number: str = self.cleaned_data["phone"]
        try:
            return addresses.phone(number) if number else ""
        except BadAddress as wrong:
            raise ValidationError(str(wrong)) from None

    def given(self) -> dict[str, str]:
        """Channel → address, for what was filled in."""
        said = {"email": self.cleaned_data["email"], addresses.PHONE: self.cleaned_data["phone"]}
        return {channel: address for channel, address in said.items() if address}


class ConsentedForm(ContactsForm):
    """With how the person agreed, where an address is given."""

    way = forms.ChoiceField(label=gettext_lazy("Bagaimana persetujuannya diminta?"), choices=list(WAYS.items()))
    agreed = forms.BooleanField(
        label=gettext_lazy("Orang ini setuju dihubungi sebagai relawan, dan tahu bahwa ia dapat berhenti kapan saja"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (said.get("phone") or said.get("email")) and not said.get("agreed"):
            self.add_error("agreed", _("Tanpa persetujuannya, kosongkan telepon dan e-mail."))
        return said


class LiaisonForm(ConsentedForm):
    """A penghubung desa."""

    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=120)
    field_order = ["name", "phone", "email", "role", "on_duty", "way", "agreed"]


class MemberForm(LiaisonForm):
    role = forms.ChoiceField(label=gettext_lazy("Peran di KIM"), choices=MEMBERS, widget=forms.RadioSelect)
    on_duty = forms.BooleanField(label=DUTY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = str(Role.VOLUNTEER)


class MemberEditForm(ConsentedForm):
    """Contacts are empty: what stands there already is shown elsewhere, with a trace."""

    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=120)
    field_order = ["name", "phone", "email", "way", "agreed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("phone", "email"):
            self.fields[field].help_text = _("Kosongkan bila tetap yang lama.")


class MoveForm(forms.Form):
    """To another group of those that the person looks after."""

    group = forms.ModelChoiceField(queryset=Group.objects.none(), label=gettext_lazy("Pindah ke KIM"), empty_label=None)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]
