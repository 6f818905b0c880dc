"""What the workroom's first page says about the days off."""

from jembatan.areas import holidays
from jembatan.areas.models import Area
from jembatan.desk.access import StaffRequest
from jembatan.desk.holidays.pages import MANAGE, year_url
from jembatan.people.permissions import Territory, may


def unknown(request: StaffRequest) -> list[dict[str, str]]:
    """A sentence for each year whose days off are not all there, for whoever may write them down."""
    if not may(request.user, MANAGE, on=Territory(Area.objects.root().code)):
        return []
    return [{"text": holidays.warning(year), "url": year_url(year)} for year in holidays.unknown_years()]
