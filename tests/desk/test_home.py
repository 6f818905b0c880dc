"""The first page: what waits for whom."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.relays import hops
from jembatan.relays.questions import ask_question
from jembatan.releases.actions import send_back, send_for_review
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def regency(db):
    return factories.regency()


@pytest.fixture
def siti(regency):
    return factories.volunteer(factories.group("16.06.01.2001"), name="Siti Aminah")


def home(person):
    client = Client()
    client.force_login(person)
    return client.get("/meja/")


def test_empty_installation_says_what_to_do_first(regency):
    page = home(factories.person(Role.ADMIN))

    assert [(step["label"], step["done"]) for step in page.context["first_steps"]] == [
        ("Beri peran kepada penyunting dan peninjau", False),
        ("Masukkan daftar KIM dan relawan", False),
        ("Tulis dan terbitkan rilis pertama", False),
    ]


def test_an_admin_without_an_address_is_asked_for_one(siti):
    admin, editor = factories.person(Role.ADMIN), factories.person(Role.EDITOR)
    Person.objects.filter(pk__in=[admin.pk, editor.pk]).update(email=None)
    factories.published()

    page = home(admin)

    assert page.context["first_steps"] == [
        {
            "label": "Isi alamat e-mail Anda supaya bisa masuk lagi",
            "url": f"/meja/orang/{admin.pk}/ubah/",
            "done": False,
        }
    ]
    assert "supaya bisa masuk lagi" in page.content.decode()
    assert "supaya bisa masuk lagi" not in home(editor).content.decode()


def test_first_steps_end_with_the_first_release(siti):
    admin, _editor = factories.person(Role.ADMIN), factories.person(Role.EDITOR)
    before = [step["done"] for step in home(admin).context["first_steps"]]

    factories.published()

    assert before == [True, True, False]
    assert home(admin).context["first_steps"] == []


def test_reviewer_sees_what_waits(regency):
    release = factories.release(factories.person(Role.EDITOR))
    send_for_review(release=release, by=release.created_by)

    assert home(factories.person(Role.REVIEWER)).context["reviews"]["waiting"] == [release]


def test_editor_sees_the_own_drafts(regency):
    mine, other = factories.person(Role.EDITOR), factories.person(Role.EDITOR)
    draft = factories.release(mine)
    factories.release(other)

    assert home(mine).context["drafts"] == [draft]


def test_a_returned_draft_comes_first_with_its_badge_until_it_is_sent_again(regency):
    editor, reviewer = factories.person(Role.EDITOR), factories.person(Role.REVIEWER)
    returned, newer = factories.release(editor), factories.release(editor)
    send_for_review(release=returned, by=editor)
    send_back(release=returned, reason="Tanggalnya keliru.", by=reviewer)

    page = home(editor)

    assert [(draft, draft.returned) for draft in page.context["drafts"]] == [(returned, True), (newer, False)]
    assert page.content.decode().count('<span class="badge warm">Dikembalikan</span>') == 1
    send_for_review(release=returned, by=editor)
    assert home(editor).context["drafts"] == [newer]


def test_release_whose_deadline_is_today_comes_first(siti):
    with time_machine.travel("2025-11-12T03:00:00Z"):
        today = factories.published(title="Batas besok siang", relay_hours=24)
    with time_machine.travel("2025-11-12T05:00:00Z"):
        factories.published(title="Batas lusa", relay_hours=48)
    with time_machine.travel("2025-11-13T01:00:00Z"):
        found = home(factories.person(Role.EDITOR)).context["releases"]

    assert [(going.release.text.title, going.tonight, going.unreached) for going in found] == [
        (today.text.title, True, 6),
        ("Batas lusa", False, 6),
    ]


def test_coordinator_sees_villages_with_somebody_to_call_first(siti):
    release = factories.published()

    found = home(factories.person(Role.COORDINATOR, "16.06.01")).context

    assert [relay.code for relay in found["villages"]] == ["16.06.01.2001", "16.06.01.2002", "16.06.01.2003"]
    assert "releases" not in found
    assert {relay.release for relay in found["villages"]} == {release}


def test_executive_reads_three_figures_without_names(siti):
    release = factories.published()
    relay = release.relays.select_related("release").get(code="16.06.01.2001")
    hops.relayed(relay=relay, by=siti, places=[], version=1, at=release.published_at + timedelta(minutes=1))

    page = home(factories.person(Role.EXECUTIVE, name="Pimpinan"))

    found = page.context["figures"]["found"]
    assert (found.villages, found.reached, found.silent) == (6, 1, 5)
    assert [(district.name, half) for district, half in page.context["figures"]["slowest"]] == [
        ("Kecamatan 02", "belum tercapai"),
        ("Kecamatan 01", "belum tercapai"),
    ]
    assert "Siti Aminah" not in page.content.decode()


def test_executive_of_a_district_reads_its_figures(siti):
    factories.published()

    found = home(factories.person(Role.EXECUTIVE, "16.06.02")).context["figures"]["found"]

    assert (found.villages, [district.code for district in found.slowest]) == (3, ["16.06.02"])


def test_waiting_questions_are_shown(siti):
    relay = factories.published().relays.get(code="16.06.01.2001")
    question = ask_question(relay=relay, by=siti, text="Apakah gratis?")

    assert home(factories.person(Role.EDITOR)).context["questions"] == [question]


def test_volunteer_is_led_to_the_own_tasks(siti):
    page = home(siti)

    assert page.context["may_relay"] is True
    assert 'href="/tugas/"' in page.content.decode()


def test_person_without_a_role_is_told_so(regency):
    page = home(factories.person())

    assert (page.status_code, page.context["no_role"]) == (200, True)
    assert "Belum ada peran untuk Anda di sini." in page.content.decode()


def test_stranger_signs_in_first(regency):
    assert Client().get("/meja/").url == "/akun/masuk/?next=/meja/"
