"""A voice about officials is the inspectorate's from beginning to end."""

import pytest

from jembatan.voices import handling
from jembatan.voices.acting import holds, offered
from jembatan.voices.workflow import Act, State
from tests.voices import voices

pytestmark = pytest.mark.django_db


def test_the_inspectorate_lets_in_and_verifies_what_nobody_else_sees():
    home = voices.house()
    voice = voices.voice(about_official=True, held=True)

    handling.admit(voice=voice, by=home.ibu, seen=1)
    handling.verify(voice=voice, kind="complaint", topic=home.road, area=voice.area, by=home.ibu, seen=2)

    assert voice.state == State.VERIFIED
    assert [who.name for who in (home.dewi, home.rina, home.budi, home.hana) if holds(who, voice)] == []


def test_offered_is_what_the_table_allows_now():
    home = voices.house()
    voice = voices.forwarded(home)

    assert set(offered(home.budi, voice)) - set(offered(home.dewi, voice)) == {Act.REPLY, Act.ANSWER}
    assert set(offered(home.dewi, voice)) - set(offered(home.budi, voice)) == {Act.CLASSIFY, Act.MODERATE}
    assert offered(home.hana, voice) == []
