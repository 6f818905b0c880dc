"""A cage of canaries: tests/voices/canaries.py."""

from typing import Any

import pytest

from jembatan.areas.models import Area
from jembatan.areas.settings import decide
from tests.voices import canaries
from tests.voices.canaries import Cage


@pytest.fixture
def cage(db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Cage:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("jembatan.flooding.too_often", lambda *_what: False)
    made = canaries.build()
    decide(area=Area.objects.root(), name="voice_league", value=True, by=None)
    return made
