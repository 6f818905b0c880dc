"""The rules of publishing: four eyes, one reviewer alone in an emergency, the non-partisan checklist."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jembatan.areas.models import Area
from jembatan.areas.settings import ancestors, setting
from jembatan.people.models import Person
from jembatan.releases.models import Campaign, Decision, Kind, Release, Urgency
from jembatan.releases.workflow import Refused

CHECKLIST = {
    "no_candidate": gettext_lazy("Tidak menyebut atau menampilkan calon, partai, nomor urut, atau slogan kampanye."),
    "no_credit": gettext_lazy("Tidak mengaitkan program atau bantuan dengan jasa seorang pejabat."),
    "facts_only": gettext_lazy("Hanya berisi fakta pelayanan yang memang perlu diketahui warga sekarang."),
    "equal": gettext_lazy("Berlaku sama bagi semua warga sasaran, tanpa memandang pilihan politik."),
}


def campaign_in(area: Area) -> Campaign | None:
    """The campaign period that runs today in this area, if any."""
    today = timezone.localdate()
    running = Campaign.objects.filter(area__code__in=ancestors(area.code), first_day__lte=today, last_day__gte=today)
    return running.first()


def four_eyes_holds(area: Area) -> bool:
    """Four-eyes is a setting; in a campaign period it cannot be switched off."""
    return bool(setting("four_eyes", area)) or campaign_in(area) is not None


def is_writer(release: Release, person: Person) -> bool:
    return release.versions.filter(created_by=person).exists()


def check_four_eyes(release: Release, by: Person | None) -> None:
    if by is not None and is_writer(release, by) and four_eyes_holds(release.area):
        raise Refused(_("Rilis harus diperiksa orang lain; Anda ikut menulis yang ini."))


def check_may_publish_alone(release: Release) -> None:
    text = release.text
    if text.kind != Kind.ALERT or text.urgency != Urgency.URGENT:
        raise Refused(_("Hanya peringatan yang mendesak yang boleh diterbitkan sendirian."))


def check_second_person(release: Release, by: Person) -> None:
    alone = release.reviews.filter(decision=Decision.PUBLISHED_ALONE).latest("at")
    if alone.by_id == by.pk or is_writer(release, by):
        raise Refused(_("Pemeriksaan ini harus dilakukan orang lain."))


def check_checklist(release: Release, answers: dict[str, bool] | None) -> None:
    """In a campaign period every sentence of the checklist is answered with yes."""
    if campaign_in(release.area) and not all((answers or {}).get(key) for key in CHECKLIST):
        raise Refused(_("Sekarang masa kampanye: jawab dulu semua butir daftar periksa netralitas."))
