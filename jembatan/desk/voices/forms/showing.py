"""What the public sees of it, and what becomes a question and answer for everyone."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.clock import today
from jembatan.areas.models import Area, Level
from jembatan.areas.settings import ancestors
from jembatan.desk.voices.forms.base import ActForm, day_field, words_field
from jembatan.voices import betraying, entries, moderating
from jembatan.voices.models import Answer, Photo, Shown, Voice
from jembatan.voices.models.voice import PUBLIC
from jembatan.voices.workflow import Act

HALF_A_YEAR = timedelta(days=183)  # filled in


class Moderate(ActForm):
    """A text that looks as if it named somebody is asked about once more."""

    slug, act = "tampilan", Act.MODERATE
    title, button = gettext_lazy("Putuskan tampilan publik"), gettext_lazy("Simpan keputusan")
    done = gettext_lazy("Tampilan publik diputuskan.")
    template = "desk/voices/moderate.html"
    shown = forms.ChoiceField(
        label=gettext_lazy("Siapa yang melihatnya?"),
        choices=[(one.value, one.label) for one in Shown if one != Shown.WAITING],
        widget=forms.RadioSelect,
    )
    text = words_field(
        gettext_lazy("Teks untuk umum"),
        rows=9,
        required=False,
        help_text=gettext_lazy("Tanpa nama orang, nomor, dan alamat. Aslinya tetap tersimpan untuk petugas."),
    )
    photos = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Foto yang tampil"),
        queryset=Photo.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = words_field(gettext_lazy("Catatan internal"), rows=2, required=False)
    sure = forms.BooleanField(label=gettext_lazy("Sudah saya periksa: tidak menyebut siapa pun"), required=False)

    @classmethod
    def fits(cls, voice: Voice) -> bool:
        return not (voice.about_official or voice.confidential)

    def prepare(self) -> None:
        voice = self.voice
        self.few = betraying.few_speak(voice.area)
        self.fields["photos"].queryset = voice.photos.order_by("pk")  # type: ignore[attr-defined]
        if voice.declined:
            self.fields["shown"].choices = [(Shown.HIDDEN, Shown.HIDDEN.label)]  # type: ignore[attr-defined]
        self.initial.update(
            shown=voice.shown if voice.shown != Shown.WAITING else self._careful(),
            text=voice.text or voice.original,
            photos=[photo.pk for photo in voice.photos.all() if photo.public],
        )

    def _careful(self) -> str:
        if self.voice.declined:
            return Shown.HIDDEN
        return Shown.DISTRICT if self.few else Shown.VILLAGE

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        self.found = betraying.likely(said.get("text", "")) if said.get("shown") in PUBLIC else []
        if self.found and not said.get("sure"):
            words = ", ".join(f"“{one}”" for one in self.found[:5])
            ask = _("Tampak seperti nama atau nomor: %(words)s. Hapus, atau centang di bawah bila bukan.")
            self.add_error("text", ask % {"words": words})
        return said

    def extra(self) -> dict[str, Any]:
        shown = getattr(self, "found", None)
        suspicious = betraying.likely(self.initial["text"]) if shown is None else shown
        return {
            "few": self.few,
            "suspicious": suspicious,
            "ask_sure": bool(shown),
            "photos": [(photo, photo.pk in self._chosen()) for photo in self.voice.photos.order_by("pk")],
        }

    def _chosen(self) -> set[int]:
        """As it was sent, else as it stands."""
        value = self["photos"].value() or []
        return {int(pk) for pk in value if str(pk).isdecimal()}

    def carry_out(self) -> None:
        photos = [photo.pk for photo in self.said["photos"]]
        more = {name: self.said[name] for name in ("shown", "text", "note")}
        moderating.decide(**self.common(), photos=photos, **more)


class MakeEntry(ActForm):
    slug, act = "tanya-jawab", Act.NOTE
    title, button = gettext_lazy("Jadikan tanya jawab"), gettext_lazy("Terbitkan tanya jawab")
    help = gettext_lazy("Jawaban ini menolong orang lain juga? Tulis ulang tanpa menyebut siapa pun.")
    done = gettext_lazy("Tanya jawab tersimpan.")
    question = forms.CharField(label=gettext_lazy("Pertanyaan"), max_length=200)
    text = words_field(gettext_lazy("Jawaban"), rows=7, most=10_000)
    area = forms.ModelChoiceField(
        label=gettext_lazy("Berlaku untuk"), queryset=Area.objects.none(), to_field_name="code", empty_label=None
    )
    expires_on = day_field(gettext_lazy("Berlaku sampai"))

    @classmethod
    def fits(cls, voice: Voice) -> bool:
        return voice.shown in PUBLIC and voice.answered_on is not None and voice.answers.exists()

    def prepare(self) -> None:
        self.answer = Answer.objects.select_related("voice", "office").filter(voice=self.voice).latest("pk")
        above = Area.objects.current().filter(code__in=ancestors(self.voice.area_code)).order_by("level")
        if self.voice.shown != Shown.VILLAGE:
            above = above.exclude(level=Level.VILLAGE)
        self.fields["area"].queryset = above  # type: ignore[attr-defined]
        self.initial.update(text=self.answer.text, expires_on=today() + HALF_A_YEAR)
        self.initial["area"] = self.answer.office.area.code

    def carry_out(self) -> None:
        more = {name: self.said[name] for name in ("question", "text", "area", "expires_on")}
        entries.make(answer=self.answer, by=self.by, **more)
