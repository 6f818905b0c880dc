"""Dispatches, channels and causes in words. What is not known here is shown as it is kept."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.messages.contacts import NAMES
from jembatan.messages.models import Dispatch
from jembatan.releases.models import Release

KINDS = {
    "release": gettext_lazy("Permintaan meneruskan"),
    "release_reminder": gettext_lazy("Pengingat"),
    "release_escalation": gettext_lazy("Permintaan bantuan"),
    "release_withdrawn": gettext_lazy("Kabar penarikan"),
    "news": gettext_lazy("Kabar untuk warga"),
    "news_withdrawn": gettext_lazy("Kabar penarikan untuk warga"),
    "reply": gettext_lazy("Jawaban otomatis"),
    "confirm": gettext_lazy("Konfirmasi langganan"),
    "voice_news": gettext_lazy("Kabar tentang laporan"),
    "voice_contact": gettext_lazy("Konfirmasi kontak pelapor"),
    "voice_said": gettext_lazy("Balasan kepada pelapor"),
    "voice_area": gettext_lazy("Kabar laporan yang dijawab"),
    "paper_link": gettext_lazy("Tautan titip laporan"),
    "proof": gettext_lazy("Uji keandalan"),
    "voice_task": gettext_lazy("Laporan untuk kantor"),
    "code": gettext_lazy("Kode sekali pakai"),
}
# One message to one person: the list counts them, for there are too many to be read.
SINGLES = ("reply", "confirm", "code", "paper_link", "voice_contact", "voice_news", "voice_said", "voice_task")
WAITS = {"quiet hours": gettext_lazy("jam tenang"), "bundled": gettext_lazy("pesan gabungan berikutnya")}
CAUSES = [
    (
        re.compile(r"SMTP 53[045]|Authentication|HTTP 40[13]\b"),
        gettext_lazy("penyedia menolak kata sandi atau kunci kami"),
    ),
    (re.compile(r"HTTP 402\b"), gettext_lazy("pulsa atau saldo di penyedia habis")),
    (re.compile(r"HTTP 5\d\d"), gettext_lazy("penyedia sedang terganggu")),
    (re.compile(r"SMTP 5"), gettext_lazy("alamat e-mail ditolak")),
    (re.compile(r"SMTP 4"), gettext_lazy("server e-mail berkali-kali menunda")),
    (re.compile(r"[Tt]ime ?[Oo]ut"), gettext_lazy("penyedia tidak menjawab pada waktunya")),
    (re.compile(r"refused|gaierror|ConnectError|Unreachable", re.IGNORECASE), gettext_lazy("penyedia tidak terhubung")),
    (re.compile(r"Disconnected|Reset|BrokenPipe", re.IGNORECASE), gettext_lazy("sambungan terputus")),
    (re.compile(r"worker was lost"), gettext_lazy("pengirim berhenti di tengah jalan")),
]


def kind(dispatch: Dispatch) -> str:
    return kind_named(dispatch.kind)


def kind_named(name: str) -> str:
    return str(KINDS.get(name, name))


def title(dispatch: Dispatch, known: Mapping[int, str]) -> str:
    """The release's, else what kind it is; never the key."""
    return known.get(dispatch.pk) or kind(dispatch)


def channel(name: str) -> str:
    return str(NAMES.get(name, name))


def cause(reason: str | None) -> str:
    """`alamat e-mail ditolak`; the provider's own words stay for whoever looks closer."""
    if not reason:
        return _("tanpa keterangan")
    return next((str(words) for pattern, words in CAUSES if pattern.search(reason)), reason)


def waits(reason: str | None) -> str:
    """Why a letter does not go yet."""
    if reason in WAITS:
        return str(WAITS[reason])
    return _("dicoba lagi sesudah gagal (%(cause)s)") % {"cause": cause(reason)}


def until(at: datetime) -> str:
    """`06.00`, with the day where it is another one."""
    local = timezone.localtime(at)
    return date_format(local, "H.i" if local.date() == timezone.localdate() else "j M H.i")


def titles(dispatches: Iterable[Dispatch]) -> dict[int, str]:
    """Dispatch id → what it speaks of. One query."""
    of_releases = (one for one in dispatches if one.kind.startswith(("release", "news")))
    about = {one.pk: one.subject_id for one in of_releases if one.subject_id}
    found = Release.objects.select_related("current", "published").in_bulk(set(about.values()))
    return {pk: found[subject].text.title for pk, subject in about.items() if subject in found}
