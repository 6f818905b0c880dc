"""In whose name somebody may write: the territory or the offices that their grants name."""

from dataclasses import dataclass

from jembatan.areas.models import Area
from jembatan.people.models import Grant, Office, Person
from jembatan.people.permissions import grants_for
from jembatan.people.roles import Permission


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a new release belongs."""

    area: Area
    office: Office | None

    @property
    def key(self) -> str:
        return f"{self.area.pk}-{self.office.pk}" if self.office else str(self.area.pk)

    @property
    def label(self) -> str:
        return self.office.name if self.office else self.area.title


def senders(person: Person) -> list[Sender]:
    """Those for which the person may write, the widest area first."""
    grants = grants_for(person, Permission.WRITE_RELEASES)
    held = [grant for grant in grants if grant.group_id is None]
    offices = Office.objects.current().in_bulk([grant.office_id for grant in held if grant.office_id])
    found = {_sender(grant, offices) for grant in held if grant.office_id is None or grant.office_id in offices}
    return sorted(found, key=lambda sender: (sender.area.level, sender.office is not None, sender.label))


def _sender(grant: Grant, offices: dict[int, Office]) -> Sender:
    return Sender(grant.area, offices[grant.office_id] if grant.office_id else None)
