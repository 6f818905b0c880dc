"""Drafts, new versions, and what happens when two people save."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from jembatan.audit.models import Entry
from jembatan.people.roles import Role
from jembatan.releases import actions
from jembatan.releases.actions import Content
from jembatan.releases.models import Release, Version
from jembatan.releases.workflow import EditConflict, Refused, State
from tests import factories


def test_draft_begins_with_version_one(office):
    release = factories.release(office.sari)

    assert (release.state, release.current.number, release.current.created_by) == (State.DRAFT, 1, office.sari)
    assert Entry.objects.filter(action="release.drafted", actor=office.sari.pk).count() == 1


def test_draft_of_an_office_belongs_to_it(office):
    health = factories.office("Dinas Kesehatan")

    release = actions.draft(content=factories.content(), area=health.area, office=health, by=office.sari)

    assert release.territory().office == health.pk


def test_revise_saves_a_new_version_and_keeps_the_old(office):
    release = factories.release(office.sari)

    actions.revise(release=release, base=1, content=factories.content(title="Posyandu pindah hari"), by=office.budi)

    titles = list(release.versions.order_by("number").values_list("number", "title", "created_by__name"))
    assert titles == [(1, "Posyandu keliling bulan ini", "Sari"), (2, "Posyandu pindah hari", "Budi")]


def test_revise_saves_nothing_when_nothing_changed(office):
    release = factories.release(office.sari)

    version = actions.revise(release=release, base=1, content=factories.content(), by=office.budi)

    assert version.number == 1
    assert Version.objects.count() == 1
    assert not Entry.objects.filter(action="release.revised").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Lain"}, {"short": "Lain"}, {"body": "Lain"}, {"targets": ["16.06.01"]}, {"kind": "story"},
        {"topics": ["kesehatan"]}, {"source": "Dinkes"}, {"urgency": "urgent"}, {"relay_hours": 6}, {"language": "en"},
    ],
)  # fmt: skip
def test_any_field_changed_is_a_new_version(office, change):
    release = factories.release(office.sari)

    version = actions.revise(release=release, base=1, content=factories.content(**change), by=office.sari)

    assert version.number == 2


def test_content_of_a_version_is_what_was_said(office):
    said = factories.content(topics=["kesehatan"], source="Dinkes")

    release = actions.draft(content=said, area=office.root, by=office.sari)

    assert Content.of(release.current) == said


def test_revise_from_an_older_version_is_a_conflict_and_saves_nothing(office):
    release = factories.release(office.sari)
    actions.revise(release=release, base=1, content=factories.content(title="Pertama"), by=office.sari)

    with pytest.raises(EditConflict) as caught:
        actions.revise(release=release, base=1, content=factories.content(title="Kedua"), by=office.budi)

    assert caught.value.current == 2
    assert Version.objects.latest("pk").title == "Pertama"


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED, State.PUBLISHED, State.WITHDRAWN])
def test_only_a_draft_can_be_revised(office, state):
    release = factories.published(office.sari)
    Release.objects.filter(pk=release.pk).update(
        state=state, withdrawn_at=release.published_at if state == State.WITHDRAWN else None
    )

    with pytest.raises(Refused, match="tidak bisa diubah sebagai draf"):
        actions.revise(release=release, base=1, content=factories.content(title="Baru"), by=office.sari)


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_get_one_version_and_one_conflict():
    """The second waits for the first one's lock, and must then see the first one's version."""
    factories.regency()
    sari, budi = factories.person(Role.EDITOR, name="Sari"), factories.person(Role.EDITOR, name="Budi")
    release, locked, outcome = factories.release(sari), Event(), []

    def second() -> None:
        locked.wait(5)
        try:
            actions.revise(release=release, base=1, content=factories.content(title="Kedua"), by=budi)
        except Exception as error:
            outcome.append(error)
        finally:
            connection.close()

    thread = Thread(target=second)
    thread.start()
    with transaction.atomic():
        actions.revise(release=release, base=1, content=factories.content(title="Pertama"), by=sari)
        locked.set()
        _wait_until_somebody_waits()
    thread.join(5)

    assert [type(error) for error in outcome] == [EditConflict]
    assert list(release.versions.order_by("number").values_list("title", flat=True)) == [
        "Posyandu keliling bulan ini",
        "Pertama",
    ]


def _wait_until_somebody_waits() -> None:
    """Until another connection stands at our lock: the moment that the test is about."""
    for _attempt in range(200):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.02)")
    pytest.fail("nobody waited for the lock")
