"""Who serves a village today: the view that publishing reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jembatan.areas.models import Area, Setting
from jembatan.people.models import Grant, Group
from jembatan.relays.models import Serving
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("zone", "hours"), [("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)])
def test_a_day_begins_at_midnight_of_the_area(zone, hours):
    """One of the two zones has another day than the server's clock, whatever the hour that this test runs at."""
    factories.regency()
    here = (timezone.now() + timedelta(hours=hours)).date()
    Setting.objects.create(area=Area.objects.root(), name="zone", value=zone)
    groups = [factories.group(f"16.06.01.200{n}") for n in (1, 2, 3)]
    people = [factories.volunteer(group) for group in groups]
    Grant.objects.filter(person=people[0]).update(valid_from=here, valid_until=here)
    Grant.objects.filter(person=people[1]).update(valid_from=here + timedelta(1), valid_until=here + timedelta(1))
    Group.objects.filter(pk=groups[2].pk).update(valid_until=here - timedelta(1), valid_from=here - timedelta(1))
    Grant.objects.filter(person=people[2]).update(valid_from=here)

    assert list(Serving.objects.values_list("person_id", flat=True)) == [people[0].pk]


def test_the_areas_day_is_looked_up_once_for_all_villages():
    factories.regency()

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT * FROM relays_serving")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert plan.count("areas_setting") == 1
