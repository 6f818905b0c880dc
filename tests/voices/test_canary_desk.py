"""Hidden means hidden in the workroom too: every page of it, asked for by each role, knows only what is theirs."""

import pytest
from django.test import Client

from jembatan.people.models import Person
from jembatan.people.roles import Role
from jembatan.voices.models import Voice
from tests import factories
from tests.voices import doors
from tests.voices.canaries import Cage, Canary
from tests.voices.leaking import filled, leaks, opened

pytestmark = pytest.mark.django_db
# What somebody who may not handle a voice sees of it on purpose: the second person its code and the reason, the head
# of an area the codes of what is late there, save of confidential ones and those about officials.
ON_PURPOSE = {
    "/meja/suara/identitas/": ({"code", "reason of an unsealing"}, ("reviewer", "admin")),
    "/meja/pimpinan/": ({"code"}, ("executive", "admin", "coordinator", "coordinator next door")),
}
NEVER = ("confidential", "about an official")


def on_purpose(address: str, who: str, cage: Cage) -> list[Canary]:
    closed = [cage.voices[how] for how in NEVER]
    return [
        one
        for start, (fields, people) in ON_PURPOSE.items()
        if address.startswith(start) and who in people
        for one in cage.canaries
        if one.field in fields and one.voice not in closed
    ]


def people(cage: Cage) -> dict[str, Person]:
    """One of each role, and those who look after another place or office."""
    home = cage.home
    return {
        "coordinator": home.dewi,
        "reviewer": home.rina,
        "officer": home.budi,
        "officer of another office": home.hana,
        "inspectorate": home.ibu,
        "coordinator next door": factories.person(Role.COORDINATOR, "16.06.02"),
        "admin": factories.person(Role.ADMIN),
        "editor": factories.person(Role.EDITOR),
        "executive": factories.person(Role.EXECUTIVE),
        "volunteer": factories.volunteer(factories.group("16.06.01.2002")),
        "nobody": factories.person(),
    }


@pytest.mark.parametrize(
    "who",
    ["coordinator", "reviewer", "officer", "officer of another office", "inspectorate", "coordinator next door",
     "admin", "editor", "executive", "volunteer", "nobody"],
)  # fmt: skip
def test_no_page_of_the_desk_leaks_to_who_may_not_see_it(cage, who):
    """Who handles a voice reads what was said; who it was is nobody's, and names of colleagues are theirs to know."""
    person = people(cage)[who]
    client = Client()
    client.force_login(person)
    theirs = set(Voice.objects.visible_to(person).values_list("pk", flat=True))
    kept = [one for one in cage.canaries if one.voice and (one.sealed or one.voice.pk not in theirs)]

    found = [
        leak
        for template in doors.DESK
        for address, code in filled(template, cage)
        for leak in leaks(
            opened(client, address), [one for one in kept if one not in on_purpose(address, who, cage)], address, code
        )
    ]

    assert found == []
