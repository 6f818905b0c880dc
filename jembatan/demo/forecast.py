"""What removing the demo would take and what it would leave, in words, before anybody agrees to it."""

from django.db.models import Q, QuerySet

from jembatan.demo import kept
from jembatan.people.models import Grant, Group, Office, Person
from jembatan.relays.models import Asking, Relay
from jembatan.releases.models import Release

FEW = 5  # titles that are named


def told() -> list[str]:
    """One line each, with its number."""
    demo, tried = Q(invented=True), Q(invented=False, created_by__invented=True)
    lines = [
        "Yang akan dihapus:",
        _line(Person.objects.filter(invented=True).count(), "orang rekaan"),
        _line(Group.objects.filter(invented=True).count(), "KIM rekaan"),
        _line(Office.objects.filter(invented=True).count(), "perangkat daerah rekaan"),
        _line(Release.objects.filter(demo).count(), "rilis demo"),
        _releases(Release.objects.filter(tried), "rilis yang Anda tulis dengan peran demo"),
        _line(Relay.objects.filter(release__in=Release.objects.filter(demo | tried)).count(), "penerusan"),
        _line(_roles_of_real_people(), "peran orang Anda di KIM atau perangkat daerah rekaan"),
        "Yang tetap:",
        _releases(Release.objects.exclude(demo | tried), "rilis Anda"),
        _line(_left_alone(), "penerusan rilis Anda yang hanya dipegang orang rekaan; desanya kembali tanpa penerus"),
    ]
    return [line for line in lines if line]


def _line(count: int, words: str) -> str:
    return f"{count:>8}  {words}" if count else ""


def _releases(rows: QuerySet[Release], words: str) -> str:
    count = rows.count()
    few = rows.select_related("current", "published").order_by("pk")[:FEW]
    titles = "; ".join(f"“{release.text.title}”" for release in few)
    return _line(count, f"{words}: {titles}{'; …' if count > FEW else ''}")


def _roles_of_real_people() -> int:
    rows = Grant.objects.filter(Q(group__invented=True) | Q(office__invented=True), person__invented=False)
    return rows.count()


def _left_alone() -> int:
    """Relays that stay, and of which nobody real was ever asked."""
    relays = set(kept.relays())
    real = Asking.objects.filter(relay__in=relays, person__invented=False)
    return len(relays - set(real.values_list("relay_id", flat=True)))
