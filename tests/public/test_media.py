"""Who may open a file: everyone what was published, others only what they may see elsewhere too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from jembatan.people.models import Office, Person
from jembatan.people.roles import Role
from jembatan.relays import hops, publishing
from jembatan.relays.models import Hop, Relay
from jembatan.releases.actions import revise
from jembatan.releases.models import Picture, Release
from tests import factories

KEPT, PRIVATE = "public, max-age=31536000, immutable", "private, no-store"


@dataclass
class Town:
    """Dewi writes for one office, Joko for another; Siti passes on in one district, the coordinators look after two."""

    people: dict[str, Person | None]
    office: Office


@pytest.fixture
def town(db: None, settings: Any, tmp_path: Any) -> Town:
    settings.MEDIA_ROOT = tmp_path
    factories.regency()
    ours, others = factories.office("Dinas A"), factories.office("Dinas B")
    siti = factories.volunteer(factories.group("16.06.01.2001"), name="Siti")
    return Town(
        {
            "admin": factories.person(Role.ADMIN),
            "Sari": factories.person(Role.EDITOR),
            "Dewi": factories.person(Role.EDITOR, office=ours),
            "Joko": factories.person(Role.EDITOR, office=others),
            "Budi": factories.person(Role.REVIEWER),
            "coordinator": factories.person(Role.COORDINATOR, "16.06.01"),
            "neighbour": factories.person(Role.COORDINATOR, "16.06.02"),
            "executive": factories.person(Role.EXECUTIVE),
            "Siti": siti,
            "stranger": factories.person(),
            "nobody": None,
        },
        ours,
    )


@pytest.fixture
def sees(town: Town) -> Callable[[Any], dict[str, str]]:
    """Who gets the file, and how long each may keep it. Everybody else gets a 404."""

    def ask(file: Any) -> dict[str, str]:
        found = {}
        for name, person in town.people.items():
            browser = Client()
            if person:
                browser.force_login(person)
            answer = browser.get(file.url)
            if answer.status_code != 404:
                assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (b"gambar", "image/jpeg")
                found[name] = answer["Cache-Control"]
        return found

    return ask


def picture(by: Person | None = None) -> Picture:
    file = ContentFile(b"gambar", "a.jpg")
    return Picture.objects.create(file=file, alt="Balai desa", width=4, height=3, created_by=by)


def test_a_published_picture_is_everyones_and_kept_for_long(town: Town, sees: Any) -> None:
    factories.published(pictures=[shown := picture()])

    assert sees(shown.file) == dict.fromkeys(town.people, KEPT)


def test_a_withdrawn_releases_picture_stays_with_its_text(town: Town, sees: Any) -> None:
    release = factories.published(pictures=[shown := picture()])
    publishing.withdraw(release=release, reason="Keliru.", by=town.people["Budi"])  # type: ignore[arg-type]

    assert sees(shown.file) == dict.fromkeys(town.people, KEPT)


def test_a_drafts_picture_is_for_those_who_read_the_draft(town: Town, sees: Any) -> None:
    draft = factories.release(town.people["Dewi"], pictures=[hidden := picture(town.people["Dewi"])])
    Release.objects.filter(pk=draft.pk).update(office=town.office)

    assert sees(hidden.file) == dict.fromkeys(["admin", "Sari", "Dewi", "Budi"], PRIVATE)


def test_a_picture_taken_out_before_publishing_stays_hidden(town: Town, sees: Any) -> None:
    sari = town.people["Sari"]
    assert sari is not None
    draft = factories.release(sari, pictures=[hidden := picture(sari)])
    revise(release=draft, base=1, content=factories.content(title="Tanpa gambar"), by=sari)
    draft.refresh_from_db()
    publishing.publish(release=draft, by=None)

    assert sees(hidden.file) == dict.fromkeys(["admin", "Sari", "Budi"], PRIVATE)


def test_an_upload_that_no_version_has_is_for_who_uploaded_it(town: Town, sees: Any) -> None:
    assert sees(picture(town.people["Sari"]).file) == {"Sari": PRIVATE}


def test_a_volunteers_photo_is_for_those_who_may_call_the_volunteer(town: Town, sees: Any) -> None:
    factories.published()
    Release.objects.update(office=town.office)
    relay, siti = Relay.objects.get(code="16.06.01.2001"), town.people["Siti"]
    assert siti is not None
    hops.relayed(relay=relay, by=siti, places=["board"], version=1, photo=ContentFile(b"gambar", "b.jpg"))

    who = ["admin", "Sari", "Dewi", "Budi", "coordinator"]
    assert sees(Hop.objects.exclude(photo="").get().photo) == dict.fromkeys(who, PRIVATE)


def test_a_public_picture_asks_for_no_session(town: Town) -> None:
    factories.published(pictures=[shown := picture()])

    answer = Client().get(shown.file.url)

    assert "Cookie" not in answer.get("Vary", "")
    assert answer.cookies == {}
    answer.close()


@pytest.mark.parametrize("path", ["tidak-ada.jpg", "../secret_key", "pictures/%00.jpg", "pictures/"])
def test_what_is_no_file_of_ours_is_not_there(town: Town, path: str) -> None:
    browser = Client()
    browser.force_login(town.people["admin"])  # type: ignore[arg-type]

    assert browser.get(f"/media/{path}").status_code == 404


def test_a_file_that_was_lost_is_not_there(town: Town) -> None:
    factories.published(pictures=[lost := picture()])
    lost.file.storage.delete(lost.file.name)

    assert Client().get(lost.file.url).status_code == 404
