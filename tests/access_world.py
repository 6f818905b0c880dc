"""A small world with one person for every role, and one of each thing that an address can name."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from jembatan.areas.models import Area, Holiday
from jembatan.messages.models import Dispatch
from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.relays import links, questions
from jembatan.relays.models import Relay
from jembatan.releases.models import Campaign, Release
from jembatan.voices import limits, paper_links
from tests import access_voices, factories

NOBODY = "anonymous"


@dataclass
class World:
    """`people` by name; `things` are what the arguments of an address are filled with."""

    people: dict[str, Person | None] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def build() -> World:
    """Two districts. Office A wrote a draft and a published release; both districts have a relay of it."""
    world = World()
    root = factories.regency()
    ours, others = factories.office("Dinas A"), factories.office("Dinas B")
    group = factories.group("16.06.01.2001")
    chair = factories.volunteer(group, name="chair", phone="0812-3456-7890")
    liaison = factories.person(Role.VOLUNTEER, "16.06.02.2001", name="liaison", on_duty=True)
    world.people = {
        "admin": factories.person(Role.ADMIN),
        "editor": factories.person(Role.EDITOR),
        "office": factories.person(Role.EDITOR, office=ours),
        "other": factories.person(Role.EDITOR, office=others),
        "reviewer": factories.person(Role.REVIEWER),
        "coordinator": factories.person(Role.COORDINATOR, "16.06.01"),
        "neighbour": factories.person(Role.COORDINATOR, "16.06.02"),
        "chair": chair,
        "liaison": liaison,
        "officer": factories.person(Role.OFFICER, office=ours),
        "executive": factories.person(Role.EXECUTIVE),
        "stranger": factories.person(),
        NOBODY: None,
    }
    writer = world.people["office"]
    draft = factories.release(writer)
    release = factories.published(writer)
    Release.objects.update(office=ours)
    here, there = (Relay.objects.get(code=code) for code in ("16.06.01.2001", "16.06.02.2001"))
    world.things = {
        "root": root,
        "draft": draft,
        "release": release,
        "here": here,
        "there": there,
        "village here": here.area,
        "village there": there.area,
        "group": group,
        "office": ours,
        "chair": chair,
        "member": chair.grants.get(),
        "liaison": liaison.grants.get(),
        "nobody's list": "tidak-ada",
        "code here": "16.06.01.2002",
        "code there": "16.06.02.2002",
        "district here": "16.06.01",
        "district there": "16.06.02",
        "campaign": Campaign.objects.create(
            name="Pemilihan", area=root, first_day=date(2040, 1, 1), last_day=date(2040, 2, 1)
        ),
        "holiday": Holiday.objects.create(date=date(2040, 1, 2), kind="national", name="Libur", source="SKB"),
        "first day": _planned_limits(root),
        "question": questions.ask_question(relay=here, by=chair, text="Apakah gratis?"),
        "token": links.token(here.pk, chair.pk),
        "slip": paper_links.token(chair.pk),
        "share": links.share_code(here.pk),
        "dispatch": Dispatch.objects.get(subject_id=release.pk),
        "letter": 1,
    }
    world.things |= access_voices.things(world.people, here.area, ours)
    return world


def _planned_limits(root: Area) -> str:
    limits.plan(area=root, first=date(2040, 1, 1), days=limits.DEFAULTS, by=None)
    return "2040-01-01"


def all_routes() -> set[str]:
    """Every address that the site answers, as `namespace:name`."""
    return set(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> list[str]:
    found: list[str] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.append(f"{prefix}{pattern.name or pattern.pattern}")
        else:
            found += _walk(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))
    return found
