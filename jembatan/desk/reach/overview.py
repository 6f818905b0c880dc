"""The parts of the workroom's first page. Each is a few rows and a way to the rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Max, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.desk.access import StaffRequest
from jembatan.desk.reach.territory import codes_of
from jembatan.durations import crossed, time_left
from jembatan.insights.thirty_days import figures as thirty_days
from jembatan.people.grants import managers
from jembatan.people.models import Grant, Group, Person
from jembatan.people.permissions import within
from jembatan.people.roles import Permission, roles_with
from jembatan.relays.models import Question, Relay, State
from jembatan.relays.silence import waiting_relays
from jembatan.releases.models import Release
from jembatan.releases.workflow import State as ReleaseState

FEW = 5


def first_steps(request: StaffRequest) -> list[dict[str, Any]]:
    return _way_back(request.user) + _beginning()


def _way_back(person: Person) -> list[dict[str, Any]]:
    """An admin without an address comes in by a link of the command line, and no other way, once this session ends."""
    if person.email or not managers().filter(pk=person.pk).exists():
        return []
    url = reverse("desk:person_edit", args=[person.pk])
    return [_step(_("Isi alamat e-mail Anda supaya bisa masuk lagi"), url, False)]


def _beginning() -> list[dict[str, Any]]:
    """What an empty installation needs, in order; nothing once a release went out."""
    if Release.objects.public().exists():
        return []
    writers = Grant.objects.current().filter(role__in=roles_with(Permission.WRITE_RELEASES))
    carriers = Grant.objects.current().filter(role__in=roles_with(Permission.RELAY))
    return [
        _step(_("Beri peran kepada penyunting dan peninjau"), reverse("desk:people"), writers.exists()),
        _step(
            _("Masukkan daftar KIM dan relawan"), reverse("desk:groups"), Group.objects.exists() or carriers.exists()
        ),
        _step(_("Tulis dan terbitkan rilis pertama"), reverse("desk:releases"), False),
    ]


def _step(label: str, url: str, done: bool) -> dict[str, Any]:
    return {"label": label, "url": url, "done": done}


def reviews(request: StaffRequest) -> dict[str, Any]:
    """What waits for a reviewer: texts to read, those that missed their time, alerts that one published alone."""
    may = within(request.user, Permission.REVIEW_RELEASES, code="area__code", office="office_id")
    rows = Release.objects.filter(may).select_related("current", "published", "created_by")
    return {
        "waiting": list(rows.filter(state=ReleaseState.IN_REVIEW).order_by("pk")[:FEW]),
        "missed": list(rows.filter(state=ReleaseState.APPROVED).exclude(missed_because="").order_by("pk")[:FEW]),
        "second_looks": [
            (release, time_left(release.second_look_by))
            for release in rows.exclude(second_look_by=None).order_by("second_look_by")[:FEW]
        ],
    }


def drafts(request: StaffRequest) -> list[Release]:
    """The own ones, those that a reviewer sent back first."""
    mine = Release.objects.visible_to(request.user).filter(created_by=request.user, state=ReleaseState.DRAFT)
    rows = mine.marking_returned().select_related("current", "published")
    return list(rows.order_by(F("returned").desc(), "-pk")[:FEW])


def questions(request: StaffRequest) -> list[Question]:
    """The oldest that wait."""
    mine = Question.objects.visible_to(request.user).filter(answered_at=None)
    return list(mine.select_related("relay__area", "by").order_by("pk")[:3])


@dataclass(frozen=True, slots=True)
class Going:
    """A release on its way."""

    release: Release
    villages: int
    reached: int
    deadline: datetime
    left: str
    tonight: bool  # the deadline is today, and somebody is not told yet

    @property
    def unreached(self) -> int:
        return self.villages - self.reached


def releases(request: StaffRequest) -> list[Going]:
    """The latest releases: those whose deadline is today and that are not everywhere come first."""
    mine = within(request.user, Permission.READ_REACH, code="area__code", office="office_id")
    rows = Release.objects.filter(mine, state=ReleaseState.PUBLISHED).select_related("published")
    latest = {release.pk: release for release in rows.order_by("-published_at", "-pk")[:FEW]}
    sums = Relay.objects.filter(release__in=latest).values("release").order_by("release")
    sums = sums.annotate(n=Count("pk"), told=Count("pk", filter=Q(state__gte=State.RELAYED)), until=Max("deadline"))
    found = [_going(latest[s["release"]], s["n"], s["told"], s["until"]) for s in sums]
    return sorted(found, key=lambda going: (not going.tonight, -going.release.published_at.timestamp()))  # type: ignore[union-attr]


def _going(release: Release, villages: int, reached: int, deadline: datetime) -> Going:
    today = timezone.localtime(deadline).date() == timezone.localdate()
    return Going(release, villages, reached, deadline, time_left(deadline), today and reached < villages)


def villages(request: StaffRequest) -> list[Relay]:
    """The relays that have waited longest, one for each village; villages that nobody serves come last."""
    rows = waiting_relays(request.user).select_related("area", "release__published")
    alone = Case(When(state=State.NONE, then=1), default=0)
    oldest: dict[int, Relay] = {}
    for relay in rows.order_by(alone, "deadline", "code")[: FEW * 8]:
        oldest.setdefault(relay.area_id, relay)
    return list(oldest.values())[:FEW]


def figures(request: StaffRequest) -> dict[str, Any]:
    codes = codes_of(request, Permission.READ_INSIGHTS)
    found = thirty_days(codes)
    return {"found": found, "slowest": [(district, crossed(district.p50)) for district in found.slowest]}
