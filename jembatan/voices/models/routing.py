"""What a voice is about and who answers such things: data that the office changes."""

from django.db import models
from django.db.models.functions import Now

from jembatan.areas.models import Area
from jembatan.people.models import Office


class Topic(models.Model):
    """A word of this installation's own list."""

    code = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=80)
    ended = models.BooleanField(default=False)  # not offered any more

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """Area × topic × kind → office. In order; the first that fits wins. An empty field fits everything.

    A draft can be tried on past voices before it goes live.
    """

    position = models.PositiveIntegerField()
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    live = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]


class Suggestion(models.Model):
    """What was suggested for a voice beside what a person confirmed: how often we were right is shown."""

    voice = models.ForeignKey("voices.Voice", models.CASCADE, related_name="suggestions")
    what = models.CharField(max_length=8)  # topic, kind, office
    suggested = models.CharField(max_length=40)
    confirmed = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "what"], name="suggestion_once")]
