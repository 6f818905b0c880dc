"""What the government tells: a release, every version of its text, and every decision about it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jembatan.areas.models import Area
from jembatan.people.models import Office, Person
from jembatan.people.permissions import Territory, Who, within
from jembatan.people.roles import Permission
from jembatan.releases.workflow import State


class Kind(models.TextChoices):
    POLICY = "policy", _("Kebijakan")
    ANNOUNCEMENT = "announcement", _("Pengumuman")
    ALERT = "alert", _("Peringatan")
    CLARIFICATION = "clarification", _("Klarifikasi")
    STORY = "story", _("Cerita")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("Biasa")
    URGENT = "urgent", _("Mendesak")


class ReleaseQuerySet(models.QuerySet["Release"]):
    def public(self) -> Self:
        """What everyone may read; withdrawn releases stay visible as withdrawn."""
        return self.filter(state__in=[State.PUBLISHED, State.WITHDRAWN])

    def marking_returned(self) -> Self:
        """Each with `returned`: a reviewer sent it back, and the writer has not sent it again."""
        decisions = Review.objects.filter(release=OuterRef("pk")).order_by("-pk").values("decision")
        last = Coalesce(Subquery(decisions[:1]), Value(""))
        return self.annotate(last_decision=last, returned=Q(last_decision=Decision.RETURNED, state=State.DRAFT))

    def visible_to(self, person: Who) -> Self:
        """What this person sees in the workroom: by territory and office, published or not."""
        return self.filter(within(person, Permission.READ_RELEASES, code="area__code", office="office_id"))


class Release(models.Model):
    """One thing told. Its text lives in versions; `current` is the newest, `published` the one that people read."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="releases")  # whose: the root, or an office's area
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="releases")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    current = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    published = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    publish_at = models.DateTimeField(null=True, blank=True)  # approved, to be published then
    missed_because = models.CharField(max_length=300, blank=True)  # why it was not; a msgid, one sentence of a rule
    published_at = models.DateTimeField(null=True, blank=True)
    original_date = models.DateField(null=True, blank=True)  # of a text that is older than its publishing here
    earlier_views = models.PositiveIntegerField(default=0)  # counted elsewhere, before the import
    origin = models.CharField(max_length=64, null=True, unique=True)  # digest of the imported text
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)  # public
    second_look_by = models.DateTimeField(null=True, blank=True)  # an alert published by one person alone
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="releases")
    created_at = models.DateTimeField(default=timezone.now)
    invented = models.BooleanField(default=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[State.PUBLISHED, State.WITHDRAWN])
                | Q(published__isnull=False, published_at__isnull=False),
                name="release_published_has_version",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at=None)),
                name="release_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=Q(missed_because="") | Q(state=State.APPROVED, publish_at=None), name="release_missed_waits"
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="release_newest", condition=~Q(published_at=None)),
            models.Index(fields=["publish_at"], name="release_due", condition=Q(state=State.APPROVED)),
        ]

    def __str__(self) -> str:
        return self.current.title if self.current else f"#{self.pk}"

    def get_absolute_url(self) -> str:
        return f"/rilis/{self.pk}/{slugify(self.text.title)[:60].strip('-') or 'rilis'}/"

    def territory(self) -> Territory:
        return Territory(self.area.code, office=self.office_id)

    @property
    def text(self) -> "Version":
        """The version to show: what people read, or the draft where nothing is published."""
        version = self.published or self.current
        assert version is not None  # a release is made together with its first version
        return version


class Version(models.Model):
    """One state of the text. Never changed, never deleted: a change is a new version."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(_("Judul"), max_length=160)
    short = models.CharField(_("Teks singkat"), max_length=160)
    body = models.TextField(_("Isi"))  # Markdown
    kind = models.CharField(_("Jenis"), max_length=13, choices=Kind, default=Kind.ANNOUNCEMENT)
    topics = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    source = models.CharField(_("Sumber"), max_length=200, blank=True)
    urgency = models.CharField(_("Kepentingan"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    targets = ArrayField(models.CharField(max_length=13))  # area codes, the whole subtree of each
    relay_hours = models.PositiveSmallIntegerField(_("Batas waktu penerusan"), default=24)  # after publishing
    expires_at = models.DateTimeField(_("Berlaku sampai"), null=True, blank=True)
    language = models.CharField(max_length=2, default="id")
    pictures: "models.ManyToManyField[Picture, models.Model]" = models.ManyToManyField(
        "Picture", blank=True, related_name="versions"
    )
    note = models.CharField(max_length=300, blank=True)  # what changed, in the words of who changed it
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="versions")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(targets__len__gt=0), name="version_has_target"),
            models.CheckConstraint(condition=Q(relay_hours__gte=1, relay_hours__lte=720), name="version_relay_hours"),
        ]
        indexes = [GinIndex(fields=["topics"], name="version_topics")]

    def __str__(self) -> str:
        return f"{self.title} (v{self.number})"


class Picture(models.Model):
    """A picture of a release, re-encoded: no EXIF. The file's name is random."""

    file = models.ImageField(upload_to="pictures/%Y/%m")
    alt = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["file"], name="picture_file")]


class Decision(models.TextChoices):
    SENT = "sent", _("Dikirim untuk ditinjau")
    RETURNED = "returned", _("Dikembalikan")
    APPROVED = "approved", _("Disetujui")
    MISSED = "missed", _("Tidak jadi terbit")
    PUBLISHED = "published", _("Diterbitkan")
    PUBLISHED_ALONE = "alone", _("Diterbitkan sendiri karena mendesak")
    LOOKED_AGAIN = "looked", _("Diperiksa orang kedua")
    CORRECTED = "corrected", _("Dikoreksi")
    WITHDRAWN = "withdrawn", _("Ditarik")


class Review(models.Model):
    """One decision about one version: who, what, why. Append-only."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="reviews")
    version = models.ForeignKey(Version, models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=9, choices=Decision)
    reason = models.CharField(max_length=300, blank=True)
    checklist = models.JSONField(default=dict, blank=True)  # answers of the non-partisan checklist
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="reviews")
    at = models.DateTimeField(default=timezone.now)


class Campaign(models.Model):
    """Dated campaign period: four-eyes cannot be switched off and the checklist is answered."""

    name = models.CharField(max_length=120)
    area = models.ForeignKey(Area, models.CASCADE, related_name="campaigns")
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="campaign_dates_in_order")
        ]


class Salt(models.Model):
    """A day's secret for counting readers. Deleted the day after, so that no hash can be led back to anybody."""

    day = models.DateField(primary_key=True)
    value = models.BinaryField()


class Reading(models.Model):
    """One reader of one release on one day, as a hash that means nothing the day after."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="readings")
    day = models.DateField()
    reader = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "day", "reader"], name="reading_once")]


class FeedReading(models.Model):
    """One program that fetched a feed with this release in it, on one day; as a hash, like a reader."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="feed_readings")
    day = models.DateField()
    reader = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "day", "reader"], name="feed_reading_once")]
