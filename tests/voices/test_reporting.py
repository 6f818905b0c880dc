"""What the reporter does later: photos that come with their step, and taking the voice out of sight at any time."""

import pytest
from django.core.files.base import ContentFile

from jembatan.voices import moderating, reporting
from jembatan.voices.intake import Taken
from jembatan.voices.models import Voice
from jembatan.voices.workflow import Refused, State
from tests.voices import voices

pytestmark = pytest.mark.django_db


def photo() -> Taken:
    return Taken(ContentFile(b"x", name="x.jpg"), 4, 3)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_photos_carry_the_step_that_they_came_with():
    voices.house()
    voice = voices.voice(photos=(photo(),))

    reporting.tell(voice=voice, text="", photos=[photo(), photo()])

    assert sorted(voice.photos.values_list("step", flat=True)) == [1, 2, 2]
    assert voice.steps.latest("number").act == "tell"


def test_a_voice_holds_fifteen_photos():
    voices.house()
    voice = voices.voice(photos=(photo(),) * 5)
    for _ in range(2):
        reporting.tell(voice=voice, text="lagi", photos=[photo()] * 5)

    with pytest.raises(Refused, match="15 foto"):
        reporting.tell(voice=voice, text="lagi", photos=[photo()])
    with pytest.raises(Refused, match="5 foto"):
        reporting.tell(voice=voice, text="lagi", photos=[photo()] * 6)
    assert voice.photos.count() == 15


def test_it_is_taken_out_of_sight_even_when_closed():
    home = voices.house()
    voice = voices.verified(home, photos=(photo(),))
    shown = voice.photos.get()
    moderating.decide(voice=voice, shown="village", text="Jalan rusak", by=home.dewi, seen=2, photos=[shown.pk])
    Voice.objects.filter(pk=voice.pk).update(state=State.CLOSED)

    reporting.decline(voice=voice)

    shown.refresh_from_db()
    assert (voice.declined, voice.shown, voice.state, shown.public) == (True, "hidden", State.CLOSED, False)
    assert not Voice.objects.public().exists()
