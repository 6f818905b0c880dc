"""The human way down: a relay is one release on its way through one village, and hops tell what happened."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jembatan.areas.models import Area
from jembatan.people.models import Group, Person
from jembatan.people.permissions import Territory, Who, within
from jembatan.people.roles import Permission
from jembatan.releases.models import Release


class State(models.IntegerChoices):
    """How far a release came in a village. The order is the order of the way."""

    NONE = 0, _("Belum ada yang bisa dihubungi")
    WAITING = 1, _("Menunggu")
    DELIVERED = 2, _("Terkirim")
    SEEN = 3, _("Dibuka")
    RELAYED = 4, _("Diteruskan")
    CONFIRMED = 5, _("Terbukti sampai")

    @property
    def key(self) -> str:
        return self.name.lower()


class HopKind(models.TextChoices):
    ASKED = "asked", _("Diminta meneruskan")
    SENT_BY_HAND = "by_hand", _("Dikirim lewat WhatsApp pribadi")
    REMINDED = "reminded", _("Diingatkan")
    ESCALATED = "escalated", _("Diminta kepada orang berikutnya")
    DELIVERED = "delivered", _("Terkirim")
    SEEN = "seen", _("Dibuka")
    RELAYED = "relayed", _("Diteruskan")
    CONFIRMED = "confirmed", _("Terbukti sampai")


# What a hop says about its relay: the furthest one counts. An escalation that found nobody says nothing (`asked` 0).
SAYS: dict[str, State] = {
    HopKind.ASKED: State.WAITING,
    HopKind.SENT_BY_HAND: State.WAITING,
    HopKind.REMINDED: State.WAITING,
    HopKind.ESCALATED: State.WAITING,
    HopKind.DELIVERED: State.DELIVERED,
    HopKind.SEEN: State.SEEN,
    HopKind.RELAYED: State.RELAYED,
    HopKind.CONFIRMED: State.CONFIRMED,
}


class Place(models.TextChoices):
    """Where a volunteer passed it on."""

    WHATSAPP = "whatsapp", _("Grup WhatsApp")
    BOARD = "board", _("Papan informasi")
    LOUDSPEAKER = "loudspeaker", _("Pengeras suara masjid")
    MEETING = "meeting", _("Rapat atau pertemuan")
    RADIO = "radio", _("Radio")
    FACE = "face", _("Bertemu langsung")


class Evidence(models.TextChoices):
    """How we know. A claim and evidence from somebody else are different things."""

    CLAIM = "claim", _("Menurut relawan")
    TELEPHONE = "phone", _("Dilaporkan lewat telepon")
    LINK = "link", _("Tautan desa ini dibuka warga")
    PHOTO = "photo", _("Foto")
    CALL_BACK = "call_back", _("Dicek dengan menelepon kembali")


class Step(models.IntegerChoices):
    """The escalation: who is asked next when the deadline passes. Hours stand in the setting `escalation`."""

    MEMBERS = 0, _("Anggota KIM lainnya")
    NEIGHBOUR = 1, _("KIM tetangga")
    COORDINATOR = 2, _("Koordinator kecamatan")
    PHONE_LIST = 3, _("Daftar telepon")
    DONE = 4, _("Semua langkah sudah ditempuh")


class RelayQuerySet(models.QuerySet["Relay"]):
    def visible_to(self, person: Who) -> Self:
        """The relays in the person's territory, for those who look after them."""
        return self.filter(within(person, Permission.READ_REACH, code="code", office="release__office_id"))

    def unreached(self) -> Self:
        return self.filter(state__lt=State.RELAYED)

    def reached(self) -> Self:
        return self.filter(state__gte=State.RELAYED)


