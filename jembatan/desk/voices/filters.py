"""What the inbox shows: a tab of states, and what else somebody looks for."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.models import Area, Level, under
from jembatan.people.models import Grant, Office, Person
from jembatan.people.permissions import grants_for
from jembatan.people.roles import Permission
from jembatan.voices import codes
from jembatan.voices.models import Handler, Kind, Topic, Voice
from jembatan.voices.workflow import ENDED, State

S = State
TABS: dict[str, tuple[Any, tuple[State, ...]]] = {
    "tindakan": (gettext_lazy("Perlu tindakan"), (S.NEW, S.VERIFIED, S.FORWARDED, S.PASSED_ON)),
    "pelapor": (gettext_lazy("Menunggu pelapor"), (S.ASKED,)),
    "ditunda": (gettext_lazy("Ditunda"), (S.POSTPONED,)),
    "dijawab": (gettext_lazy("Dijawab"), (S.ANSWERED,)),
    "selesai": (gettext_lazy("Selesai"), ENDED),
    "saring": (gettext_lazy("Diperiksa dulu"), (S.HELD,)),
}
NEWEST_FIRST = ("dijawab", "selesai")  # nobody owes anything there
LONGEST, MATCHES = 80, 2_000  # characters looked for; voices with these words that are looked at


class Filter(forms.Form):
    """All may be empty. Bad choices count as empty."""

    q = forms.CharField(label=gettext_lazy("Cari kata atau kode"), max_length=LONGEST, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), required=False)
    topic = forms.ModelChoiceField(label=gettext_lazy("Topik"), queryset=Topic.objects.none(), required=False)
    office = forms.ModelChoiceField(label=gettext_lazy("Kantor"), queryset=Office.objects.none(), required=False)
    district = forms.ModelChoiceField(
        label=gettext_lazy("Kecamatan"), queryset=Area.objects.none(), required=False, to_field_name="code"
    )
    mine = forms.BooleanField(label=gettext_lazy("Hanya yang ditugaskan kepada saya"), required=False)

    def __init__(self, data: Any, *, person: Person) -> None:
        super().__init__(data)
        self.person = person
        self.fields["kind"].choices = [("", _("Semua")), *Kind.choices]  # type: ignore[attr-defined]
        grants = grants_for(person, Permission.VERIFY_VOICES) + grants_for(person, Permission.ANSWER_VOICES)
        for name, rows in self._rows(grants).items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Semua")  # type: ignore[attr-defined]

    def _rows(self, grants: list[Grant]) -> dict[str, QuerySet[Any]]:
        """Only places and offices that this person handles."""
        place, offices = Q(pk__in=[]), {grant.office_id for grant in grants}
        for grant in grants:
            place |= under(grant.area.code)
        theirs = Office.objects.current().order_by("name")
        return {
            "topic": Topic.objects.filter(ended=False).order_by("name"),
            "office": theirs if None in offices else theirs.filter(pk__in=[pk for pk in offices if pk]),
            "district": Area.objects.current().filter(place, level=Level.DISTRICT).order_by("name"),
        }

    @property
    def said(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def code(self) -> str:
        """The voice that was asked for by its code, else nothing."""
        tidy = codes.tidy(self.said.get("q", ""))
        return tidy if len(tidy) == codes.CODE and set(tidy) <= set(codes.LETTERS) else ""

    def narrow(self, rows: QuerySet[Voice]) -> QuerySet[Voice]:
        said = self.said
        same = {name: said[name] for name in ("kind", "topic", "office") if name in said}
        rows = rows.filter(**same)
        if "district" in said:
            rows = rows.filter(under(said["district"].code, "area_code"))
        if "mine" in said:
            named = Handler.objects.filter(person=self.person).values("voice_id")
            rows = rows.filter(Q(assigned=self.person) | Q(pk__in=named))
        return _with_words(rows, said["q"]) if "q" in said else rows

    def query(self) -> str:
        """For the addresses of further pages and tabs."""
        said = urlencode({name: self.data.get(name) for name in self.said})
        return f"&{said}" if said else ""


def _with_words(rows: QuerySet[Voice], words: str) -> QuerySet[Voice]:
    """In the words of who said it. A word that stands everywhere costs no more than a bounded number of rows."""
    query = SearchQuery(words.replace("\0", " "), config="indonesian", search_type="websearch")
    return rows.filter(pk__in=rows.filter(words=query).order_by().values("pk")[:MATCHES])
