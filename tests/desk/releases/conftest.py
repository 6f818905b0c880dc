"""The people of the releases pages, each with a browser of their own."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.releases import actions
from jembatan.releases.models import Release
from tests import factories


@pytest.fixture
def town(db, settings, tmp_path) -> SimpleNamespace:
    """A regency: its office's people, editors of two other offices, and those who have no business here."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    root = factories.regency()
    health = factories.office("Dinas Kesehatan")
    social = factories.office("Dinas Sosial")
    return SimpleNamespace(
        root=root,
        health=health,
        sari=factories.person(Role.EDITOR, name="Sari"),
        budi=factories.person(Role.REVIEWER, name="Budi"),
        ratna=factories.person(Role.REVIEWER, name="Ratna"),
        dewi=factories.person(Role.EDITOR, name="Dewi", office=health),
        joko=factories.person(Role.EDITOR, name="Joko", office=social),
        admin=factories.person(Role.ADMIN, name="Admin"),
        camat=factories.person(Role.COORDINATOR, at="16.06.01", name="Koordinator"),
        stranger=factories.person(name="Orang lain"),
    )


@pytest.fixture
def as_(client: Client) -> Callable[[Person], Client]:
    """`as_(town.sari).get(…)`: a browser in which that person is signed in."""

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return sign_in


@pytest.fixture
def in_review(town) -> Release:
    """Written by Sari, sent for review."""
    return send(factories.release(town.sari), town.sari)


def send(release: Release, by: Person) -> Release:
    actions.send_for_review(release=release, by=by)
    release.refresh_from_db()
    return release


SENT = {
    "do": "save",
    "title": "Posyandu keliling bulan ini",
    "short": "Posyandu keliling datang ke balai desa. Bawa buku KIA.",
    "body": "Posyandu keliling datang ke setiap balai desa.\n\n## Yang dibawa\n\n- Buku KIA\n- Kartu keluarga",
    "kind": "announcement",
    "urgency": "normal",
    "topics": "",
    "source": "",
    "relay_hours": "24",
    "expires_at": "",
    "targets": ["16.06"],
}


def sent(**changed: object) -> dict[str, object]:
    """What the form sends for `factories.content()`, with something changed."""
    return SENT | changed
