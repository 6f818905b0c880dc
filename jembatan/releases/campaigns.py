"""Campaign periods: set in advance, because one that runs binds everybody, also those who set it."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.areas.settings import zone
from jembatan.audit.actions import record
from jembatan.people.models import Person
from jembatan.releases.models import Campaign
from jembatan.releases.workflow import Refused


@transaction.atomic
def plan(*, area: Area, name: str, first_day: date, last_day: date, by: Person | None) -> Campaign:
    """Refused when it ends before it begins. Periods may overlap: a running one is prolonged by another."""
    if last_day < first_day:
        raise Refused(_("Hari terakhir harus sesudah hari pertama."))
    campaign = Campaign.objects.create(area=area, name=name, first_day=first_day, last_day=last_day)
    first, last = first_day.isoformat(), last_day.isoformat()
    record("campaign.planned", campaign, by=by, area=area.code, first_day=first, last_day=last)
    return campaign


def has_begun(campaign: Campaign) -> bool:
    return campaign.first_day <= timezone.localdate(timezone=zone(campaign.area))


@transaction.atomic
def cancel(*, campaign: Campaign, by: Person | None) -> None:
    """Refused once it has begun: that would be the way around its rules."""
    if has_begun(campaign):
        raise Refused(_("Masa kampanye yang sudah mulai tidak bisa dihapus."))
    record("campaign.cancelled", campaign, by=by, area=campaign.area.code)
    campaign.delete()
