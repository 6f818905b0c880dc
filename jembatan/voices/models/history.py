"""What happened to a voice, a row each; and when its clock stood still."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jembatan.people.models import Office, Person
from jembatan.voices.models.voice import Voice
from jembatan.voices.workflow import Act, State


class Step(models.Model):
    """Append-only. The public and the reporter see `public`, the act, the day, the office; never who, never `internal`.

    Of an anonymous voice, what its reporter did carries the beginning of that day.
    """

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=10, choices=Act, db_collation="C")
    state = models.CharField(max_length=10, choices=State, db_collation="C")  # after it
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # null: the reporter or the system
    by_reporter = models.BooleanField(default=False)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")  # who has it after it
    public = models.TextField(blank=True)  # for everyone who may see the voice
    told = models.TextField(blank=True)  # between the reporter and the handlers
    internal = models.TextField(blank=True)  # for handlers only
    facts = models.JSONField(default=dict)  # ids, codes, dates
    due_on = models.DateField(null=True)  # the next deadline after it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "number"], name="step_once")]


class Pause(models.Model):
    """Days on which the clock stood still, with the reason that everyone can read. Without an end it still does."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="pauses")
    begin = models.DateField()
    end = models.DateField(null=True)
    until = models.DateField(null=True)  # when it is resumed by itself
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voice"], condition=Q(end=None), name="pause_one_open"),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=models.F("begin")), name="pause_in_order"),
        ]
