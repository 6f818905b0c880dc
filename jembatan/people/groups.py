"""Groups (KIM): founded, changed, ended."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.areas.models import Area
from jembatan.audit.actions import record
from jembatan.people.errors import PeopleError
from jembatan.people.grants import ended, yesterday
from jembatan.people.models import Grant, Group, Person, Service


@transaction.atomic
def found(*, name: str, home: Area, serves: Iterable[Area] = (), decree: str = "", by: Person | None) -> Group:
    """Found a group that serves its home and these villages; one that ended under that name begins again.

    PeopleError when the home has a group of that name.
    """
    name = _checked(name)
    Area.objects.select_for_update(no_key=True).get(pk=home.pk)  # two at once: the second sees the first
    group = Group.objects.filter(home=home, name__iexact=name).first()
    if group and not ended(group):
        raise PeopleError(_("%(area)s sudah punya %(name)s.") % {"area": home.title, "name": group.name})
    if group is None:
        group = Group.objects.create(name=name, home=home, decree=decree.strip())
        record("group.founded", group, by=by, area=home.code)
    else:
        _begin_again(group, decree, by)
    _serve(group, serves, by)
    return group


def _begin_again(group: Group, decree: str, by: Person | None) -> None:
    group.valid_from, group.valid_until = today(), None
    group.decree = decree.strip() or group.decree
    group.save(update_fields=["valid_from", "valid_until", "decree"])
    record("group.begun_again", group, by=by, area=group.home.code)


def _checked(name: str) -> str:
    name, longest = " ".join(name.split()), Group._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest:
        raise PeopleError(_("Nama KIM harus 1 sampai %(longest)d huruf.") % {"longest": longest})
    return name


def _serve(group: Group, areas: Iterable[Area], by: Person | None) -> None:
    """The villages served from now on: these and the home."""
    wanted = {area.pk for area in areas} | {group.home_id}
    before = set(group.services.values_list("area_id", flat=True))
    if wanted == before:
        return
    group.services.filter(area__in=before - wanted).delete()
    Service.objects.bulk_create(Service(group=group, area_id=pk) for pk in sorted(wanted - before))
    record("group.serves", group, by=by, area=group.home.code, areas=sorted(wanted))


@transaction.atomic
def change(*, group: Group, name: str, serves: Iterable[Area], decree: str = "", by: Person | None) -> Group:
    """Another name, decree or other villages; the home stays among these. PeopleError for a name that is taken."""
    name, decree = _checked(name), decree.strip()
    Area.objects.select_for_update(no_key=True).get(pk=group.home_id)
    group = Group.objects.select_for_update(no_key=True).select_related("home").get(pk=group.pk)
    if Group.objects.filter(home=group.home_id, name__iexact=name).exclude(pk=group.pk).exists():
        raise PeopleError(_("%(area)s sudah punya %(name)s.") % {"area": group.home.title, "name": name})
    if (group.name, group.decree) != (name, decree):
        group.name, group.decree = name, decree
        group.save(update_fields=["name", "decree"])
        record("group.changed", group, by=by, area=group.home.code)
    _serve(group, serves, by)
    return group


@transaction.atomic
def end(*, group: Group, by: Person | None) -> None:
    """The group is no more, and its members' roles in it end; the row stays. Twice is the same as once."""
    if not Group.objects.current().filter(pk=group.pk).update(valid_until=yesterday()):
        return
    members = Grant.objects.current().filter(group=group).update(valid_until=yesterday())
    record("group.ended", group, by=by, area=group.home.code, members=members)
    group.refresh_from_db(fields=["valid_until"])
