from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jembatan.areas.models import Setting
from jembatan.volunteer.words import moment_in_words, zone_of
from tests import factories

NOW = datetime(2025, 11, 12, 20, 0, tzinfo=UTC)  # Thursday 13 November, 03.00 in the west


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2025, 11, 12, 11, 5, tzinfo=UTC), "kemarin pukul 18.05 WIB"),
        (datetime(2025, 11, 13, 11, 0, tzinfo=UTC), "hari ini pukul 18.00 WIB"),
        (datetime(2025, 11, 13, 17, 30, tzinfo=UTC), "besok pukul 00.30 WIB"),
        (datetime(2025, 11, 16, 1, 0, tzinfo=UTC), "Minggu pukul 08.00 WIB"),
        (datetime(2025, 12, 1, 1, 0, tzinfo=UTC), "1 Desember pukul 08.00 WIB"),
        (datetime(2026, 1, 1, 1, 0, tzinfo=UTC), "1 Januari 2026 pukul 08.00 WIB"),
    ],
)
def test_a_moment_in_words(moment, words):
    assert moment_in_words(moment, ZoneInfo("Asia/Jakarta"), NOW) == words


@pytest.mark.django_db
def test_the_zone_is_the_areas():
    root = factories.regency(code="91.03")
    Setting.objects.create(area=root, name="zone", value="Asia/Jayapura")

    words = moment_in_words(datetime(2025, 11, 13, 11, 0, tzinfo=UTC), zone_of("91.03.01.2001"), NOW)

    assert words == "hari ini pukul 20.00 WIT"
