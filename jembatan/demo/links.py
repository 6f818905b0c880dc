"""One-time sign-in links for every role of the demo."""

from django.utils.translation import gettext as _

from jembatan.people import signin
from jembatan.people.models import Grant, Person
from jembatan.people.roles import Role


def _somebody(role: Role, **more: object) -> Person | None:
    rows = Grant.objects.current().filter(role=role, person__invented=True, **more).select_related("person")
    grant = rows.order_by("pk").first()
    return grant.person if grant else None


def sign_in_links(base_url: str) -> list[tuple[str, str]]:
    """(role in words, address) for one invented person of each role; empty when the demo was removed."""
    roles = [
        (_("Admin"), _somebody(Role.ADMIN)),
        (_("Penyunting"), _somebody(Role.EDITOR, office=None)),
        (_("Peninjau"), _somebody(Role.REVIEWER)),
        (_("Peninjau kedua"), Person.objects.filter(email="peninjau2@demo.example").first()),
        (_("Koordinator"), _somebody(Role.COORDINATOR)),
        (_("Petugas dinas"), Person.objects.filter(email="petugas.pupr@demo.example").first()),
        (_("Inspektorat"), Person.objects.filter(email="petugas.inspektorat@demo.example").first()),
        (_("Ketua KIM"), _somebody(Role.CHAIR)),
        (_("Pimpinan"), _somebody(Role.EXECUTIVE)),
    ]
    return [(label, base_url + signin.issue(person)) for label, person in roles if person]
