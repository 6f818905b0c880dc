"""An entry knows its transaction, so that the sealer knows what may still come before it."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from jembatan.audit.actions import record
from jembatan.audit.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_entry_carries_its_transaction():
    area = factories.area("16.06")
    record("area.looked_at", area, by=None)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert Entry.objects.get().transaction == cursor.fetchone()[0]


def test_of_somebody_anonymous_the_day_is_enough():
    area, day = factories.area("16.06"), datetime(2026, 3, 2, tzinfo=UTC)
    record("area.looked_at", area, by=None, at=day)

    assert Entry.objects.get().at == day
