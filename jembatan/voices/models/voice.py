"""A voice: what a citizen says, where it stands, and until when somebody has to do what."""

from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left, Now
from django.utils.translation import gettext_lazy as _

from jembatan.areas.models import Area
from jembatan.people.models import Office, Person
from jembatan.people.permissions import Territory, Who, within
from jembatan.people.roles import Permission
from jembatan.voices.models.routing import Topic
from jembatan.voices.workflow import OPEN, State


class Kind(models.TextChoices):
    """What sort of thing was said; the office decides, never the citizen."""

    COMPLAINT = "complaint", _("Pengaduan")
    ASPIRATION = "aspiration", _("Aspirasi")
    QUESTION = "question", _("Pertanyaan")
    INFORMATION = "information", _("Permintaan informasi")
    FORMAL = "formal", _("Permohonan informasi publik (PPID)")  # UU 14/2008
    RUMOUR = "rumour", _("Kabar yang perlu dicek")


class Priority(models.IntegerChoices):
    URGENT = 1, _("Mendesak")
    NORMAL = 2, _("Biasa")
    LOW = 3, _("Bisa menunggu")


class Shown(models.TextChoices):
    """How much of it the public sees."""

    WAITING = "waiting", _("Belum diputuskan")
    VILLAGE = "village", _("Tampil, dengan nama desa")
    DISTRICT = "district", _("Tampil, hanya nama kecamatan")
    HIDDEN = "hidden", _("Tidak ditampilkan")


PUBLIC = (Shown.VILLAGE, Shown.DISTRICT)
LEVELS = {"province": 2, "regency": 5, "district": 8}  # characters of the codes of these areas


def _listed(name: str, *by: Any) -> models.Index:
    """For a public list by one thing, newest first: any page of it reads as many rows as it shows."""
    newest = (F("shown_at").desc(), F("code").desc())
    return models.Index(*by, *newest, condition=Q(shown__in=PUBLIC), name=f"voice_public{name}")


class VoiceQuerySet(models.QuerySet["Voice"]):
    def public(self) -> Self:
        """What anybody may see. Confidential ones and those about officials never are (a constraint says so)."""
        return self.filter(shown__in=PUBLIC)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def visible_to(self, person: Who) -> Self:
        """What this person may handle. Everything else is not there for them."""
        desk = within(person, Permission.VERIFY_VOICES, code="area_code") & Q(about_official=False, confidential=False)
        office = within(person, Permission.ANSWER_VOICES, code="area_code", office="office_id") & Q(confidential=False)
        named = Q(pk__in=Handler.objects.filter(person_id=person.pk or 0).values("voice_id"))
        return self.filter(desk | office | named)


