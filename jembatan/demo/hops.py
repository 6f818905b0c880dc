"""What happened to a demo release in each village: fast ones, slow ones, silent ones, and news heard of late."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from jembatan.areas.settings import setting
from jembatan.demo.corpus import words
from jembatan.demo.ledger import settle
from jembatan.demo.staff import SEED
from jembatan.relays import escalation
from jembatan.relays.models import Asking, Evidence, Hop, HopKind, Place, Relay, State, Step
from jembatan.relays.rebuilding import rebuild
from jembatan.releases.models import Release

# How a village usually is: minutes until it passes on (median), chance that it stays silent, chance of offline.
HABITS = {
    "fast": (35, 0.03, 0.0),
    "plain": (240, 0.10, 0.05),
    "slow": (1100, 0.25, 0.15),
    "offline": (600, 0.15, 0.8),
    "silent": (600, 1.0, 0.0),
}
SHARES = {"fast": 0.34, "plain": 0.35, "slow": 0.14, "offline": 0.13, "silent": 0.04}


@dataclass(frozen=True, slots=True)
class Happening:
    """One hop to be, with when we hear of it."""

    at: datetime
    heard: datetime
    hop: Hop


def habit(code: str) -> str:
    """A village is the same in every release."""
    return Random(f"{SEED}:{code}").choices(list(SHARES), list(SHARES.values()))[0]


def happen(release: Release, now: datetime) -> None:
    """Let hops and steps of the escalation follow each other until now."""
    settle(release)
    deadline = release.relays.values_list("deadline", flat=True)[0]
    timetable = setting("escalation", release.area)
    pending = _first_line(release)
    for step in (Step.MEMBERS, Step.NEIGHBOUR, Step.COORDINATOR, Step.PHONE_LIST):
        due = deadline + timedelta(hours=timetable[step.name.lower()])
        if due > now:
            break
        pending = _append(pending, until=due, release=release)
        escalation.run(due)
        pending += _second_line(release, step, due)
    _append(pending, until=now, release=release)
    settle(release)


def _append(pending: list[Happening], *, until: datetime, release: Release) -> list[Happening]:
    """Write down what we heard of until then; returns the rest."""
    heard = [one for one in pending if one.heard <= until]
    Hop.objects.bulk_create([one.hop for one in sorted(heard, key=lambda one: one.heard)], batch_size=1000)
    rebuild(release)
    return [one for one in pending if one.heard > until]


def _first_line(release: Release) -> list[Happening]:
    askings = Asking.objects.filter(relay__release=release, relay__state__gt=State.NONE, step=None)
    first: dict[int, Asking] = {}
    for asking in askings.select_related("relay").order_by("relay_id", "person_id"):
        first.setdefault(asking.relay_id, asking)
    return [
        one
        for asking in first.values()
        for one in _story(asking, asking.relay.asked_at, *HABITS[habit(asking.relay.code)])
    ]


def _second_line(release: Release, step: Step, at: datetime) -> list[Happening]:
    """Most of those whom a step asked do it, within hours; nobody does in the silent villages."""
    done: set[int] = set()
    stories: list[Happening] = []
    rows = Asking.objects.filter(relay__release=release, step=step, relay__state__lt=State.RELAYED)
    for asking in rows.select_related("relay").order_by("relay_id", "person_id"):
        if asking.relay_id not in done and habit(asking.relay.code) != "silent":
            done.add(asking.relay_id)
            stories += _story(asking, at, 150, 0.3, 0.1)
    return stories


def _story(asking: Asking, start: datetime, median: float, silent: float, offline: float) -> list[Happening]:
    """Delivered, seen, relayed, confirmed: as far as this village comes this time."""
    relay = asking.relay
    random = Random(f"{SEED}:{relay.release_id}:{relay.code}:{asking.step}")
    delivered = start + timedelta(seconds=random.randint(4, 600))
    if random.random() < silent * 0.4:
        return [_hop(asking, HopKind.DELIVERED, delivered)]
    relayed = start + timedelta(minutes=random.lognormvariate(0, 0.7) * median + 4)
    seen = start + (relayed - start) * random.uniform(0.3, 0.9)
    told = [_hop(asking, HopKind.DELIVERED, delivered), _hop(asking, HopKind.SEEN, seen)]
    if random.random() < silent:
        return told
    late = timedelta(hours=random.uniform(6, 50)) if random.random() < offline else timedelta()
    told.append(_relayed(asking, relayed, relayed + late, random))
    return told + _confirmed(asking, relayed + late, random)


def _hop(asking: Asking, kind: HopKind, at: datetime, heard: datetime | None = None, **more: object) -> Happening:
    heard = heard or at
    key = f"{kind}:{asking.relay_id}:{asking.person_id}:1"
    hop = Hop(relay=asking.relay, kind=kind, key=key, at=at, heard_at=heard, version=1, by_id=asking.person_id)
    for name, value in more.items():
        setattr(hop, name, value)
    return Happening(at, heard, hop)


def _relayed(asking: Asking, at: datetime, heard: datetime, random: Random) -> Happening:
    places = random.sample(Place.values, k=random.choice([1, 1, 2, 2, 3]))
    people = random.choice([None, 10, 25, 25, 50, 50, 100, 200])
    note = random.choice(words()["notes"]) if random.random() < 0.3 else ""
    return _hop(
        asking, HopKind.RELAYED, at, heard, evidence=Evidence.CLAIM, places=places, people=people, note=note[:300]
    )


def _confirmed(asking: Asking, after: datetime, random: Random) -> list[Happening]:
    if random.random() > 0.38:
        return []
    at = after + timedelta(minutes=random.lognormvariate(0, 0.8) * 90)
    evidence = random.choices([Evidence.LINK, Evidence.CALL_BACK], [0.85, 0.15])[0]
    one = _hop(asking, HopKind.CONFIRMED, at, evidence=evidence)
    one.hop.by_id = None
    return [one]


def relays_with_link_evidence(release: Release) -> list[Relay]:
    return list(Relay.objects.filter(release=release, hops__evidence=Evidence.LINK).order_by("pk").distinct())
