"""When the deadline passes without *relayed*: who is asked next, on a timetable that is a setting.

The group's other members → the neighbouring group → the district coordinator → a telephone list to print.
Each step is a hop in the history, also one that found nobody. A run is one transaction per release and step.
"""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from jembatan.areas.settings import setting
from jembatan.messages.models import Recipient
from jembatan.people.models import Grant
from jembatan.people.roles import Permission, roles_with
from jembatan.relays.models import SAYS, Asking, Hop, HopKind, Relay, Serving, State, Step
from jembatan.relays.telling import tell
from jembatan.releases.models import Release
from jembatan.releases.workflow import State as ReleaseState

BATCH = 2000  # relays in one transaction

# Relay id → ids of the people to ask at this step.
Wanted = dict[int, set[int]]


def _members(relays: list[Relay]) -> Wanted:
    """Everyone who serves the village, those asked already among them (they are left out later)."""
    villages = {relay.area_id: relay.pk for relay in relays}
    wanted: Wanted = {relay.pk: set() for relay in relays}
    for row in Serving.objects.filter(area__in=villages, reachable=True):
        wanted[villages[row.area_id]].add(row.person_id)
    return wanted


def _neighbours(relays: list[Relay]) -> Wanted:
    """Those on duty of the nearest other served village of the district: nearest by code, the ministry numbers
    neighbours one after the other; polygons are not there for every village."""
    districts = {relay.code.rsplit(".", 1)[0] for relay in relays}
    served: dict[str, list[Serving]] = {code: [] for code in districts}
    rows = Serving.objects.filter(first=True, reachable=True, area__parent__code__in=districts).select_related("area")
    for row in rows.order_by("area__code"):
        served[row.area.code.rsplit(".", 1)[0]].append(row)
    return {relay.pk: _nearest(relay, served[relay.code.rsplit(".", 1)[0]]) for relay in relays}


def _nearest(relay: Relay, served: list[Serving]) -> set[int]:
    """Of another village and, where a group serves several, another group; a penghubung desa belongs to none."""
    number = int(relay.code.rsplit(".", 1)[1])
    own = {row.group_id for row in served if row.area_id == relay.area_id} - {None}
    others = [row for row in served if row.area_id != relay.area_id and row.group_id not in own]
    if not others:
        return set()
    nearest = min(others, key=lambda row: abs(int(row.area.code.rsplit(".", 1)[1]) - number)).area_id
    return {row.person_id for row in others if row.area_id == nearest}


def _coordinators(relays: list[Relay]) -> Wanted:
    """Those who look after relays in the village's district, not those of the whole installation."""
    codes = {relay.code.rsplit(".", 1)[0] for relay in relays}
    roles = roles_with(Permission.LOOK_AFTER_RELAYS)
    grants = Grant.objects.current().filter(role__in=roles, area__code__in=codes, person__is_active=True)
    people: dict[str, set[int]] = {code: set() for code in codes}
    for code, person_id in grants.values_list("area__code", "person_id"):
        people[code].add(person_id)
    return {relay.pk: set(people[relay.code.rsplit(".", 1)[0]]) for relay in relays}


WHO = {Step.MEMBERS: _members, Step.NEIGHBOUR: _neighbours, Step.COORDINATOR: _coordinators}


def _not_yet_asked(relays: list[Relay], wanted: Wanted) -> Wanted:
    """Without those who were asked for this version already, and those whose link was taken away."""
    asked = Asking.objects.filter(Q(at__gte=F("relay__asked_at")) | Q(revoked_at__isnull=False), relay__in=relays)
    for relay_id, person_id in asked.values_list("relay_id", "person_id"):
        wanted[relay_id].discard(person_id)
    return wanted


def _take(release: Release, step: Step, relays: list[Relay], now: datetime) -> None:
    """Take one step for relays of one release: hops, askings, the message, and the next step's time."""
    who = WHO.get(step)
    wanted = _not_yet_asked(relays, who(relays)) if who else {relay.pk: set() for relay in relays}
    _append_hops(relays, step, wanted, now)
    pairs = [(relay_id, person_id) for relay_id, people in wanted.items() for person_id in people]
    _append_askings(pairs, step, now)
    _move_on(step, wanted, setting("escalation", release.area), now)
    asked = Recipient.objects.filter(person__in={person_id for _relay, person_id in pairs})
    if recipients := list(asked.values_list("pk", flat=True)):
        batch = f"{relays[0].pk}-{relays[-1].pk}"
        tell(release, "release_escalation", recipients, about=f"step{step.value}:{batch}", by=None)


def _append_askings(pairs: list[tuple[int, int]], step: Step, now: datetime) -> None:
    """A row that is there already is of an older version of the release, and counts for this one from now on."""
    Asking.objects.bulk_create(
        [Asking(relay_id=relay_id, person_id=person_id, step=step, at=now) for relay_id, person_id in pairs],
        update_conflicts=True,
        unique_fields=["relay", "person"],
        update_fields=["step", "at"],
    )


def _append_hops(relays: list[Relay], step: Step, wanted: Wanted, now: datetime) -> None:
    Hop.objects.bulk_create(
        Hop(
            relay=relay,
            kind=HopKind.ESCALATED,
            key=f"step:{relay.pk}:{relay.asked_version}:{step.value}",
            at=now,
            version=relay.asked_version,
            step=step,
            asked=len(wanted[relay.pk]),
        )
        for relay in relays
    )


def _move_on(step: Step, wanted: Wanted, timetable: dict[str, int], now: datetime) -> None:
    """The next step and its time; where somebody was asked, the village waits now."""
    following = Step(step + 1)
    times = {} if following == Step.DONE else {"step_at": _next(step, following, timetable, now)}
    Relay.objects.filter(pk__in=wanted).update(step=following, **times)
    asked = [relay_id for relay_id, people in wanted.items() if people]
    waits = SAYS[HopKind.ESCALATED]
    Relay.objects.filter(pk__in=asked, state__lt=waits).update(state=waits, state_since=now)


def _next(step: Step, following: Step, timetable: dict[str, int], now: datetime) -> Greatest:
    """Reckoned from each relay's own deadline; who is asked late, after an outage, has the full time all the same."""
    hours = {one: timedelta(hours=timetable[one.name.lower()]) for one in (step, following)}
    return Greatest(F("deadline") + hours[following], Value(now + hours[following] - hours[step]))


@transaction.atomic
def _one_batch(now: datetime) -> int:
    expires = "release__published__expires_at"
    due = Relay.objects.filter(
        Q(**{expires: None}) | Q(**{f"{expires}__gt": now}), release__state=ReleaseState.PUBLISHED
    )
    due = due.filter(step_at__lte=now, step__lt=Step.DONE, state__lt=State.RELAYED)
    due = due.select_for_update(of=("self",), skip_locked=True).order_by("release_id", "step", "pk")
    relays = list(due.select_related("release__area", "release__published")[:BATCH])
    for (_release, step), rows in groupby(relays, key=lambda relay: (relay.release_id, relay.step)):
        batch = list(rows)
        _take(batch[0].release, Step(step), batch, now)
    return len(relays)


def run(now: datetime | None = None) -> int:
    """Take every step that is due; returns how many relays took one. A killed run goes on where it stopped."""
    now, total = now or timezone.now(), 0
    while taken := _one_batch(now):
        total += taken
    return total
