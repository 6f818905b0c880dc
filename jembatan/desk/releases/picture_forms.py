"""The pictures of a release: which of those there are to keep, and new ones to upload, each with its words."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from jembatan.desk.releases.fields import CodesField, LineField
from jembatan.people.models import Person
from jembatan.releases import pictures
from jembatan.releases.models import Picture, Release
from jembatan.releases.workflow import Refused

SLOTS = range(1, 4)  # uploads in one go
MOST = 10


def available(person: Person, release: Release | None) -> QuerySet[Picture]:
    """Pictures that this person may put here: the release's, and their own uploads that no version has yet."""
    theirs = Q(created_by=person, versions=None)
    return (
        Picture.objects.filter(theirs | Q(versions__release=release) if release else theirs).distinct().order_by("pk")
    )


def _without(sent: Any, name: str) -> QueryDict:
    """What was sent, but for one answer: the place is empty again."""
    rest: QueryDict = sent.copy()
    rest.pop(name, None)
    return rest


class PicturesForm(forms.Form):
    """`kept` holds ids. Uploads are stored at once, so that a preview or a conflict does not lose them."""

    kept = CodesField(required=False)

    def __init__(self, *args: Any, rows: QuerySet[Picture], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.chosen: list[Picture] = []
        for n in SLOTS:
            accept = {"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,image/gif"}
            self.fields[f"file_{n}"] = forms.FileField(
                label=_("Gambar baru %(n)d") % {"n": n}, required=False, widget=forms.FileInput(attrs=accept)
            )
            self.fields[f"alt_{n}"] = LineField(
                label=_("Keterangan gambar %(n)d") % {"n": n},
                max_length=200,
                required=False,
                help_text=_("Untuk yang tidak bisa melihatnya: apa yang tampak di gambar."),
            )

    def clean_kept(self) -> list[Picture]:
        wanted = [pk for pk in self.cleaned_data["kept"] if pk.isdecimal() and len(pk) < 19]
        return list(self.rows.filter(pk__in=wanted))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for n in SLOTS:
            file, alt = said.get(f"file_{n}"), said.get(f"alt_{n}")
            if file and not alt:
                self.add_error(f"alt_{n}", _("Tulis keterangan gambar ini, lalu pilih lagi berkasnya."))
            if alt and not file and f"file_{n}" not in self.errors:
                self.add_error(f"file_{n}", _("Pilih berkas gambarnya, atau hapus keterangannya."))
        if len(said.get("kept", [])) + len(self._uploaded(said)) > MOST:
            raise forms.ValidationError(_("Paling banyak %(most)d gambar."), params={"most": MOST})
        return said

    def _uploaded(self, said: dict[str, Any]) -> list[int]:
        return [n for n in SLOTS if said.get(f"file_{n}") and said.get(f"alt_{n}")]

    def store(self, by: Person) -> bool:
        """Store what was uploaded; whether everything could be. What could is chosen in any case."""
        good, said = self.is_valid(), getattr(self, "cleaned_data", {})
        self.chosen = list(said.get("kept", []))
        for n in self._uploaded(said):
            try:
                self.chosen.append(pictures.keep(upload=said[f"file_{n}"], alt=said[f"alt_{n}"], by=by))
                self.data = _without(self.data, f"alt_{n}")
            except Refused as refused:
                self.add_error(f"file_{n}", str(refused))
                good = False
        return good

    def slots(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The empty places for uploads; what was stored is not asked for again."""
        return [(self[f"file_{n}"], self[f"alt_{n}"]) for n in SLOTS]
