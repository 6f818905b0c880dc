"""The alarm on the workroom's first page and on the board: who sees it, and which villages it names."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jembatan.people.roles import Role
from jembatan.relays.models import Alarm
from tests import factories

pytestmark = pytest.mark.django_db
CODES = [f"16.06.0{district}.200{village}" for district in (1, 2) for village in (1, 2, 3)]
WORDS = "Lebih dari satu jam sesudah terbit, belum satu pesan pun keluar ke desa yang ada kontaknya:"


@pytest.fixture
def release(db):
    factories.regency()
    return factories.published()


def alarm(release, codes=CODES, **more) -> Alarm:
    now = timezone.now()
    return Alarm.objects.create(release=release, villages=codes, since=now, seen=now, **more)


def client(person) -> Client:
    made = Client()
    made.force_login(person)
    return made


def home(role: Role, at: str = "16.06"):
    return client(factories.person(role, at)).get("/meja/")


def board(release, person):
    return client(person).get(f"/meja/rilis/{release.pk}/jangkauan/")


def test_home_names_the_first_villages_and_leads_to_board_and_messages(release):
    alarm(release)

    html = home(Role.ADMIN).content.decode()

    names = "Desa 01-2001, Desa 01-2002, Desa 01-2003, Desa 02-2001, Desa 02-2002 dan 1 desa lain"
    assert names in " ".join(html.split())
    assert f'<a href="/meja/rilis/{release.pk}/jangkauan/">Posyandu keliling bulan ini</a>' in html
    assert '<a href="/meja/pesan/">Periksa pesan dan kanalnya</a>' in html


@pytest.mark.parametrize(("role", "sees"), [(Role.ADMIN, True), (Role.REVIEWER, True), (Role.EDITOR, False)])
def test_home_shows_it_to_those_who_see_deliveries(release, role, sees):
    alarm(release)

    assert ("Rilis yang belum keluar ke desa" in home(role).content.decode()) is sees


def test_what_is_over_is_not_shown(release):
    alarm(release, over=timezone.now())

    page = home(Role.ADMIN)

    assert (page.context["alarms"], WORDS in board(release, factories.person(Role.ADMIN)).content.decode()) == (
        [],
        False,
    )


def test_home_costs_the_same_for_one_or_three(release):
    admin = client(factories.person(Role.ADMIN))
    others = [factories.published(title=f"Rilis {number}") for number in (1, 2)]
    alarm(release)
    admin.get("/meja/")
    before = len_of(admin)
    for one in others:
        alarm(one)

    assert len_of(admin) == before


def len_of(visitor: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/meja/")
    return len(queries)


def test_board_names_them_and_leads_on_who_may(release):
    alarm(release, CODES[:2])

    admin, editor = (board(release, factories.person(role)) for role in (Role.ADMIN, Role.EDITOR))

    assert admin.context["alarm"] == f"{WORDS} Desa 01-2001, Desa 01-2002."
    assert (admin.context["messages_url"], editor.context["messages_url"]) == ("/meja/pesan/", "")
    assert WORDS in editor.content.decode()


def test_a_coordinator_hears_of_the_own_district(release):
    alarm(release, CODES[2:4])

    found = board(release, factories.person(Role.COORDINATOR, "16.06.02")).context["alarm"]

    assert found == f"{WORDS} Desa 02-2001."


def test_a_coordinator_whose_villages_have_it_hears_nothing(release):
    alarm(release, CODES[:1])

    assert board(release, factories.person(Role.COORDINATOR, "16.06.02")).context["alarm"] == ""