class Voice(models.Model):
    """`code` is what people call it by; with its secret, whoever said it follows it. No field says who that was.

    Of an anonymous voice only days are kept: `received_at` is the beginning of one.
    """

    code = models.CharField(max_length=8, unique=True, db_collation="C")
    secret = models.BinaryField(unique=True)  # keyring.mac of what only the reporter has
    client_id = models.UUIDField(unique=True, null=True)  # of the form or device: sent twice is taken once
    channel = models.CharField(max_length=12, db_collation="C")  # web, paper, or a channel of `messages`
    language = models.CharField(max_length=2, default="id")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COMPLAINT)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="voices")
    state = models.CharField(max_length=10, choices=State, db_collation="C")
    back_to = models.CharField(max_length=10, blank=True, db_collation="C")  # the state before a pause
    version = models.PositiveIntegerField(default=1)  # the number of its last step: who saw an older one is told
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    field_check = models.BooleanField(default=False)  # somebody has to go and look: 60 working days instead of 14
    extended = models.BooleanField(default=False)  # of a formal request: the 7 days more

    original = models.TextField()  # as it was said; for handlers only
    text = models.TextField(blank=True)  # as the moderator shows it
    area = models.ForeignKey(Area, models.PROTECT, related_name="voices")
    area_code = models.CharField(max_length=13, db_collation="C")  # the area's, for lists of a whole subtree
    place = models.CharField(max_length=200, blank=True)  # hamlet, RT/RW, landmark, in words; for handlers only
    longitude = models.FloatField(null=True)  # of the pin; for handlers only
    latitude = models.FloatField(null=True)

    about_official = models.BooleanField(default=False)  # hidden from the handlers of that area and office
    confidential = models.BooleanField(default=False)  # only named handlers see that it exists
    anonymous = models.BooleanField(default=False)
    shown = models.CharField(max_length=8, choices=Shown, default=Shown.WAITING, db_collation="C")
    shown_at = models.DateTimeField(null=True)  # since when the public sees it
    declined = models.BooleanField(default=False)  # whoever said it does not want it shown

    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="voices")  # who has it now
    about_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")  # the one it criticises
    assigned = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    lapor_number = models.CharField(max_length=20, blank=True)  # its number at SP4N-LAPOR
    passed_to = models.CharField(max_length=160, blank=True)  # the body out of our tree that has it

    received_at = models.DateTimeField(db_default=Now())
    verified_on = models.DateField(null=True)
    replied_on = models.DateField(null=True)  # the first public word of an office
    answered_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    due_on = models.DateField(null=True)  # the next thing that somebody of ours owes; null while paused or done
    due_for = models.CharField(max_length=12, blank=True)  # that thing: a name of `limits`
    answer_due_on = models.DateField(null=True)  # the last day for the answer
    raised = models.PositiveSmallIntegerField(default=0)  # how often it went up the tree by itself
    raised_for = models.DateField(null=True)  # the deadline for which it went up last
    helped = models.BooleanField(null=True)  # whether the answer helped, says the reporter
    supporters = models.PositiveIntegerField(default=0)  # those who said "saya juga", merged ones included

    invented = models.BooleanField(default=False)  # belongs to the demo

    search = models.GeneratedField(
        expression=SearchVector("text", config="indonesian"), output_field=SearchVectorField(), db_persist=True
    )
    words = models.GeneratedField(
        expression=SearchVector("original", config="indonesian"), output_field=SearchVectorField(), db_persist=True
    )

    objects = VoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="voice_known_state"),
            models.CheckConstraint(
                condition=~Q(shown__in=PUBLIC)
                | Q(about_official=False, confidential=False, declined=False) & ~Q(text="") & Q(shown_at__isnull=False),
                name="voice_shown_has_words",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | ~Q(state=State.MERGED) & Q(merged_into=None),
                name="voice_merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None) | Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="voice_pin_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "due_on", "id"], condition=Q(state__in=OPEN), name="voice_office_inbox"),
            models.Index(fields=["due_on", "id"], condition=Q(state__in=OPEN), name="voice_inbox"),
            models.Index(fields=["area_code", "id"], name="voice_area"),
            models.Index(fields=["due_on"], condition=~Q(due_on=None), name="voice_due"),
            _listed(""),
            *(_listed(f"_{level}", Left("area_code", length)) for level, length in LEVELS.items()),
            *(_listed(f"_{what}", F(what)) for what in ("area_code", "topic", "office", "state", "kind")),
            models.Index(fields=["-received_at", "-code"], condition=Q(shown__in=PUBLIC), name="voice_public_received"),
            models.Index(fields=["merged_into"], condition=~Q(merged_into=None), name="voice_merged"),
            GinIndex(fields=["search"], name="voice_search"),
            GinIndex(fields=["words"], name="voice_words"),
        ]

    def __str__(self) -> str:
        return self.code

    def territory(self) -> Territory:
        return Territory(self.area_code, office=self.office_id)


class Handler(models.Model):
    """Somebody named to a confidential voice. Who is not named does not see that there is one."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="handlers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "person"], name="handler_once")]


class Photo(models.Model):
    """Re-encoded, with a random name; on the disk before its row. Shown to the public only when somebody chose so."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="voices/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=200, blank=True)
    public = models.BooleanField(default=False)
    step = models.PositiveIntegerField(default=1)  # the step that it came with
    client_id = models.UUIDField(unique=True, null=True)


class Support(models.Model):
    """ "Saya juga": one for each device that pressed it. `mark` is a MAC of a random cookie, nothing of a person."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="supports")
    mark = models.BinaryField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "mark"], name="support_once")]
