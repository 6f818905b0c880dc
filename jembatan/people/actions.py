"""People: added, changed, invited, switched off."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people import signin
from jembatan.people.errors import PeopleError
from jembatan.people.grants import check_somebody_manages
from jembatan.people.models import Person
from jembatan.people.roles import PERMISSIONS

INVITATION = timedelta(days=7)  # it goes by WhatsApp, and people are on the road


@transaction.atomic
def add_person(*, name: str, email: str | None = None, by: Person | None) -> Person:
    """Somebody new, without a password: they sign in by link. PeopleError for an e-mail address that is taken."""
    person = Person(name=_checked(name), email=_lower(email))
    person.set_unusable_password()
    _save(person)
    record("person.added", person, by=by)
    return person


def _checked(name: str) -> str:
    name, longest = " ".join(name.split()), Person._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        raise PeopleError(_("Nama orang harus 1 sampai %(longest)d huruf.") % {"longest": longest})
    return name


def _lower(email: str | None) -> str | None:
    return email.strip().lower() or None if email else None


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # of all that is written, only the address is unique
        raise PeopleError(_("Alamat e-mail itu sudah dipakai orang lain.")) from None


@transaction.atomic
def change_person(*, person: Person, name: str, email: str | None, by: Person | None) -> Person:
    """Another name or address for signing in; links that went to the old address die."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    name, email = _checked(name), _lower(email)
    changed = [field for field, value in (("name", name), ("email", email)) if getattr(person, field) != value]
    if not changed:
        return person
    if "email" in changed:
        signin.revoke(person)
    person.name, person.email = name, email
    _save(person)
    record("person.changed", person, by=by, fields=changed)
    return person


@transaction.atomic
def invite(*, person: Person, by: Person | None, lifetime: timedelta = INVITATION) -> str:
    """A one-time link for seven days, to hand over by WhatsApp: its path. Older links of the person die."""
    if not person.is_active:
        raise PeopleError(_("%(name)s dinonaktifkan. Aktifkan dulu.") % {"name": person.name})
    signin.revoke(person)
    record("person.invited", person, by=by)
    return signin.issue(person, lifetime=lifetime)


@transaction.atomic
def deactivate(*, person: Person, by: Person | None) -> None:
    """Out at the next request, on every device: links and password die with it. Their roles stay, for the way back."""
    Area.objects.select_for_update(no_key=True).root()  # two admins who switch off each other: one waits
    if not Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        return
    person.refresh_from_db()
    person.set_unusable_password()  # sessions hang on the password's hash
    person.save(update_fields=["password"])
    signin.revoke(person)
    record("person.deactivated", person, by=by)
    check_somebody_manages(*PERMISSIONS)


@transaction.atomic
def activate(*, person: Person, by: Person | None) -> None:
    """Back again; they need a new link to come in."""
    if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        record("person.activated", person, by=by)
    person.refresh_from_db()


@transaction.atomic
def set_password(*, person: Person, password: str) -> None:
    """The person's own choice; every session but the one that is renewed ends with the old one."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record("person.password_set", person, by=person)
