"""The demo: a filled house in Musi Banyuasin. Every person and group in it is invented; the same every time."""

from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from jembatan.areas import holidays
from jembatan.areas.loading import Progress, silent
from jembatan.areas.loading import load as load_areas
from jembatan.areas.models import Area, Setting
from jembatan.demo import drafts, groups, releases, staff, voices

AREA = "16.06"


@transaction.atomic
def load(now: datetime | None = None, progress: Progress = silent) -> None:
    """Fill an empty installation, all or nothing. `progress` is called with (steps done, steps in all)."""
    now = now or timezone.now()
    root = Area.objects.current().filter(parent=None).first() or load_areas(AREA)
    Setting.objects.create(area=root, name="demo", value=True)
    cache.delete("site")
    holidays.seed(holidays.usual_years())
    people = staff.invent(root)
    groups.invent(root)
    releases.publish_all(root, people, now, progress)
    drafts.write_all(root, people, now)
    voices.say_all(root, people, now)


def loaded() -> bool:
    return Setting.objects.filter(name="demo").exists()
