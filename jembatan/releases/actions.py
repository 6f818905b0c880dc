"""Writing, reviewing and publishing a release. `jembatan.relays.publishing` calls these and starts the relays."""

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, Self, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people.models import Office, Person
from jembatan.releases import rules
from jembatan.releases.models import Decision, Kind, Picture, Release, Review, Urgency, Version
from jembatan.releases.workflow import EditConflict, Refused, State, check


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a version says. `targets` are area codes; each stands for its whole subtree."""

    title: str
    short: str
    body: str
    targets: list[str]
    kind: str = Kind.ANNOUNCEMENT
    topics: list[str] = field(default_factory=list)
    source: str = ""
    urgency: str = Urgency.NORMAL
    relay_hours: int = 24
    expires_at: datetime | None = None
    language: str = "id"
    pictures: list[Picture] = field(default_factory=list)
    note: str = ""

    @classmethod
    def of(cls, version: Version) -> Self:
        """What the version says."""
        said = {f.name: getattr(version, f.name) for f in fields(cls) if f.name != "pictures"}
        return cls(**said, pictures=list(version.pictures.order_by("pk")))

    def columns(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "pictures"}

    def same_as(self, other: Self) -> bool:
        """Whether both say the same; the note on what changed and the order of the pictures do not count."""
        plain: dict[str, Any] = {"note": "", "pictures": []}
        pictures = {picture.pk for picture in self.pictures} == {picture.pk for picture in other.pictures}
        return pictures and replace(self, **plain) == replace(other, **plain)


def _add_version(release: Release, content: Content, by: Person | None) -> Version:
    number = release.current.number + 1 if release.current else 1
    version = Version.objects.create(release=release, number=number, created_by=by, **content.columns())
    version.pictures.set(content.pictures)
    release.current = version
    release.save(update_fields=["current"])
    return version


def _locked(release: Release) -> Release:
    """The release again, its row locked.

    Its versions are read afterwards, never joined: after waiting for another's lock, PostgreSQL has the new
    row but joins it to the old version, so `current` would be missing just when two people save at once.
    """
    return Release.objects.select_for_update().get(pk=release.pk)


def _newest(release: Release) -> Version:
    """Its newest version; a release is made together with its first one."""
    return cast(Version, release.current)


def _decide(release: Release, decision: Decision, by: Person | None, reason: str = "", **more: Any) -> Review:
    version = _newest(release)
    record(f"release.{decision}", release, by=by, area=release.area.code, version=version.number)
    return Review.objects.create(release=release, version=version, decision=decision, by=by, reason=reason, **more)


@transaction.atomic
def draft(
    *,
    content: Content,
    area: Area,
    by: Person | None,
    office: Office | None = None,
    origin: str | None = None,
    original_date: date | None = None,
    earlier_views: int = 0,
) -> Release:
    """Begin a release with its first version."""
    release = Release.objects.create(
        area=area,
        office=office,
        created_by=by,
        origin=origin,
        original_date=original_date,
        earlier_views=earlier_views,
    )
    _add_version(release, content, by)
    record("release.drafted", release, by=by, area=area.code)
    return release


@transaction.atomic
def revise(*, release: Release, base: int, content: Content, by: Person) -> Version:
    """Save a new version of a draft, if it says something new. `base` is the number of the version that was edited.

    Returns the newest version. Raises EditConflict when a newer one is there, Refused when the release is no draft.
    """
    release = _locked(release)
    if release.state != State.DRAFT:
        raise Refused(_("Rilis ini sedang ditinjau atau sudah terbit, jadi tidak bisa diubah sebagai draf."))
    _check_base(release, base)
    if content.same_as(Content.of(newest := _newest(release))):
        return newest
    version = _add_version(release, content, by)
    record("release.revised", release, by=by, area=release.area.code, version=version.number)
    return version


def _check_base(release: Release, base: int) -> None:
    if (newest := _newest(release).number) != base:
        raise EditConflict(newest)


def _move(release: Release, state: State) -> None:
    check(release.state, state)
    release.state = state


@transaction.atomic
def send_for_review(*, release: Release, by: Person) -> None:
    release = _locked(release)
    _move(release, State.IN_REVIEW)
    release.save(update_fields=["state"])
    _decide(release, Decision.SENT, by)


@transaction.atomic
def send_back(*, release: Release, reason: str, by: Person) -> None:
    """Return it to the writer with a reason; a release already approved can be taken back so as well."""
    release = _locked(release)
    if not reason.strip():
        raise Refused(_("Tulis alasan pengembalian, supaya penulis tahu apa yang perlu diperbaiki."))
    _move(release, State.DRAFT)
    release.publish_at, release.missed_because = None, ""
    release.save(update_fields=["state", "publish_at", "missed_because"])
    _decide(release, Decision.RETURNED, by, reason)


@transaction.atomic
def approve(
    *,
    release: Release,
    by: Person,
    base: int,
    publish_at: datetime | None = None,
    checklist: dict[str, bool] | None = None,
) -> None:
    """Approve the version that the reviewer has read (`base`), to be published by hand or at a set time."""
    release = _locked(release)
    _check_base(release, base)
    if publish_at and publish_at <= timezone.now():
        raise Refused(_("Waktu terbit sudah lewat. Pilih waktu yang akan datang, atau terbitkan sekarang."))
    when = publish_at or timezone.now()
    rules.check_not_expired(release, when)
    rules.check_four_eyes(release, by, when)
    rules.check_checklist(release, checklist, when)
    _move(release, State.APPROVED)
    release.publish_at = publish_at
    release.save(update_fields=["state", "publish_at"])
    _decide(release, Decision.APPROVED, by, checklist=checklist or {})


@transaction.atomic
def miss(*, release: Release, because: str) -> None:
    """Its set time came, and a rule forbids it: approved it stays, without a time, and says why until somebody acts.

    Nothing happens where it was taken back or set anew a moment ago.
    """
    release = _locked(release)
    if not rules.is_due(release, timezone.now()):
        return
    release.publish_at, release.missed_because = None, because
    release.save(update_fields=["publish_at", "missed_because"])
    _decide(release, Decision.MISSED, None, because)


def publish(
    *,
    release: Release,
    by: Person | None,
    base: int | None = None,
    alone_because: str = "",
    checklist: dict[str, bool] | None = None,
    at: datetime | None = None,
    due: bool = False,
) -> Release:
    """Make the current version the one that people read. Call only inside the transaction that starts the relays.

    `alone_because`: an urgent alert published by one reviewer alone; a second person looks at it within 24 hours.
    `by=None` is the system: an operator's import, or with `due` a set time that has come. `at` backdates an import.
    """
    release, now, alone_because = _locked(release), at or timezone.now(), alone_because.strip()
    if base is not None:
        _check_base(release, base)
    if due:
        rules.check_due(release, now)
    rules.check_not_expired(release, now)
    _check_permitted(release, by, alone=bool(alone_because), checklist=checklist)
    _move(release, State.PUBLISHED)
    release.published, release.publish_at, release.published_at = release.current, None, now
    release.second_look_by = now + rules.SECOND_LOOK if alone_because else None
    release.missed_because = ""
    release.save(update_fields=["state", "published", "publish_at", "missed_because", "published_at", "second_look_by"])
    decision = Decision.PUBLISHED_ALONE if alone_because else Decision.PUBLISHED
    _decide(release, decision, by, alone_because, checklist=checklist or {})
    return release


def _check_permitted(release: Release, by: Person | None, *, alone: bool, checklist: dict[str, bool] | None) -> None:
    if alone:
        rules.check_may_publish_alone(release.text)
        rules.check_checklist(release, checklist)
    elif release.state == State.APPROVED:
        rules.check_approval(release, by, checklist)
    elif release.state == State.DRAFT and by is not None:
        raise Refused(_("Draf harus ditinjau dulu sebelum diterbitkan."))
    else:
        rules.check_four_eyes(release, by)
        rules.check_checklist(release, checklist)


@transaction.atomic
def look_again(*, release: Release, by: Person) -> None:
    """The second person has looked at what one published alone."""
    release = _locked(release)
    if release.second_look_by is None:
        raise Refused(_("Rilis ini tidak menunggu pemeriksaan orang kedua."))
    rules.check_second_person(release, by)
    release.second_look_by = None
    release.save(update_fields=["second_look_by"])
    _decide(release, Decision.LOOKED_AGAIN, by)


def correct(
    *, release: Release, base: int, content: Content, by: Person, checklist: dict[str, bool] | None = None
) -> Release:
    """Publish a new version of a published release. Call inside the transaction that may ask the villages again.

    Who wrote it may correct it alone only where they might have published alone; a second person looks at that too.
    """
    release = _locked(release)
    if release.state != State.PUBLISHED:
        raise Refused(_("Hanya rilis yang sudah terbit yang bisa dikoreksi."))
    if not content.note.strip():
        raise Refused(_("Tulis apa yang dikoreksi; pembaca dan relawan akan melihatnya."))
    _check_base(release, base)
    _check_correction(release, content)
    rules.check_checklist(release, checklist)
    alone = rules.needs_another(release, by)
    if alone:
        rules.check_may_correct_alone(release, content)
        release.second_look_by = timezone.now() + rules.SECOND_LOOK
    release.published = _add_version(release, content, by)
    release.save(update_fields=["published", "second_look_by"])
    _decide(release, Decision.CORRECTED, by, content.note, checklist=checklist or {})
    return release


def _check_correction(release: Release, content: Content) -> None:
    if sorted(content.targets) != sorted(release.text.targets):
        raise Refused(_("Sasaran tidak bisa diubah lewat koreksi. Buat rilis baru untuk wilayah lain."))
    if content.same_as(Content.of(release.text)):
        raise Refused(_("Belum ada yang berubah. Ubah dulu bagian yang keliru, lalu terbitkan koreksi."))


def withdraw(*, release: Release, reason: str, by: Person) -> Release:
    """Take back what was published; the reason is public. Call inside the transaction that stops the messages."""
    release = _locked(release)
    if not reason.strip():
        raise Refused(_("Tulis alasan penarikan; alasan ini dibaca publik."))
    _move(release, State.WITHDRAWN)
    release.withdrawn_at, release.withdrawn_because = timezone.now(), reason.strip()
    release.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    _decide(release, Decision.WITHDRAWN, by, reason)
    return release
