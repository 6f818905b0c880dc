"""An officer's own link to one voice: `/meja/suara/j/<token>/`. Derived, not stored; a code opens what it names."""

import hmac

from django.conf import settings

from jembatan.keyring import mac
from jembatan.people.models import Person
from jembatan.voices.models import Voice

MOST_DIGITS = 18


def token(voice_id: int, person_id: int) -> str:
    """80 bits of HMAC behind two numbers: `17-4-0a1b2c…`."""
    return f"{voice_id}-{person_id}-{mac('voice-desk', f'{voice_id}-{person_id}').hex()[:20]}"


def url(voice_id: int, person_id: int) -> str:
    return f"{settings.BASE_URL}/meja/suara/j/{token(voice_id, person_id)}/"


def behind(text: str) -> tuple[Voice, Person] | None:
    """The voice and the officer, if it was made here and this officer may still handle that voice."""
    voice_id, person_id = ([_number(part) for part in text.split("-")[:2]] + [None, None])[:2]
    if not voice_id or not person_id or not hmac.compare_digest(text.encode(), token(voice_id, person_id).encode()):
        return None
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    rows = Voice.objects.select_related("area__parent", "office", "topic")
    voice = rows.visible_to(person).filter(pk=voice_id).first() if person else None
    return (voice, person) if voice and person else None


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS else None
