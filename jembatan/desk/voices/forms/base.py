"""What every form of an act has: the voice, who acts, and the version that they have seen."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from jembatan.people.models import Office, Person
from jembatan.voices.models import Voice
from jembatan.voices.workflow import Act

MOST = 2**31 - 1
WORDS = 5_000  # characters of a text, where the domain names no other bound


def words_field(label: Any, *, rows: int = 5, most: int = WORDS, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day as browsers' own calendars give it; typed by hand as 31/12/2026 too."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": gettext_lazy("Tulis tanggalnya seperti 31/12/2026.")},
        **more,
    )


class ActForm(forms.Form):
    """`carry_out` is called once the form is right; what the domain refuses is said on the page."""

    slug: ClassVar[str]
    act: ClassVar[Act]
    title: ClassVar[Any]
    button: ClassVar[Any]
    done: ClassVar[Any]
    help: ClassVar[Any] = ""
    tone: ClassVar[str] = "primary"
    template: ClassVar[str] = "desk/voices/act.html"
    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=MOST,
        error_messages={"required": gettext_lazy("Muat ulang halaman ini, lalu coba lagi.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, voice: Voice, by: Person, asked: Any = None) -> None:
        """`asked`: what stands in the address, for what is looked for beside the form."""
        super().__init__(data, files)
        self.voice, self.by, self.asked = voice, by, asked or {}
        self.initial["seen"] = voice.version
        self.prepare()

    def prepare(self) -> None:
        """Choices and what is filled in already."""

    def carry_out(self) -> None:
        raise NotImplementedError

    @classmethod
    def fits(cls, voice: Voice) -> bool:
        """Beyond what the table of states says."""
        return True

    def extra(self) -> dict[str, Any]:
        """What its page shows beside the form."""
        return {}

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data

    def common(self) -> dict[str, Any]:
        return {"voice": self.voice, "by": self.by, "seen": self.said["seen"]}


def offices(voice: Voice) -> Any:
    """Those that may have it: of one about officials only those that inspect."""
    rows = Office.objects.current().order_by("name")
    return rows.filter(inspects=True) if voice.about_official else rows
