"""Voices that a volunteer took down for somebody, with that person's consent; and the sample that is called back."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from jembatan.people.models import Group, Person
from jembatan.voices.models.voice import Voice


class Paper(models.Model):
    voice = models.OneToOneField(Voice, models.CASCADE, related_name="paper")
    taken_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    said_on = models.DateField()  # when the person said it; typed in later
    consent = models.CharField(max_length=20)  # version of the sentence that was read to them
    printed_at = models.DateTimeField(null=True)  # the answer slip, first printed


class Outcome(models.TextChoices):
    CONFIRMED = "confirmed", _("Benar disampaikan begitu")
    DIFFERENT = "different", _("Berbeda dari yang disampaikan")
    UNREACHED = "unreached", _("Tidak terhubung")


class CallBack(models.Model):
    """Drawn by lot: somebody of the office calls and asks whether it was really said so."""

    voice = models.OneToOneField(Voice, models.CASCADE, related_name="call_back")
    drawn_at = models.DateTimeField(db_default=Now())
    called_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    called_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
