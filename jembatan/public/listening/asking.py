"""What a list of voices is asked for in its address, the same for the page and for machines."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from jembatan.areas.finding import CODE_PATTERN
from jembatan.areas.models import Area
from jembatan.people.models import Office
from jembatan.public.addresses import following
from jembatan.voices.models import Kind, Topic, Voice
from jembatan.voices.public import BadCursor, Wanted, newest
from jembatan.voices.searching import LONGEST, Found, search
from jembatan.voices.workflow import State

STATES = [choice for choice in State.choices if choice[0] != State.HELD]  # that one is never public


class ListForm(forms.Form):
    wilayah = forms.CharField(required=False, validators=[RegexValidator(rf"\A(?:{CODE_PATTERN})\Z")])
    topik = forms.SlugField(required=False, max_length=40)
    kantor = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    status = forms.ChoiceField(required=False, choices=STATES)
    jenis = forms.ChoiceField(required=False, choices=Kind.choices)
    cari = forms.CharField(required=False, max_length=LONGEST)
    sebelum = forms.CharField(required=False, max_length=26)


@dataclass(frozen=True)
class Asked:
    """`said`: the form's values. What does not exist is a 404, as for any address."""

    said: dict[str, Any]

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        form = ListForm(request.GET)
        if not form.is_valid():
            raise Http404
        return cls(form.cleaned_data)

    @cached_property
    def area(self) -> Area | None:
        code = self.said["wilayah"]
        return get_object_or_404(Area.objects.current().select_related("parent"), code=code) if code else None

    @cached_property
    def topic(self) -> Topic | None:
        return get_object_or_404(Topic, code=self.said["topik"]) if self.said["topik"] else None

    @cached_property
    def office(self) -> Office | None:
        return get_object_or_404(Office, pk=self.said["kantor"]) if self.said["kantor"] else None

    @cached_property
    def wanted(self) -> Wanted:
        return Wanted(
            area=self.area.code if self.area else "", topic=self.topic.pk if self.topic else None,
            office=self.office.pk if self.office else None, state=self.said["status"], kind=self.said["jenis"],
        )  # fmt: skip

    @property
    def words(self) -> str:
        return str(self.said["cari"])

    @property
    def cursor(self) -> str:
        return str(self.said["sebelum"])

    def found(self, size: int) -> Found:
        """A page of them; 404 for a cursor that was not made here."""
        try:
            if self.words:
                return search(self.words, self.wanted, cursor=self.cursor, size=size)
            voices, older = newest(self.wanted, cursor=self.cursor, size=size)
        except BadCursor:
            raise Http404 from None
        return Found(voices, older)

    @property
    def narrowing(self) -> dict[str, str]:
        """The query without the page."""
        return {name: str(value) for name, value in self.said.items() if value and name != "sebelum"}

    def query(self, older: str = "") -> str:
        """Of the same list from there on, "" where there is no more."""
        return following(sebelum=older, **self.narrowing)

    def batch(self, size: int, cursor: str) -> tuple[list[Voice], str]:
        """For machines that read on and on."""
        try:
            return newest(self.wanted, cursor=cursor, size=size)
        except BadCursor:
            raise Http404 from None
