"""A group, and a member of one."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.clock import site_zone, today
from jembatan.areas.models import Area
from jembatan.desk.people.fields import AreasField
from jembatan.desk.people.import_forms import WAYS
from jembatan.messages import addresses, numbers
from jembatan.messages.errors import BadAddress
from jembatan.messages.models import Contact
from jembatan.people.models import Group, Person
from jembatan.people.roles import Role
from jembatan.people.territory import villages_beyond

MEMBERS = [(str(Role.VOLUNTEER), gettext_lazy("Anggota")), (str(Role.CHAIR), gettext_lazy("Ketua"))]
KEEP = "keep"  # of the channels of a number: as they are
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
    through = forms.ChoiceField(label=gettext_lazy("Pesan dikirim ke nomor ini lewat"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("Alamat e-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["through"].choices = numbers.ways()  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        number: str = self.cleaned_data["phone"]
        try:
            return addresses.phone(number) if number else ""
        except BadAddress as wrong:
            raise ValidationError(str(wrong)) from None


class ConsentedForm(ContactsForm):
    """With how the person agreed, where an address is given."""

    way = forms.ChoiceField(label=gettext_lazy("Bagaimana persetujuannya diminta?"), choices=list(WAYS.items()))
    taken_on = forms.DateField(
        label=gettext_lazy("Kapan?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Tanggal di formulirnya, bila ada."),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Orang ini setuju dihubungi sebagai relawan, dan tahu bahwa ia dapat berhenti kapan saja"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taken_on"].initial = today()

    def clean_taken_on(self) -> date:
        day: date = self.cleaned_data["taken_on"] or today()
        if day > today():
            raise ValidationError(_("Tanggal ini belum tiba."))
        return day

    def given_at(self) -> datetime:
        """When they agreed: at noon of that day, and not later than now."""
        return min(datetime.combine(self.cleaned_data["taken_on"], time(12), site_zone()), timezone.now())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.reaches() and not said.get("agreed"):
            self.add_error("agreed", _("Tanpa persetujuannya, kosongkan telepon dan e-mail."))
        return said

    def reaches(self) -> bool:
        """Whether something is to be sent somewhere."""
        return bool(self.cleaned_data.get("phone") or self.cleaned_data.get("email"))


class LiaisonForm(ConsentedForm):
    """A penghubung desa."""

    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=120)
    field_order = ["name", "phone", "through", "email", "role", "on_duty", "way", "taken_on", "agreed"]


class MemberForm(LiaisonForm):
    role = forms.ChoiceField(label=gettext_lazy("Peran di KIM"), choices=MEMBERS, widget=forms.RadioSelect)
    on_duty = forms.BooleanField(label=DUTY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = str(Role.VOLUNTEER)


class MemberEditForm(ConsentedForm):
    """Contacts are empty: what stands there already is shown elsewhere, with a trace."""

    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=120)
    field_order = ["name", "phone", "through", "email", "way", "taken_on", "agreed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["through"].choices = [(KEEP, _("Tetap seperti sekarang")), *numbers.ways()]  # type: ignore[attr-defined]
        self.fields["through"].initial = KEEP
        for field in ("phone", "email"):
            self.fields[field].help_text = _("Kosongkan bila tetap yang lama.")

    def reaches(self) -> bool:
        """A channel for the number that is there already is agreed to as well."""
        return super().reaches() or self.cleaned_data.get("through") not in {None, "", KEEP, addresses.PHONE}


class MoveForm(forms.Form):
    """To another group of those that the person looks after."""

    group = forms.ModelChoiceField(queryset=Group.objects.none(), label=gettext_lazy("Pindah ke KIM"), empty_label=None)

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class PreferForm(forms.Form):
    """Which of somebody's contacts is tried first."""

    contact = forms.ModelChoiceField(queryset=Contact.objects.none())

    def __init__(self, *args: Any, live: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = live  # type: ignore[attr-defined]
