"""The rules of publishing: four eyes, one reviewer alone in an emergency, the non-partisan checklist."""

from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.models import Area
from jembatan.areas.settings import ancestors, setting, zone
from jembatan.people.models import Person
from jembatan.releases.models import Campaign, Decision, Kind, Release, Urgency
from jembatan.releases.workflow import Refused, State

SECOND_LOOK = timedelta(hours=24)  # until when a second person looks at what one published alone

CHECKLIST = {
    "no_candidate": gettext_lazy("Tidak menyebut atau menampilkan calon, partai, nomor urut, atau slogan kampanye."),
    "no_credit": gettext_lazy("Tidak mengaitkan program atau bantuan dengan jasa seorang pejabat."),
    "facts_only": gettext_lazy("Hanya berisi fakta pelayanan yang memang perlu diketahui warga sekarang."),
    "equal": gettext_lazy("Berlaku sama bagi semua warga sasaran, tanpa memandang pilihan politik."),
}


class Told(Protocol):
    """A version, or the content of one to be."""

    @property
    def kind(self) -> str: ...
    @property
    def urgency(self) -> str: ...


def campaign_in(area: Area, at: datetime | None = None) -> Campaign | None:
    """The campaign period that runs in this area at that moment (now), by the area's own calendar; None mostly."""
    day = timezone.localdate(at, timezone=zone(area))
    running = Campaign.objects.filter(area__code__in=ancestors(area.code), first_day__lte=day, last_day__gte=day)
    return running.first()


def four_eyes_holds(area: Area, at: datetime | None = None) -> bool:
    """Four-eyes is a setting; in a campaign period it cannot be switched off."""
    return bool(setting("four_eyes", area)) or campaign_in(area, at) is not None


def is_writer(release: Release, person: Person) -> bool:
    """Whether the person wrote any of it before it was published; who corrects it later is no writer by that."""
    corrections = release.reviews.filter(decision=Decision.CORRECTED)
    return release.versions.filter(created_by=person).exclude(pk__in=corrections.values("version")).exists()


def needs_another(release: Release, by: Person | None, at: datetime | None = None) -> bool:
    """Whether four-eyes keeps this person from deciding about this release."""
    return by is not None and is_writer(release, by) and four_eyes_holds(release.area, at)


def check_four_eyes(release: Release, by: Person | None, at: datetime | None = None) -> None:
    if needs_another(release, by, at):
        raise Refused(_("Rilis harus diperiksa orang lain; Anda ikut menulis yang ini."))


def may_be_alone(text: Told) -> bool:
    return text.kind == Kind.ALERT and text.urgency == Urgency.URGENT


def check_may_publish_alone(text: Told) -> None:
    if not may_be_alone(text):
        raise Refused(_("Hanya peringatan yang mendesak yang boleh diterbitkan sendirian."))


def check_may_correct_alone(release: Release, content: Told) -> None:
    if not (may_be_alone(release.text) and may_be_alone(content)):
        raise Refused(_("Koreksi harus dilakukan orang lain; Anda ikut menulis rilis ini."))


def is_second_person(release: Release, person: Person) -> bool:
    """Whether the person neither wrote it nor published it alone."""
    alone = release.reviews.filter(decision=Decision.PUBLISHED_ALONE, by=person)
    return not alone.exists() and not is_writer(release, person)


def check_second_person(release: Release, by: Person) -> None:
    if not is_second_person(release, by):
        raise Refused(_("Pemeriksaan ini harus dilakukan orang lain."))


def is_complete(answers: dict[str, bool] | None) -> bool:
    return all((answers or {}).get(key) is True for key in CHECKLIST)


def check_checklist(release: Release, answers: dict[str, bool] | None, at: datetime | None = None) -> None:
    """In a campaign period every sentence of the checklist is answered with yes."""
    if not is_complete(answers) and campaign_in(release.area, at):
        raise Refused(_("Sekarang masa kampanye: jawab dulu semua butir daftar periksa netralitas."))


def check_approval(release: Release, by: Person | None, answers: dict[str, bool] | None) -> None:
    """What was approved before a campaign period began is held to its rules all the same."""
    if campaign_in(release.area) is None:
        return
    approval = release.reviews.filter(decision=Decision.APPROVED).latest("pk")
    if by is None or is_writer(release, by):
        check_four_eyes(release, approval.by)
    check_checklist(release, answers or approval.checklist)


def check_not_expired(release: Release, at: datetime) -> None:
    """Nobody would get what is no longer valid when it is published."""
    expires_at = release.text.expires_at
    if expires_at and expires_at <= at:
        raise Refused(_("Masa berlaku rilis ini sudah lewat saat terbit. Ubah dulu tanggal berlakunya."))


def is_due(release: Release, now: datetime) -> bool:
    return release.state == State.APPROVED and release.publish_at is not None and release.publish_at <= now


def check_due(release: Release, now: datetime) -> None:
    """A set time holds only while the approval does: it may have been taken back a moment ago."""
    if not is_due(release, now):
        raise Refused(_("Rilis ini tidak lagi dijadwalkan terbit sekarang."))


def campaign_ahead(area: Area) -> Campaign | None:
    """The campaign period that runs now or comes next."""
    today = timezone.localdate(timezone=zone(area))
    coming = Campaign.objects.filter(area__code__in=ancestors(area.code), last_day__gte=today)
    return coming.order_by("first_day").first()
