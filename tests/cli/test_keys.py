"""`jembatan keys`: made once, listed without the key, ended by number."""

import pytest

from jembatan.api import keys
from jembatan.api.models import ApiKey
from tests.cli.conftest import Jembatan

pytestmark = pytest.mark.django_db


def test_a_key_is_printed_once_and_works_until_it_is_ended(jembatan: Jembatan) -> None:
    made = jembatan("keys", "make", "Aplikasi Sekayu")
    key, number = made.out.strip(), ApiKey.objects.get().pk
    before, listed = keys.find(key), jembatan("keys", "list")
    ended = jembatan("keys", "end", str(number))

    assert (made.code, before and before.name, key in listed.out) == (0, "Aplikasi Sekayu", False)
    assert "Aplikasi Sekayu" in listed.out
    assert (ended.code, keys.find(key), jembatan("keys", "list").out) == (0, None, "")


@pytest.mark.parametrize("call", [("make", " "), ("end", "99")])
def test_what_makes_no_sense_is_refused(jembatan: Jembatan, call: tuple[str, ...]) -> None:
    assert jembatan("keys", *call).code == 1
    assert not ApiKey.objects.exists()
