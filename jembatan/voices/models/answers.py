"""What the offices say back."""

from django.db import models
from django.db.models.functions import Now

from jembatan.areas.models import Area
from jembatan.people.models import Office, Person
from jembatan.releases.models import Release
from jembatan.voices.models.routing import Topic
from jembatan.voices.models.voice import Voice


class Answer(models.Model):
    """The office's reply. A later one (after reopening) stands beside it; none is changed. No names."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="answers")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    text = models.TextField()
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="+")  # a rumour's clarification
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")


class AnswerFile(models.Model):
    """A photo (re-encoded) or PDF with an answer."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="files")
    file = models.FileField(upload_to="answers/")
    name = models.CharField(max_length=120)


class Template(models.Model):
    """Words that an office says often."""

    office = models.ForeignKey(Office, models.CASCADE, null=True, related_name="+")  # null: everyone's
    title = models.CharField(max_length=80)
    text = models.TextField()


class Entry(models.Model):
    """A question and its answer for everyone (tanya jawab), valid until a day."""

    question = models.CharField(max_length=200)
    text = models.TextField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    answer = models.OneToOneField(Answer, models.SET_NULL, null=True, related_name="entry")
    expires_on = models.DateField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
