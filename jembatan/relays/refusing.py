"""Why an answer was not written down, in a sentence for the volunteer."""

from django.db.models import Q
from django.utils.translation import gettext as _

from jembatan.people.models import Person
from jembatan.relays.models import Asking
from jembatan.releases.models import Release
from jembatan.releases.workflow import State

PUBLIC = [State.PUBLISHED, State.WITHDRAWN]


def withdrawn() -> str:
    return _("Rilis ini sudah ditarik; jangan diteruskan lagi.")


def nothing_waits(person: Person) -> str:
    if not Asking.objects.filter(person=person).exists():
        return _("Anda tidak sedang diminta meneruskan rilis, jadi tidak ada yang tercatat.")
    return _("Tidak ada rilis yang menunggu Anda sekarang. Terima kasih.")


def why_not(person: Person, of: Q, number: int | None) -> str:
    """No Asking of theirs that works is behind `of`; `number` is the release that they named."""
    asking = Asking.objects.filter(of, person=person).select_related("relay__release").first()
    if asking is None:
        return _not_theirs(person, number)
    if asking.relay.release.state == State.WITHDRAWN:
        return withdrawn()
    if asking.revoked_at:
        return _("Petugas mencabut tugas ini, jadi tidak tercatat. Kalau keliru, hubungi koordinator kecamatan.")
    return _("Masa tugas ini sudah lewat, jadi tidak tercatat. Terima kasih.")


def _not_theirs(person: Person, number: int | None) -> str:
    if not Asking.objects.filter(person=person).exists():
        return nothing_waits(person)
    if number is None:
        return _("Tugas ini bukan untuk Anda, jadi tidak tercatat.")
    if Asking.objects.filter(person=person, relay__release=number).exists():  # only the letter is wrong
        return _("Kode itu tidak ada. Periksa lagi huruf di belakang %(n)s.") % {"n": number}
    if Release.objects.filter(pk=number, state__in=PUBLIC).exists():
        return _("Rilis nomor %(n)s bukan tugas Anda, jadi tidak tercatat. Periksa lagi kodenya.") % {"n": number}
    return _("Tidak ada rilis nomor %(n)s. Periksa lagi kodenya.") % {"n": number}
