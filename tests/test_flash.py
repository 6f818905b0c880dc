"""Notices name people, so they stay out of cookies; who is not signed in gets no session by them."""

import pytest
from django.conf import settings
from django.test import Client

from jembatan.people.actions import deactivate
from jembatan.people.models import Person
from jembatan.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti() -> Person:
    factories.regency()
    return factories.volunteer(factories.group("16.06.01.2001"), name="Siti Aminah")


def test_a_notice_to_who_is_signed_in_is_shown_once_and_in_no_cookie(siti: Person) -> None:
    admin = Client()
    admin.force_login(factories.person(Role.ADMIN))
    deactivate(person=siti, by=None)

    done = admin.post(f"/meja/orang/{siti.pk}/aktifkan/")
    shown, again = (admin.get("/meja/").content.decode() for _time in range(2))

    assert set(done.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert ["Siti Aminah aktif lagi." in page for page in (shown, again)] == [True, False]


def test_a_notice_to_somebody_else_makes_no_session(siti: Person) -> None:
    phone = Client()

    done = phone.post("/tugas/hapus/")
    shown = phone.get("/tugas/").content.decode()

    assert settings.SESSION_COOKIE_NAME not in done.cookies
    assert "Daftar di HP ini sudah dihapus." in shown
    assert settings.SESSION_COOKIE_NAME not in phone.cookies


def test_a_session_that_is_over_does_not_break_the_page(siti: Person) -> None:
    phone = Client()
    phone.cookies[settings.SESSION_COOKIE_NAME] = "sudah-lama-berakhir"

    phone.post("/tugas/hapus/")

    assert "Daftar di HP ini sudah dihapus." in phone.get("/tugas/").content.decode()
