"""A demo in small, and a real person who published a release of their own into it."""

from dataclasses import dataclass

from jembatan.areas.models import Area, Setting
from jembatan.people.models import Group, Person
from jembatan.people.roles import Role
from jembatan.relays.models import Relay
from jembatan.releases.models import Release
from tests import factories

HOME, MIXED = "16.06.01.2001", "16.06.01.2002"


@dataclass
class House:
    demo: Release
    tried: Release  # by somebody real under an invented role
    ours: Release  # by a real editor
    invented: Person  # alone in HOME
    colleague: Person  # invented, with Siti in MIXED
    siti: Person  # real

    def relay(self, code: str) -> Relay:
        return self.ours.relays.get(code=code)


def build() -> House:
    factories.regency()
    Setting.objects.create(area=Area.objects.root(), name="demo", value=True)
    editor = factories.person(Role.EDITOR, name="Penyunting Rekaan")
    invented = factories.volunteer(factories.group(HOME), name="Relawan Rekaan")
    mixed = factories.group(MIXED)
    colleague, siti = factories.volunteer(mixed, name="Rekan Rekaan"), factories.volunteer(mixed, name="Siti Aminah")
    Person.objects.filter(pk__in=[editor.pk, invented.pk, colleague.pk]).update(invented=True)
    Group.objects.filter(home__code=HOME).update(invented=True)
    demo = factories.published(editor, title="Contoh")
    Release.objects.filter(pk=demo.pk).update(invented=True)
    tried = factories.published(editor, title="Percobaan Anda")
    ours = factories.published(factories.person(Role.EDITOR, name="Ratna"), title="Rilis sungguhan")
    return House(demo, tried, ours, invented, colleague, siti)
