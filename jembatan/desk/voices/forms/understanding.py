"""Letting in, verifying, and correcting what was understood."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.finding import villages_named
from jembatan.areas.models import Area
from jembatan.desk.voices.forms.base import ActForm
from jembatan.people.models import Office
from jembatan.voices import handling, suggesting
from jembatan.voices.models import Kind, Topic
from jembatan.voices.workflow import Act

SIBLINGS = 400  # areas of one list


class Admit(ActForm):
    slug, act = "terima", Act.ADMIT
    title, button = gettext_lazy("Terima untuk ditangani"), gettext_lazy("Terima")
    help = gettext_lazy("Laporan ini tertahan karena mirip kiriman sampah. Setelah diterima, batas waktunya berjalan.")
    done = gettext_lazy("Laporan diterima. Batas waktunya mulai berjalan.")

    def carry_out(self) -> None:
        handling.admit(**self.common())


class Classify(ActForm):
    slug, act = "perbaiki", Act.CLASSIFY
    title, button = gettext_lazy("Perbaiki jenis, topik, atau tempat"), gettext_lazy("Simpan")
    done = gettext_lazy("Perbaikan tersimpan.")
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), choices=Kind.choices)
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topik"), queryset=Topic.objects.none(), required=False, to_field_name="code"
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Tempat"), queryset=Area.objects.none(), to_field_name="code", empty_label=None
    )
    elsewhere = forms.CharField(
        label=gettext_lazy("Desa lain"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Isi bila tempatnya bukan di daftar: nama desa, atau nama desa dan kecamatannya."),
    )

    def prepare(self) -> None:
        voice = self.voice
        self.fields["topic"].queryset = Topic.objects.filter(ended=False).order_by("name")  # type: ignore[attr-defined]
        self.fields["topic"].empty_label = _("Belum ada yang cocok")  # type: ignore[attr-defined]
        self.fields["area"].queryset = self._near()  # type: ignore[attr-defined]
        topic = voice.topic or (suggesting.topic_for(voice) if voice.verified_on is None else None)
        self.suggested = topic if voice.topic is None else None
        self.initial.update(kind=voice.kind, topic=topic.code if topic else "", area=voice.area.code)

    def _near(self) -> Any:
        """The area itself, what lies in it, and what lies beside it."""
        voice = self.voice
        near = [voice.area_id, voice.area.parent_id]
        beside = Area.objects.current().filter(parent__in=[pk for pk in near if pk])
        ids = [voice.area_id, *beside.order_by("code").values_list("pk", flat=True)[:SIBLINGS]]
        return Area.objects.filter(pk__in=ids).order_by("level", "name")

    def clean_elsewhere(self) -> Area | None:
        if not (text := self.cleaned_data["elsewhere"].replace(",", " ").strip()):
            return None
        found, more = villages_named(text, 5)
        if not found:
            raise forms.ValidationError(_("Desa itu tidak ditemukan. Periksa ejaannya."))
        if len(found) > 1 or more:
            names = "; ".join(f"{one.name}, {one.parent.name}" for one in found if one.parent)
            raise forms.ValidationError(_("Ada beberapa: %(names)s. Tulis desa dan kecamatannya.") % {"names": names})
        return found[0]

    def understood(self) -> dict[str, Any]:
        area = self.said["elsewhere"] or self.said["area"]
        return self.common() | {"kind": self.said["kind"], "topic": self.said["topic"], "area": area}

    def carry_out(self) -> None:
        handling.classify(**self.understood())


class Verify(Classify):
    slug, act = "verifikasi", Act.VERIFY
    title, button = gettext_lazy("Verifikasi"), gettext_lazy("Simpan verifikasi")
    help = gettext_lazy("Jenis menentukan batas waktu jawaban. Pelapor tidak memilihnya sendiri.")
    done = gettext_lazy("Terverifikasi. Sekarang sampaikan ke kantor yang menjawab.")
    field_check = forms.BooleanField(
        label=gettext_lazy("Perlu diperiksa ke lapangan (60 hari kerja)"),
        required=False,
    )
    about_office = forms.ModelChoiceField(
        label=gettext_lazy("Kantor yang dibicarakan"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=gettext_lazy("Tidak ada"),
        help_text=gettext_lazy("Untuk kabar yang perlu dicek: kantor yang dikritik tidak menjawabnya sendiri."),
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["about_office"].queryset = Office.objects.current().order_by("name")  # type: ignore[attr-defined]

    def carry_out(self) -> None:
        more = {name: self.said[name] for name in ("field_check", "about_office")}
        handling.verify(**self.understood(), **more)
