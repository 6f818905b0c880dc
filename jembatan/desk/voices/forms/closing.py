"""Tidying: merging and splitting, the archive and back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.desk.voices.forms.base import ActForm, words_field
from jembatan.desk.voices.likeness import alike
from jembatan.voices import codes, handling, merging
from jembatan.voices.models import Voice
from jembatan.voices.workflow import Act, Refused


class Merge(ActForm):
    """`cari` in the address looks for other words than the voice's own."""

    slug, act = "gabung", Act.MERGE
    title, button = gettext_lazy("Gabungkan ke laporan lain"), gettext_lazy("Gabungkan")
    help = gettext_lazy("Laporan ini ikut yang dipilih; pengikut dan dukungannya pindah. Pelapor boleh berkeberatan.")
    done = gettext_lazy("Laporan digabungkan.")
    template = "desk/voices/merge.html"
    into = forms.CharField(
        label=gettext_lazy("Kode laporan yang dituju"),
        max_length=20,
        error_messages={"required": gettext_lazy("Pilih laporan yang dituju, atau tulis kodenya.")},
    )

    def extra(self) -> dict[str, Any]:
        asked = str(self.asked.get("cari", "")).strip()[:200]
        return {"candidates": alike(self.voice, asked or self.voice.original, by=self.by), "asked": asked}

    def carry_out(self) -> None:
        rows = Voice.objects.visible_to(self.by).filter(code=codes.tidy(self.said["into"]))
        if (other := rows.first()) is None:
            raise Refused(_("Laporan dengan kode itu tidak ada di sini."))
        merging.merge(**self.common(), into=other)


class Split(ActForm):
    slug, act = "pisah", Act.SPLIT
    title, button = gettext_lazy("Pisahkan lagi"), gettext_lazy("Pisahkan")
    help = gettext_lazy("Laporan ini berdiri sendiri lagi, dengan pengikut dan dukungannya.")
    done = gettext_lazy("Laporan dipisahkan lagi.")

    def carry_out(self) -> None:
        merging.split(**self.common())


class Archive(ActForm):
    slug, act = "arsipkan", Act.ARCHIVE
    title, button = gettext_lazy("Arsipkan"), gettext_lazy("Arsipkan")
    help = gettext_lazy("Untuk kiriman sampah, atau yang tidak dapat ditangani siapa pun.")
    done = gettext_lazy("Laporan diarsipkan.")
    tone = "danger"
    reason = words_field(gettext_lazy("Alasan"), rows=3, help_text=gettext_lazy("Pelapor akan membacanya."))

    def carry_out(self) -> None:
        handling.archive(**self.common(), reason=self.said["reason"])


class Restore(ActForm):
    slug, act = "pulihkan", Act.RESTORE
    title, button = gettext_lazy("Kembalikan dari arsip"), gettext_lazy("Kembalikan")
    done = gettext_lazy("Laporan dikembalikan dari arsip.")

    def carry_out(self) -> None:
        handling.restore(**self.common())
