"""The codes by which volunteers name what they were asked for: the release's number, and a letter for the village.

Letters follow the order of asking, and an Asking is never deleted: a code once printed means the same village for good.
"""

from collections import defaultdict
from collections.abc import Collection

from jembatan.relays.claims import mark_of
from jembatan.relays.models import Asking


def codes(people: Collection[int], releases: Collection[int]) -> dict[int, str]:
    """Asking id → `12`, or `12B` where the person was asked for several villages of it. One query."""
    rows = Asking.objects.filter(person__in=people, relay__release__in=releases).order_by("pk")
    together: dict[tuple[int, int], list[int]] = defaultdict(list)
    for pk, person, release in rows.values_list("pk", "person_id", "relay__release_id"):
        together[person, release].append(pk)
    return {
        pk: f"{release}{mark_of(place) if len(askings) > 1 else ''}"
        for (_person, release), askings in together.items()
        for place, pk in enumerate(askings)
    }


def asking_of(person: int, release: int, mark: str) -> int | None:
    """The id of the Asking that this code names; None where nothing has it."""
    rows = Asking.objects.filter(person=person, relay__release=release).order_by("pk").values_list("pk", flat=True)
    return next((pk for place, pk in enumerate(rows) if mark_of(place) == mark), None)
