"""Who said it, sealed; who wants to hear of it; and every look behind the seal."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from jembatan.messages.models import Recipient
from jembatan.people.models import Person
from jembatan.voices.models.voice import Voice


class Identity(models.Model):
    """The reporter, encrypted as one JSON object: name, address, what the message carried. None for anonymous ones."""

    voice = models.OneToOneField(Voice, models.CASCADE, related_name="identity")
    sealed = models.BinaryField()
    sealed_on = models.DateField()
    blanked_on = models.DateField(null=True)  # by retention: then `sealed` is empty


class Unsealing(models.Model):
    """One wish to see who it was: a reason, a second person who agrees, one look. The reporter is shown all of it."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="unsealings")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    reason = models.TextField()  # shown to the reporter
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    opened_at = models.DateTimeField(null=True)  # seen by `asked_by`, once
    expires_at = models.DateTimeField(null=True)  # unopened until then: void

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="unsealing_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, granted=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, granted__isnull=False),
                name="unsealing_decided_whole",
            ),
            models.CheckConstraint(condition=Q(opened_at=None) | Q(granted=True), name="unsealing_opened_granted"),
            models.UniqueConstraint(
                fields=["voice", "asked_by"], condition=Q(decided_at=None), name="unsealing_one_open"
            ),
        ]


class Follower(models.Model):
    """A recipient who is told of this voice, once for each news. Their addresses are sealed in `messages`.

    Volunteers who took it down are recipients too. Nothing pushed goes to an anonymous reporter: there is no row.
    """

    class Why(models.TextChoices):
        REPORTER = "reporter"
        SUPPORTER = "supporter"
        VOLUNTEER = "volunteer"

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="followers")
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="+")
    why = models.CharField(max_length=9, choices=Why)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "recipient"], name="follower_once")]