class Relay(models.Model):
    """One release on its way through one village. Its state is what its hops say, kept here to be counted."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="relays")
    area = models.ForeignKey(Area, models.PROTECT, related_name="relays")
    code = models.CharField(max_length=13, db_collation="C")  # the area's, as it was at publishing
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="relays")
    state = models.PositiveSmallIntegerField(choices=State, default=State.NONE)
    state_since = models.DateTimeField()
    asked_version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()  # from here the minutes count
    reached_at = models.DateTimeField(null=True, blank=True)  # when it happened, not when we heard of it
    deadline = models.DateTimeField()
    step = models.PositiveSmallIntegerField(choices=Step, default=Step.MEMBERS)  # the next one to take
    step_at = models.DateTimeField()

    objects = RelayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "area"], name="relay_once_per_village"),
            models.CheckConstraint(
                condition=Q(state__lt=State.RELAYED, reached_at=None)
                | Q(state__gte=State.RELAYED, reached_at__isnull=False),
                name="relay_reached_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["release", "state", "code"], name="relay_board"),
            models.Index(fields=["code", "release"], name="relay_village"),
            models.Index(
                fields=["step_at"], condition=Q(state__lt=State.RELAYED, step__lt=Step.DONE), name="relay_step_due"
            ),
            models.Index(fields=["area", "reached_at"], name="relay_area_reached"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} → {self.code}"

    def territory(self) -> Territory:
        return Territory(self.code, office=self.release.office_id, group=self.group_id)


class Hop(models.Model):
    """One thing that happened to a relay, with its evidence. Append-only; `key` makes telling it twice harmless."""

    relay = models.ForeignKey(Relay, models.PROTECT, related_name="hops")
    kind = models.CharField(max_length=9, choices=HopKind)
    key = models.CharField(max_length=80, unique=True, db_collation="C")
    at = models.DateTimeField()  # when it happened
    heard_at = models.DateTimeField(default=timezone.now)  # when we heard of it
    version = models.PositiveIntegerField()  # of the release, the one they saw
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="hops")  # who did it
    told_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")  # who wrote it down
    evidence = models.CharField(max_length=9, choices=Evidence, blank=True)
    places = ArrayField(models.CharField(max_length=11, choices=Place), default=list, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)  # roughly, claimed; never totalled
    photo = models.ImageField(upload_to="hops/%Y/%m", blank=True)
    step = models.PositiveSmallIntegerField(choices=Step, null=True, blank=True)  # of an escalation
    asked = models.PositiveIntegerField(null=True, blank=True)  # how many people this hop asked
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["relay", "at"], name="hop_history"),
            models.Index(fields=["photo"], condition=~Q(photo=""), name="hop_photo"),
        ]
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="hop_version")]

    def __str__(self) -> str:
        return f"{self.relay_id} {self.kind}"


class Asking(models.Model):
    """A person was asked to carry a relay: at publishing (`step` null), or by a step of the escalation.

    It is also what the person's link stands on: without a row, or with `revoked_at`, the link does nothing.
    """

    relay = models.ForeignKey(Relay, models.PROTECT, related_name="askings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="askings")
    step = models.PositiveSmallIntegerField(choices=Step, null=True, blank=True)
    at = models.DateTimeField()
    again = models.BooleanField(default=False)  # asked for an older version of the release as well
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relay", "person"], name="asking_once")]


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, person: Who) -> Self:
        return self.filter(
            within(person, Permission.ANSWER_QUESTIONS, code="relay__code", office="relay__release__office_id")
        )


class Question(models.Model):
    """What a volunteer asks about a release; the answer comes back on the same link."""

    relay = models.ForeignKey(Relay, models.PROTECT, related_name="questions")
    by = models.ForeignKey(Person, models.PROTECT, related_name="questions")
    text = models.CharField(max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="question_answer_has_time",
            )
        ]

    def territory(self) -> Territory:
        return self.relay.territory()


class Opening(models.Model):
    """One reader of a relay's public link on one day (a hash, see releases.readings)."""

    relay = models.ForeignKey(Relay, models.CASCADE, related_name="openings")
    day = models.DateField()
    reader = models.BinaryField()
    volunteer = models.BooleanField(default=False)  # the device of somebody who was asked: no evidence

    class Meta:
        constraints = [models.UniqueConstraint(fields=["relay", "day", "reader"], name="opening_once")]


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def ongoing(self) -> Self:
        return self.filter(over=None)


class Alarm(models.Model):
    """Nothing of a published release went out to some villages, see `alarm`."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="alarms")
    villages = ArrayField(models.CharField(max_length=13))  # their codes, when it was last seen
    since = models.DateTimeField()
    seen = models.DateTimeField()  # for the last time
    over = models.DateTimeField(null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release"], condition=Q(over=None), name="alarm_once_at_a_time"),
        ]


class Serving(models.Model):
    """A database view: who serves which village today, through a group or as its penghubung desa.

    `first` tells who is asked at publishing: those on duty who can be reached, or everyone where there is none.
    `reachable` means a live contact other than the in-app inbox.
    """

    id = models.CharField(primary_key=True, max_length=60)
    area = models.ForeignKey(Area, models.DO_NOTHING, related_name="+")
    group = models.ForeignKey(Group, models.DO_NOTHING, null=True, related_name="+")
    person = models.ForeignKey(Person, models.DO_NOTHING, related_name="+")
    recipient_id = models.BigIntegerField(null=True)
    first = models.BooleanField()
    reachable = models.BooleanField()

    class Meta:
        managed = False
        db_table = "relays_serving"
