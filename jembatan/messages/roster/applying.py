"""A list applied: all of it or nothing, and nothing but what was shown.

Rows are written in bulk: five thousand people are a few seconds, not a minute of single writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.audit.actions import record, record_all
from jembatan.keyring import seal
from jembatan.messages import actions, addresses, contacts, numbers
from jembatan.messages.models import INBOX, Consent, Contact, Purpose, Recipient
from jembatan.messages.roster.known import Place, Somebody
from jembatan.messages.roster.plan import Fate, Plan
from jembatan.messages.roster.planning import make
from jembatan.people import grants, groups
from jembatan.people.errors import PeopleError
from jembatan.people.lists import Row
from jembatan.people.models import Grant, Person
from jembatan.people.territory import people_beyond

BEHIND = 10  # more than anybody has contacts
_LOCK = 7_204_811  # one list at a time: names alone are not unique


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the people of the list agreed to be reached: what Consent keeps."""

    source: str  # "formulir; Camat Sekayu"
    given_at: datetime
    wording: str = actions.WORDING


@transaction.atomic
def apply(*, rows: Iterable[Row], shown: str, agreement: Agreement, by: Person) -> Plan:
    """Do what the plan with this digest showed; PeopleError when something else would come of the list by now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    plan = make(rows, by=by)
    if plan.digest != shown:
        raise PeopleError(_("Data berubah sejak daftar ini diperiksa. Periksa hasilnya sekali lagi."))
    _check_manageable(plan, by)
    _places(plan, by)
    _people(plan, by)
    _contacts(plan, agreement, by)
    _roles(plan, by)
    counts = plan.counts()
    root = Area.objects.root()
    record("roster.applied", root, by=by, area=root.code, new=counts[Fate.NEW], updated=counts[Fate.UPDATED])
    return plan


def _check_manageable(plan: Plan, by: Person) -> None:
    """Whoever sets somebody's e-mail address can sign in as them, so not everybody may."""
    changed = [*plan.names, *(somebody for somebody, *_rest in plan.contacts)]
    if people_beyond(by, [somebody.person.pk for somebody in changed if somebody.person]):
        raise PeopleError(_("Orang ini juga bertugas di luar wilayah Anda. Minta admin yang mengubah datanya."))


def _places(plan: Plan, by: Person) -> None:
    for place in plan.places:
        serves = list(place.serves.values())
        if place.group is None:
            place.group = groups.found(name=place.name, home=place.village, serves=serves, by=by)
        else:
            group = place.group
            groups.change(group=group, name=group.name, decree=group.decree, serves=serves, by=by)


def _people(plan: Plan, by: Person) -> None:
    new = [Person(name=somebody.name, password=make_password(None)) for somebody in plan.people]
    for somebody, person in zip(plan.people, Person.objects.bulk_create(new), strict=True):
        somebody.person = person
    record_all("person.added", [(person, "", {"way": "list"}) for person in new], by=by)
    renamed = [_person(somebody) for somebody in plan.names]
    for somebody, person in zip(plan.names, renamed, strict=True):
        person.name = somebody.name
    Person.objects.bulk_update(renamed, ["name"], batch_size=1_000)
    record_all("person.changed", [(person, "", {"fields": ["name"]}) for person in renamed], by=by)


def _person(somebody: Somebody) -> Person:
    """Who they are once `_people` has run."""
    return cast(Person, somebody.person)


def _contacts(plan: Plan, agreement: Agreement, by: Person) -> None:
    _make_room(plan)
    for old in plan.replaced:
        contacts.supersede(contact=old, by=by)
    touched = [somebody for somebody, *_rest in plan.contacts] + [somebody for somebody, *_rest in plan.members]
    recipients = _recipients({_person(somebody).pk for somebody in touched})
    given_at = agreement.given_at
    places = _ordered(plan)
    new = [
        _contact(recipients[_person(to).pk], channel, address, given_at, place)
        for (to, channel, address), place in zip(plan.contacts, places, strict=True)
    ]
    Contact.objects.bulk_create(new, batch_size=1_000)
    facts = {"purpose": str(Purpose.RELAY), "source": "list"}
    Consent.objects.bulk_create([_consent(contact, agreement, by) for contact in new], batch_size=1_000)
    record_all("contact.agreed", [(each, "", facts | {"channel": each.channel}) for each in new], by=by)


def _recipients(people: set[int]) -> dict[int, Recipient]:
    """By person, each with an inbox: one that ended stays ended."""
    missing = people - set(Recipient.objects.filter(person__in=people).values_list("person_id", flat=True))
    Recipient.objects.bulk_create(Recipient(person_id=pk) for pk in sorted(missing))
    found = {to.person_id or 0: to for to in Recipient.objects.filter(person__in=people)}
    have = Contact.objects.filter(recipient__in=found.values(), channel=INBOX).values_list("recipient_id", flat=True)
    without = [to for to in found.values() if to.pk not in set(have)]
    now = timezone.now()
    Contact.objects.bulk_create(
        Contact(recipient=to, channel=INBOX, position=actions.INBOX_POSITION, verified_at=now) for to in without
    )
    return found


def _ordered(plan: Plan) -> list[int]:
    """The position of each contact: where the one before it stood, else in the order of the list, which has e-mail
    behind the channels of a number, and the number that is only called last."""
    count: dict[int, int] = {}
    places = []
    for somebody, channel, _address in plan.contacts:
        here = count.setdefault(id(somebody), 0)
        count[id(somebody)] += 1
        held = {contact.channel: contact.position for contact in somebody.contacts}
        others = [place for kind, place in held.items() if kind not in numbers.LAST]
        first = max(others, default=-1) + 1
        places.append(held.get(channel, first + here if channel in numbers.ALL else first + here + BEHIND))
    return places


def _make_room(plan: Plan) -> None:
    """What is there of e-mail and calls goes behind the channels of a number that the list adds."""
    known = [to.person.pk for to, channel, _address in plan.contacts if to.person and channel in numbers.ALL]
    later = Contact.objects.live().filter(recipient__person__in=known, channel__in=numbers.LAST)
    later.filter(position__lt=BEHIND).update(position=F("position") + BEHIND)


def _contact(to: Recipient, channel: str, address: str, given_at: datetime, position: int) -> Contact:
    return Contact(
        recipient=to,
        channel=channel,
        address=seal(address),
        address_index=addresses.index(channel, address),
        position=position,
        verified_at=given_at,
    )


def _consent(contact: Contact, agreement: Agreement, by: Person) -> Consent:
    return Consent(
        contact=contact,
        wording=agreement.wording,
        source=agreement.source,
        given_at=agreement.given_at,
        recorded_by_id=by.pk,
    )


def _roles(plan: Plan, by: Person) -> None:
    new = [_grant(somebody, place, role, duty) for somebody, place, role, duty in plan.members]
    Grant.objects.bulk_create(new, batch_size=1_000)
    record_all("grant.given", [(grant, grant.area.code, _facts(grant)) for grant in new], by=by)
    for grant, duty in plan.duties:
        grants.put_on_duty(grant=grant, on_duty=duty, by=by)
    for grant, role in plan.roles:
        grants.change_role(grant=grant, role=role, by=by)


def _grant(somebody: Somebody, place: Place, role: str, duty: bool) -> Grant:
    return Grant(person=_person(somebody), role=role, area=place.village, group=place.group, on_duty=duty)


def _facts(grant: Grant) -> dict[str, Any]:
    return {"person": grant.person_id, "role": str(grant.role)}
