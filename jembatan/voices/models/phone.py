"""An officer answers from a link on a telephone."""

from django.db import models
from django.db.models.functions import Now

from jembatan.people.models import Person
from jembatan.voices.models.voice import Voice


class PhoneCode(models.Model):
    """A one-time code that opens one voice to one officer. Its digits are derived from the row, never stored."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
