"""What every page of the workroom keeps to."""

import pytest
from django.test import Client

from jembatan.people.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/meja/", "/meja/rilis/", "/meja/rilis/baru/", "/meja/orang/", "/meja/senyap/", "/meja/kim/impor/"]
)
def test_no_copy_of_a_page_is_kept(address: str) -> None:
    """Whoever presses Back after another one has signed out sees nothing."""
    factories.regency()
    person = factories.person(Role.ADMIN)
    factories.grant(person, Role.EDITOR, "16.06")
    browser = Client()
    browser.force_login(person)

    answer = browser.get(address)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_no_copy_of_an_export_is_kept() -> None:
    factories.regency()
    release = factories.published()
    browser = Client()
    browser.force_login(factories.person(Role.EDITOR))

    assert browser.get(f"/meja/rilis/{release.pk}/jangkauan.csv")["Cache-Control"] == "private, no-store"
