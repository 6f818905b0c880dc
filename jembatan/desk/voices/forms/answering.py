"""An office says something: a first word, the answer; and after it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.desk.voices.forms.base import ActForm, words_field
from jembatan.releases.models import Kind as ReleaseKind
from jembatan.releases.models import Release
from jembatan.releases.workflow import State as ReleaseState
from jembatan.voices import answering, attaching
from jembatan.voices.answering import LONGEST
from jembatan.voices.models import Kind, Template
from jembatan.voices.workflow import Act

CLARIFICATIONS = 50  # the newest


class Reply(ActForm):
    slug, act = "tanggapan-awal", Act.REPLY
    title, button = gettext_lazy("Beri tanggapan awal"), gettext_lazy("Kirim tanggapan")
    help = gettext_lazy("Kabar pertama bahwa laporan ini dikerjakan. Jawabannya menyusul.")
    done = gettext_lazy("Tanggapan awal terkirim.")
    text = words_field(
        gettext_lazy("Tanggapan"), help_text=gettext_lazy("Semua orang bisa membacanya. Tanpa nama orang.")
    )

    def carry_out(self) -> None:
        answering.reply(**self.common(), text=self.said["text"])


class Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of one control; the list of them."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class Answer(ActForm):
    """`pakai` in the address fills in the words of a template."""

    slug, act = "jawab", Act.ANSWER
    title, button = gettext_lazy("Jawab"), gettext_lazy("Kirim jawaban")
    done = gettext_lazy("Jawaban terkirim kepada semua yang mengikutinya.")
    template = "desk/voices/answer.html"
    text = words_field(
        gettext_lazy("Jawaban"),
        rows=9,
        most=LONGEST,
        help_text=gettext_lazy("Semua orang bisa membacanya. Tanpa nama orang."),
    )
    release = forms.ModelChoiceField(
        label=gettext_lazy("Rilis klarifikasi"),
        queryset=Release.objects.none(),
        required=False,
        help_text=gettext_lazy("Kabar yang perlu dicek dijawab dengan rilis klarifikasi yang sudah terbit."),
    )
    attached = FilesField(
        label=gettext_lazy("Lampiran"),
        required=False,
        widget=Files(attrs={"accept": "image/*,application/pdf"}),
        help_text=gettext_lazy("Foto atau PDF di bawah 5 MB, paling banyak 5. Semua orang bisa membukanya."),
    )

    def prepare(self) -> None:
        if self.voice.kind == Kind.RUMOUR:
            self.fields["release"].queryset = _clarifications()  # type: ignore[attr-defined]
            self.fields["release"].empty_label = _("Pilih rilis")  # type: ignore[attr-defined]
        else:
            del self.fields["release"]
        self.templates = list(self._templates())
        chosen = next((one for one in self.templates if str(one.pk) == self.asked.get("pakai")), None)
        self.initial["text"] = chosen.text if chosen else ""

    def _templates(self) -> Iterable[Template]:
        return Template.objects.filter(Q(office=None) | Q(office=self.voice.office_id)).order_by("title")[:30]

    def extra(self) -> dict[str, Any]:
        return {"templates": self.templates}

    def carry_out(self) -> None:
        files = attaching.prepare(self.said["attached"])
        answering.answer(**self.common(), text=self.said["text"], files=files, release=self.said.get("release"))


def _clarifications() -> Any:
    rows = Release.objects.filter(state=ReleaseState.PUBLISHED, published__kind=ReleaseKind.CLARIFICATION)
    newest = rows.order_by("-published_at").values_list("pk", flat=True)[:CLARIFICATIONS]
    return Release.objects.filter(pk__in=list(newest)).select_related("current").order_by("-published_at")


class Close(ActForm):
    slug, act = "tutup", Act.CLOSE
    title, button = gettext_lazy("Tutup laporan"), gettext_lazy("Tutup")
    help = gettext_lazy("Tanpa ini, laporan menutup sendiri bila pelapor tidak membalas.")
    done = gettext_lazy("Laporan ditutup.")

    def carry_out(self) -> None:
        answering.close(**self.common())


class Reopen(ActForm):
    slug, act = "buka-lagi", Act.REOPEN
    title, button = gettext_lazy("Buka lagi"), gettext_lazy("Buka lagi")
    help = gettext_lazy("Kantor yang menjawab menanganinya lagi, dan batas waktunya mulai dari awal.")
    done = gettext_lazy("Laporan dibuka lagi.")
    why = words_field(gettext_lazy("Mengapa?"), rows=3, help_text=gettext_lazy("Hanya dibaca petugas."))

    def carry_out(self) -> None:
        answering.reopen(**self.common(), why=self.said["why"])
