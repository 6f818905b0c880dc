"""Which service requests are asked for: the specification's filters, its 90 days and its 1,000 rows."""

from datetime import datetime, timedelta
from datetime import time as clock_time

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jembatan.api.open311.machine import Wrong
from jembatan.api.open311.services import OTHER, topic_of
from jembatan.areas.clock import site_zone
from jembatan.voices.codes import tidy
from jembatan.voices.models import Voice
from jembatan.voices.public import seen
from jembatan.voices.workflow import OPEN

MOST, SPAN = 1_000, timedelta(days=90)
DAY = timedelta(days=1)
STATUSES = {"open": Q(state__in=OPEN), "closed": ~Q(state__in=OPEN)}


def wanted(said: QueryDict) -> QuerySet[Voice]:
    """The newest first. `service_request_id` overrides every other filter."""
    if codes := _listed(said, "service_request_id"):
        rows = seen().filter(code__in=[tidy(code) for code in codes[:MOST]])
    else:
        rows = seen().filter(_services(said), _statuses(said), _range(said))
    return rows.order_by("-received_at", "-code")[:MOST]


def _listed(said: QueryDict, name: str) -> list[str]:
    """Comma delimited, and as often as it is declared."""
    return [one.strip() for value in said.getlist(name) for one in value.split(",") if one.strip()]


def _services(said: QueryDict) -> Q:
    codes = _listed(said, "service_code")
    topics = [topic for code in codes if (topic := topic_of(code))]
    asked = Q(topic__in=topics) | Q(topic=None) if OTHER in codes else Q(topic__in=topics)
    return asked if codes else Q()


def _statuses(said: QueryDict) -> Q:
    found = Q()
    for status in _listed(said, "status"):
        if status not in STATUSES:
            raise Wrong(400, _("status hanya open atau closed."))
        found |= STATUSES[status]
    return found


def _range(said: QueryDict) -> Q:
    """Of 90 days at most: the last ones, unless a beginning or an end is named."""
    start, end = _moment(said, "start_date"), _moment(said, "end_date")
    if start and end and (end < start or end - start > SPAN):
        raise Wrong(400, _("start_date sampai end_date paling lama 90 hari, dan tidak terbalik."))
    end = end or (min(start + SPAN, _now()) if start else _now())
    start = start or end - SPAN
    return Q(received_at__gte=_days(start, up=True), received_at__lt=_days(end, up=False) + DAY)


def _days(moment: datetime, *, up: bool) -> datetime:
    """Only days are told, as their first moment: so that is what a date is compared with."""
    local = moment.astimezone(site_zone())
    day = datetime.combine(local.date(), clock_time.min, tzinfo=site_zone())
    return day + DAY if up and local > day else day


def _now() -> datetime:
    return timezone.now()


def _moment(said: QueryDict, name: str) -> datetime | None:
    """In W3C format with its zone, as in 2010-01-01T00:00:00Z."""
    if not (text := said.get(name, "").strip()):
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))  # a plus that was not escaped
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1970 < found.year < 9000:
        raise Wrong(400, _("%(name)s harus berbentuk seperti 2010-01-01T00:00:00Z.") % {"name": name})
    return found
