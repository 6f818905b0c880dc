"""Rows with a name. A test says what matters to it; everything else has a plain value."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from jembatan.areas.clock import today
from jembatan.areas.models import Area, Holiday, HolidayKind, Kind, level_of
from jembatan.people.models import Grant, Group, Office, Person, Service
from jembatan.people.roles import Role
from jembatan.releases.actions import Content, draft
from jembatan.releases.models import Release

_KINDS = {0: Kind.NATION, 1: Kind.PROVINCE, 2: Kind.REGENCY, 3: Kind.DISTRICT, 4: Kind.DESA}


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Orang {n}")
    email = factory.Sequence(lambda n: f"orang{n}@contoh.id")
    password = "!"


def area(code: str, name: str = "", parent: Area | None = None) -> Area:
    """An area by its code; its kind follows from the code's length."""
    level = level_of(code)
    name = name or f"Wilayah {code}"
    return Area.objects.create(code=code, level=level, kind=_KINDS[level], name=name, official_name=name, parent=parent)


def regency(villages: dict[str, list[str]] | None = None, code: str = "16.06") -> Area:
    """A small regency: two districts with three villages each, or what `villages` says (district → villages' ends)."""
    root = area(code, "Kabupaten Contoh")
    for end, ends in (villages or {"01": ["2001", "2002", "2003"], "02": ["2001", "2002", "2003"]}).items():
        district = area(f"{code}.{end}", f"Kecamatan {end}", root)
        for last in ends:
            area(f"{district.code}.{last}", f"Desa {end}-{last}", district)
    return root


def holidays_known() -> None:
    """Cuti bersama of this year and the next, so that nobody is warned, whenever the test runs."""
    for year in (today().year, today().year + 1):
        Holiday.objects.create(date=date(year, 12, 24), kind=HolidayKind.CUTI_BERSAMA, name="Natal", source="SKB")


def get_area(code: str) -> Area:
    return Area.objects.current().get(code=code)


def person(role: Role | None = None, at: str = "16.06", *, name: str = "", **more: Any) -> Person:
    """A person, with one grant where a role is named: `person(Role.EDITOR)`, `person(Role.CHAIR, at=…, group=…)`."""
    made: Person = PersonFactory(**({"name": name} if name else {}))
    if role:
        grant(made, role, at, **more)
    return made


def grant(who: Person, role: Role, at: str, **more: Any) -> Grant:
    return Grant.objects.create(person=who, role=role, area=get_area(at), **more)


def office(name: str = "Dinas Contoh", at: str = "16.06") -> Office:
    return Office.objects.create(name=name, short_name=name, area=get_area(at))


def group(home: str, *also: str, name: str = "") -> Group:
    """A KIM at home in one village, serving it and those named after it."""
    made = Group.objects.create(name=name or f"KIM {home}", home=get_area(home))
    Service.objects.bulk_create(Service(group=made, area=get_area(code)) for code in (home, *also))
    return made


def volunteer(of: Group, *, email: str | None = "", phone: str = "", on_duty: bool = True, name: str = "") -> Person:
    """A member of a group with an e-mail contact (none with `email=None`), and a telephone where given."""
    from jembatan.messages import actions as messages

    who = person(Role.VOLUNTEER, of.home.code, name=name, group=of, on_duty=on_duty)
    if email is not None:
        messages.agree(
            person=who, channel="email", address=email or f"relawan{who.pk}@contoh.id", source="test", by=None
        )
    if phone:
        messages.agree(person=who, channel="phone", address=phone, source="test", by=None)
    return who


def content(**more: Any) -> Content:
    plain: dict[str, Any] = {
        "title": "Posyandu keliling bulan ini",
        "short": "Posyandu keliling datang ke balai desa. Bawa buku KIA.",
        "body": "Posyandu keliling datang ke setiap balai desa.\n\n## Yang dibawa\n\n- Buku KIA\n- Kartu keluarga",
        "targets": ["16.06"],
    }
    return Content(**(plain | more))


def release(by: Person | None = None, **more: Any) -> Release:
    """A draft at the root."""
    return draft(content=content(**more), area=Area.objects.root(), by=by)


def published(by: Person | None = None, **more: Any) -> Release:
    """A published release whose relays have started."""
    from jembatan.relays import publishing

    made: Release = publishing.publish(release=release(by, **more), by=None)
    return made
