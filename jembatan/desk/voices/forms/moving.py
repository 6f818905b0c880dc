"""On its way to whoever answers: forward, raise, ask, postpone, go on, pass on, follow."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.clock import today
from jembatan.desk.voices.forms.base import ActForm, day_field, offices, words_field
from jembatan.people.models import Office
from jembatan.voices import handling, routing
from jembatan.voices.models import Voice
from jembatan.voices.workflow import Act

A_FORTNIGHT = timedelta(days=14)  # filled in


class OfficeForm(ActForm):
    office = forms.ModelChoiceField(
        label=gettext_lazy("Kantor"),
        queryset=Office.objects.none(),
        error_messages={"required": gettext_lazy("Pilih kantornya.")},
    )
    note = words_field(
        gettext_lazy("Catatan untuk kantor itu"),
        rows=3,
        required=False,
        help_text=gettext_lazy("Hanya dibaca petugas."),
    )

    def prepare(self) -> None:
        self.fields["office"].queryset = offices(self.voice)  # type: ignore[attr-defined]
        self.fields["office"].empty_label = _("Pilih kantor")  # type: ignore[attr-defined]


class Forward(OfficeForm):
    slug, act = "sampaikan", Act.FORWARD
    title, button = gettext_lazy("Sampaikan ke kantor yang menjawab"), gettext_lazy("Sampaikan")
    done = gettext_lazy("Laporan disampaikan. Petugas kantor itu diberi tahu.")

    def prepare(self) -> None:
        super().prepare()
        rows = self.fields["office"].queryset  # type: ignore[attr-defined]
        self.fields["office"].queryset = rows.exclude(pk=self.voice.office_id or 0)  # type: ignore[attr-defined]
        self.suggested = routing.office_for(self.voice) if self.voice.office is None else None
        if self.voice.about_official and self.voice.office and not self._forwarded():
            self.fields["office"].queryset = rows  # type: ignore[attr-defined]  # the inspectorate takes it up itself
            self.suggested = self.voice.office
        self.initial["office"] = self.suggested.pk if self.suggested else None

    def _forwarded(self) -> bool:
        return self.voice.steps.filter(act=Act.FORWARD).exists()

    def carry_out(self) -> None:
        handling.forward(**self.common(), office=self.said["office"], note=self.said["note"])


class Raise(OfficeForm):
    slug, act = "naikkan", Act.RAISE
    title, button = gettext_lazy("Naikkan ke atasan"), gettext_lazy("Naikkan")
    done = gettext_lazy("Laporan dinaikkan ke kantor di atasnya.")

    @classmethod
    def fits(cls, voice: Voice) -> bool:
        return voice.office is not None and voice.office.area.parent_id is not None

    def prepare(self) -> None:
        super().prepare()
        rows = self.fields["office"].queryset  # type: ignore[attr-defined]
        level = self.voice.office.area.level if self.voice.office else 0
        self.fields["office"].queryset = rows.filter(area__level__lt=level)  # type: ignore[attr-defined]

    def carry_out(self) -> None:
        handling.raise_(**self.common(), office=self.said["office"], note=self.said["note"])


class Ask(ActForm):
    slug, act = "tanya", Act.ASK
    title, button = gettext_lazy("Tanya pelapor"), gettext_lazy("Kirim pertanyaan")
    help = gettext_lazy("Selama menunggu jawabannya, hitungan hari berhenti.")
    done = gettext_lazy("Pertanyaan terkirim. Hitungan hari berhenti sampai pelapor menjawab.")
    question = words_field(
        gettext_lazy("Pertanyaan"), help_text=gettext_lazy("Hanya pelapor yang membacanya. Jangan tanyakan NIK.")
    )

    def carry_out(self) -> None:
        handling.ask(**self.common(), question=self.said["question"])


class Postpone(ActForm):
    slug, act = "tunda", Act.POSTPONE
    title, button = gettext_lazy("Tunda"), gettext_lazy("Tunda")
    help = gettext_lazy("Hitungan hari berhenti sampai tanggal itu, lalu berjalan lagi dengan sendirinya.")
    done = gettext_lazy("Laporan ditunda. Alasannya terbaca umum.")
    reason = words_field(gettext_lazy("Alasan"), rows=3, help_text=gettext_lazy("Semua orang bisa membacanya."))
    until = day_field(gettext_lazy("Sampai tanggal"))

    def prepare(self) -> None:
        self.initial["until"] = today() + A_FORTNIGHT

    def carry_out(self) -> None:
        handling.postpone(**self.common(), reason=self.said["reason"], until=self.said["until"])


class Resume(ActForm):
    slug, act = "lanjutkan", Act.RESUME
    title, button = gettext_lazy("Lanjutkan"), gettext_lazy("Lanjutkan")
    help = gettext_lazy("Hitungan hari berjalan lagi mulai hari ini.")
    done = gettext_lazy("Hitungan hari berjalan lagi.")

    def carry_out(self) -> None:
        handling.resume(**self.common())


class PassOn(ActForm):
    slug, act = "teruskan", Act.PASS_ON
    title, button = gettext_lazy("Teruskan ke instansi lain"), gettext_lazy("Teruskan")
    help = gettext_lazy("Di luar kewenangan kita? Kantor ini sendiri yang meneruskan dan mengikuti kabarnya.")
    done = gettext_lazy("Diteruskan. Ikuti kabarnya sampai selesai.")
    to = forms.CharField(label=gettext_lazy("Instansi penerima"), max_length=160)
    lapor_number = forms.CharField(label=gettext_lazy("Nomor SP4N-LAPOR!"), max_length=20, required=False)
    explained = words_field(
        gettext_lazy("Penjelasan untuk pelapor"), rows=4, help_text=gettext_lazy("Semua orang bisa membacanya.")
    )

    def carry_out(self) -> None:
        handling.pass_on(**self.common(), **{name: self.said[name] for name in ("to", "lapor_number", "explained")})


class Follow(ActForm):
    slug, act = "kabar", Act.FOLLOW
    title, button = gettext_lazy("Catat kabar dari instansi itu"), gettext_lazy("Simpan kabar")
    done = gettext_lazy("Kabar tersimpan dan disampaikan kepada pelapor.")
    news = words_field(gettext_lazy("Kabarnya"), help_text=gettext_lazy("Semua orang bisa membacanya."))
    lapor_number = forms.CharField(label=gettext_lazy("Nomor SP4N-LAPOR!"), max_length=20, required=False)

    def prepare(self) -> None:
        self.initial["lapor_number"] = self.voice.lapor_number

    def carry_out(self) -> None:
        handling.follow(**self.common(), news=self.said["news"], lapor_number=self.said["lapor_number"])
