"""111 invented KIM groups spread over the villages, and a penghubung desa in some villages without one."""

from random import Random

from jembatan.areas.models import Area
from jembatan.demo.corpus import words
from jembatan.demo.staff import SEED, contacts, name, person
from jembatan.people.models import Grant, Group, Person, Service
from jembatan.people.roles import Role

GROUPS = 111
LIAISONS = 70


def invent(root: Area) -> None:
    random = Random(f"{SEED}:groups")
    villages = list(Area.objects.current().under(root.code).villages().order_by("code"))
    homes = sorted(random.sample(villages, GROUPS), key=lambda village: village.code)
    members = [one for village in homes for one in _group(village, random)]
    without = [village for village in villages if village not in homes]
    members += [_liaison(village, random) for village in sorted(random.sample(without, LIAISONS), key=lambda v: v.code)]
    contacts(members, [random.random() < 0.8 for _member in members])


def _group(village: Area, random: Random) -> list[Person]:
    """A group with a chair and two to five volunteers; the chair and one of them are on duty."""
    word = random.choice(words()["group_names"])
    group = Group.objects.create(name=f"KIM {word} {village.name}", home=village, invented=True)
    Service.objects.create(group=group, area=village)
    people = [person(name(random)) for _one in range(random.randint(3, 6))]
    Grant.objects.bulk_create(
        Grant(
            person=one,
            role=Role.VOLUNTEER if place else Role.CHAIR,
            area=village,
            group=group,
            on_duty=place < 2,
        )
        for place, one in enumerate(people)
    )
    return people


def _liaison(village: Area, random: Random) -> Person:
    one = person(name(random))
    Grant.objects.create(person=one, role=Role.VOLUNTEER, area=village, on_duty=True)
    return one
