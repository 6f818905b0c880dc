"""What a personal link shows: the release, how far it is in this village, what this person recorded and asked."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from jembatan.relays.models import Asking, Hop, HopKind, Place, Question, Relay, State
from jembatan.releases.models import Release, Version
from jembatan.releases.workflow import State as ReleaseState


@dataclass(frozen=True, slots=True)
class Standing:
    """One relay in the eyes of one person. Names nobody else."""

    asking: Asking
    hops: list[Hop]  # this person's own, since the village was asked (again)
    questions: list[Question]  # this person's own

    @property
    def relay(self) -> Relay:
        return self.asking.relay

    @property
    def release(self) -> Release:
        return self.relay.release

    @property
    def text(self) -> Version:
        return self.release.text

    @property
    def withdrawn(self) -> bool:
        return self.release.state == ReleaseState.WITHDRAWN

    @property
    def done(self) -> bool:
        return self.relay.state >= State.RELAYED

    @property
    def corrected(self) -> bool:
        return self.text.number > 1 and bool(self.text.note)

    @property
    def asked_again(self) -> bool:
        return self.relay.asked_version > 1 and self.corrected

    @property
    def expired(self) -> bool:
        return self.text.expires_at is not None and self.text.expires_at < timezone.now()

    @property
    def late(self) -> bool:
        return not self.done and self.relay.deadline < timezone.now()

    @property
    def places(self) -> list[str]:
        """Where they said they passed it on, in the order of the form."""
        told = {place for hop in self.hops for place in hop.places}
        return [place.value for place in Place if place in told]

    @property
    def people(self) -> int | None:
        return next((hop.people for hop in self.hops if hop.people), None)

    @property
    def photos(self) -> int:
        return sum(1 for hop in self.hops if hop.photo)

    @property
    def unanswered(self) -> list[Question]:
        return [question for question in self.questions if not question.answer]

    @property
    def told_at(self) -> datetime | None:
        return self.hops[0].at if self.hops else None


def standing(asking: Asking) -> Standing:
    """Two queries."""
    relay, person = asking.relay, asking.person
    hops = Hop.objects.filter(relay=relay, by=person, kind=HopKind.RELAYED, version__gte=relay.asked_version)
    questions = Question.objects.filter(relay=relay, by=person).order_by("-id")[:5]
    return Standing(asking, list(hops.order_by("id")), list(questions))
