"""What the database itself holds: each constraint broken once, and the history that nobody changes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from jembatan.audit.append_only import lift_for_retention
from jembatan.releases.models import Campaign, Decision, Picture, Reading, Release, Review, Version
from jembatan.releases.workflow import State
from tests import factories


def broken_by(act) -> str:
    """The name of the constraint that stops `act`."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return caught.value.__cause__.diag.constraint_name


def version(release, **more):
    said = {"release": release, "number": 2, "title": "Judul", "short": "Singkat", "body": "Isi", "targets": ["16.06"]}
    return Version.objects.create(**(said | more))


def test_published_release_has_a_version(office):
    release = factories.release(office.sari)
    rows = Release.objects.filter(pk=release.pk)

    now = timezone.now()
    assert broken_by(lambda: rows.update(state=State.PUBLISHED, published_at=now)) == "release_published_has_version"


def test_published_release_has_a_time(office):
    release = factories.release(office.sari)
    rows = Release.objects.filter(pk=release.pk)

    act = lambda: rows.update(state=State.PUBLISHED, published=release.current)  # noqa: E731
    assert broken_by(act) == "release_published_has_version"


def test_withdrawn_release_has_a_time(office):
    rows = Release.objects.filter(pk=factories.published(office.sari).pk)

    assert broken_by(lambda: rows.update(state=State.WITHDRAWN)) == "release_withdrawn_has_time"


def test_only_a_withdrawn_release_has_that_time(office):
    rows = Release.objects.filter(pk=factories.published(office.sari).pk)

    assert broken_by(lambda: rows.update(withdrawn_at=timezone.now())) == "release_withdrawn_has_time"


def test_only_an_approved_release_without_a_time_missed_one(office):
    rows = Release.objects.filter(pk=factories.release(office.sari).pk)
    approved = {"state": State.APPROVED, "publish_at": timezone.now()}

    for broken in ({}, approved):
        assert broken_by(lambda more=broken: rows.update(missed_because="Masa kampanye.", **more)) == (
            "release_missed_waits"
        )


def test_imported_text_comes_once(office):
    factories.release(office.sari)
    Release.objects.update(origin="digest")
    other = Release.objects.filter(pk=factories.release(office.sari).pk)

    assert broken_by(lambda: other.update(origin="digest")).startswith("releases_release_origin")


def test_version_number_comes_once(office):
    release = factories.release(office.sari)

    assert broken_by(lambda: version(release, number=1)) == "version_number_once"


def test_version_has_a_target(office):
    assert broken_by(lambda: version(factories.release(office.sari), targets=[])) == "version_has_target"


@pytest.mark.parametrize("hours", [0, 721])
def test_relay_deadline_is_between_an_hour_and_a_month(office, hours):
    assert broken_by(lambda: version(factories.release(office.sari), relay_hours=hours)) == "version_relay_hours"


def test_campaign_does_not_end_before_it_begins(office):
    days = {"first_day": date(2026, 9, 2), "last_day": date(2026, 9, 1)}

    act = lambda: Campaign.objects.create(name="Pilkada", area=office.root, **days)  # noqa: E731
    assert broken_by(act) == "campaign_dates_in_order"


def test_reader_of_a_day_counts_once(office):
    release = factories.release(office.sari)
    one = {"release": release, "day": date(2026, 9, 1), "reader": b"x"}
    Reading.objects.create(**one)

    assert broken_by(lambda: Reading.objects.create(**one)) == "reading_once"


@pytest.mark.parametrize("act", ["UPDATE releases_version SET title = 'Lain'", "DELETE FROM releases_version"])
def test_versions_are_append_only(office, act):
    release = factories.release(office.sari)

    with pytest.raises(IntegrityError, match="releases_version is append-only"), transaction.atomic():
        run(act)

    assert release.versions.get().title == "Posyandu keliling bulan ini"


@pytest.mark.parametrize(
    "act", ["UPDATE releases_version_pictures SET version_id = version_id", "DELETE FROM releases_version_pictures"]
)
def test_the_pictures_of_a_version_are_append_only(office, act):
    picture = Picture.objects.create(file="a.jpg", alt="Balai desa", width=4, height=3)
    release = factories.release(office.sari, pictures=[picture])

    with pytest.raises(IntegrityError, match="releases_version_pictures is append-only"), transaction.atomic():
        run(act)

    assert release.current.pictures.get() == picture


@pytest.mark.parametrize("act", ["UPDATE releases_review SET reason = 'Lain'", "DELETE FROM releases_review"])
def test_decisions_are_append_only(office, act):
    release = factories.release(office.sari)
    Review.objects.create(release=release, version=release.current, decision=Decision.RETURNED, reason="Tanggal.")

    with pytest.raises(IntegrityError, match="releases_review is append-only"), transaction.atomic():
        run(act)


def test_retention_may_change_them_in_its_own_transaction_only(office):
    factories.release(office.sari)

    with transaction.atomic():
        lift_for_retention()
        run("UPDATE releases_version SET source = ''")


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
