"""What this person may do with a release now, for the page to offer."""

from dataclasses import dataclass

from jembatan.people.models import Person
from jembatan.people.permissions import may
from jembatan.people.roles import Permission
from jembatan.releases import rules
from jembatan.releases.models import Release
from jembatan.releases.workflow import State


@dataclass(frozen=True, slots=True)
class Choices:
    """Each is offered when true. `own`: a reviewer who wrote it, whom four-eyes keeps from deciding."""

    edit: bool = False
    send: bool = False
    review: bool = False
    publish: bool = False
    publish_alone: bool = False
    send_back: bool = False
    correct: bool = False
    withdraw: bool = False
    look_again: bool = False
    own: bool = False

    @property
    def none(self) -> bool:
        return not any(getattr(self, name) for name in self.__slots__ if name != "own")


def choices(person: Person, release: Release) -> Choices:
    """What the rules let this person do; the actions ask the rules again."""
    if not may(person, Permission.REVIEW_RELEASES, on=release):
        draft = release.state == State.DRAFT and may(person, Permission.WRITE_RELEASES, on=release)
        return Choices(edit=draft, send=draft)
    own, alone = rules.needs_another(release, person), rules.may_be_alone(release.text)
    match release.state:
        case State.DRAFT:
            return Choices(edit=True, send=True, publish_alone=alone)
        case State.IN_REVIEW:
            return Choices(review=True, send_back=True, publish_alone=own and alone, own=own)
        case State.APPROVED:
            return Choices(publish=True, send_back=True)
        case State.PUBLISHED:
            own = own and not alone
            return Choices(correct=not own, withdraw=True, look_again=_may_look_again(release, person), own=own)
    return Choices()


def _may_look_again(release: Release, person: Person) -> bool:
    return release.second_look_by is not None and rules.is_second_person(release, person)
