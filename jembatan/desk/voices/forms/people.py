"""Who does it, how soon, who knows of it, and what only handlers read."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.settings import ancestors
from jembatan.desk.voices.forms.base import ActForm, words_field
from jembatan.people.models import Grant, Person
from jembatan.people.roles import Permission, roles_with
from jembatan.voices import handling, named
from jembatan.voices.models import Priority, Voice
from jembatan.voices.workflow import Act

P = Permission


def handlers_for(voice: Voice) -> Any:
    """Who could handle it by their role: the office's people, and the desk above the place."""
    office = Q(office=voice.office_id, role__in=roles_with(P.ANSWER_VOICES))
    desk = Q(office=None, role__in=roles_with(P.VERIFY_VOICES), area__code__in=ancestors(voice.area_code))
    held = Grant.objects.current().filter(office | desk if voice.office_id else desk)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class Assign(ActForm):
    slug, act = "tunjuk", Act.ASSIGN
    title, button = gettext_lazy("Tunjuk petugas"), gettext_lazy("Tunjuk")
    done = gettext_lazy("Petugas ditunjuk dan diberi tahu.")
    person = PersonField(label=gettext_lazy("Petugas"), queryset=Person.objects.none())

    def prepare(self) -> None:
        self.fields["person"].queryset = handlers_for(self.voice)  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("Pilih orangnya")  # type: ignore[attr-defined]
        self.initial["person"] = self.voice.assigned_id

    def carry_out(self) -> None:
        handling.assign(**self.common(), person=self.said["person"])


class NameHandler(ActForm):
    slug, act = "tambah-penangan", Act.ASSIGN
    title, button = gettext_lazy("Tambah penangan"), gettext_lazy("Tambah")
    help = gettext_lazy("Laporan ini rahasia: hanya penangan yang disebut namanya tahu bahwa ia ada.")
    done = gettext_lazy("Penangan ditambahkan.")
    person = PersonField(label=gettext_lazy("Penangan"), queryset=Person.objects.none())

    @classmethod
    def fits(cls, voice: Voice) -> bool:
        return voice.confidential

    def prepare(self) -> None:
        roles = {*roles_with(P.VERIFY_VOICES), *roles_with(P.ANSWER_VOICES), *roles_with(P.UNSEAL_VOICES)}
        held = Grant.objects.current().filter(role__in=roles)
        rows = Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("name")
        rows = rows.exclude(pk__in=self.voice.handlers.values("person"))
        self.fields["person"].queryset = rows  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("Pilih orangnya")  # type: ignore[attr-defined]

    def carry_out(self) -> None:
        named.name(**self.common(), person=self.said["person"])


class Prioritise(ActForm):
    slug, act = "prioritas", Act.PRIORITISE
    title, button = gettext_lazy("Ubah prioritas"), gettext_lazy("Simpan")
    done = gettext_lazy("Prioritas tersimpan.")
    priority = forms.TypedChoiceField(label=gettext_lazy("Prioritas"), choices=Priority.choices, coerce=int)

    def prepare(self) -> None:
        self.initial["priority"] = self.voice.priority

    def carry_out(self) -> None:
        handling.prioritise(**self.common(), priority=self.said["priority"])


class Note(ActForm):
    slug, act = "catatan", Act.NOTE
    title, button = gettext_lazy("Catatan internal"), gettext_lazy("Simpan catatan")
    done = gettext_lazy("Catatan tersimpan.")
    text = words_field(gettext_lazy("Catatan"), rows=3, help_text=gettext_lazy("Hanya dibaca petugas."))

    def carry_out(self) -> None:
        """Two may write at the same time, so no version is compared."""
        handling.note(voice=self.voice, text=self.said["text"], by=self.by)
