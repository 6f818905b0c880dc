"""Likeness over what the public sees, near a place."""

import pytest

from jembatan.voices import moderating, reporting
from jembatan.voices.models import Voice
from jembatan.voices.similar import similar
from tests import factories
from tests.voices import voices

pytestmark = pytest.mark.django_db
HOLE = "Jalan di depan SD berlubang dan membahayakan anak sekolah"


@pytest.fixture
def home():
    return voices.house()


def shown(home, text=HOLE, how="village", **more):
    voice = voices.verified(home, **more)
    moderating.decide(voice=voice, shown=how, text=text, by=home.dewi, seen=2)
    return voice


def found(text, code=voices.VILLAGE):
    return similar(text, factories.get_area(code))


def test_the_likest_comes_first(home):
    most = shown(home)
    less = shown(home, "Jalan menuju pasar berlubang")
    shown(home, "Lampu jalan mati sejak Lebaran")

    assert found("Jalan depan SD berlubang, anak sekolah jatuh") == [most, less]


def test_the_same_words_in_another_form(home):
    voice = shown(home, "Sampah menumpuk di pasar")

    assert found("tumpukan sampah pasar sudah tinggi") == [voice]


def test_words_that_say_nothing_are_no_likeness(home):
    shown(home, "Kami warga desa ini mohon agar lampu segera ada")

    assert found("Kami warga desa ini mohon agar air segera ada") == []
    assert found("yang di dan 12345 !!! ' & | <->") == []


def test_what_nobody_may_see_is_not_found(home):
    voices.verified(home, text=HOLE)
    shown(home, how="hidden")
    declined = shown(home)
    reporting.decline(voice=declined)
    Voice.objects.filter(pk=shown(home).pk).update(state="closed")

    assert found(HOLE) == []


def test_only_near_the_place(home):
    voice = shown(home)

    assert found(HOLE, "16.06.01.2003") == [voice]
    assert found(HOLE, "16.06.02.2001") == []
    assert found(HOLE, "16.06") == [voice]


def test_one_without_its_village_is_not_found_by_it(home):
    """The order is the same from its own village as from another one."""
    shown(home, how="district")
    shown(home, how="district", area=factories.get_area("16.06.01.2002"))

    assert found(HOLE, "16.06.01.2001") == found(HOLE, "16.06.01.2002") == found(HOLE, "16.06.01")


def test_two_queries(home, django_assert_num_queries):
    shown(home)
    shown(home)
    area = factories.get_area(voices.VILLAGE)

    with django_assert_num_queries(2):
        assert [one.area.parent.name for one in similar(HOLE, area)] == ["Kecamatan 01"] * 2
