"""A volunteer writes down what somebody says who cannot, with that person's consent."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jembatan.areas.clock import today
from jembatan.areas.models import Area, covers
from jembatan.flooding import too_often
from jembatan.people.models import Grant, Group, Person
from jembatan.people.permissions import grants_for
from jembatan.people.roles import Permission
from jembatan.voices import intake
from jembatan.voices.intake import Down, Received, Said, Taken
from jembatan.voices.models import Paper
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import Refused

OLDEST = timedelta(days=60)  # since it was said
MOST_VILLAGES = 300
MANY = 60  # of one volunteer in a quarter of an hour; what comes above is looked at first


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One slip of paper."""

    text: str
    village: Area
    said_on: date
    consented: bool  # the sentence was read out, and they agreed
    place: str = ""
    about_official: bool = False
    declined: bool = False
    reporter: Reporter = field(default_factory=Reporter)
    photos: tuple[Taken, ...] = ()
    client_id: UUID | None = None
    secret: str = ""


def consent_sentence() -> str:
    """What is read out: version `intake.CONSENT`. Other words need another version there."""
    return _(
        "Saya setuju ucapan saya dicatat dan disampaikan ke kantor yang berwenang. Nama dan kontak saya, bila saya "
        "sebutkan, disimpan tersegel, tidak ditampilkan, dan dihapus %(kept)s setelah laporan selesai. Isinya boleh "
        "ditampilkan kepada umum tanpa nama orang; saya boleh menolaknya, dan boleh menariknya kapan saja."
    ) % {"kept": _kept()}


def _kept() -> str:
    days = settings.KEEP_DAYS["identities"]
    years, rest = divmod(days, 365)
    if years and not rest:
        return ngettext("%(n)s tahun", "%(n)s tahun", years) % {"n": years}
    return ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days}


def take_down(*, told: Told, by: Person) -> Received:
    """The same `client_id` again gives the first one. Raises Refused with a sentence, BadAddress."""
    held = _grants_at(by, told.village)
    if not held:
        raise Refused(_("Desa ini tidak Anda layani. Pilih desa lain."))
    if not told.consented:
        raise Refused(_("Bacakan dulu kalimat persetujuan kepada orangnya."))
    if not today() - OLDEST <= told.said_on <= today():
        raise Refused(_("Tanggalnya paling awal 60 hari lalu dan paling akhir hari ini."))
    group = next((grant.group for grant in held if grant.group_id), None)
    return intake.receive(_said(told, by, group))


def _said(told: Told, by: Person, group: Group | None) -> Said:
    """Who names neither a name nor a contact is anonymous: nothing is kept of them, nothing pushed."""
    return Said(
        text=told.text, area=told.village, place=told.place, channel="paper", about_official=told.about_official,
        declined=told.declined, anonymous=not (told.reporter.name or told.reporter.address), reporter=told.reporter,
        photos=told.photos, paper=Down(by=by, group=group, said_on=told.said_on), client_id=told.client_id,
        secret=told.secret, held=too_often("paper", str(by.pk), MANY),
    )  # fmt: skip


def villages_of(person: Person) -> list[Area]:
    """Where they may: the villages that their groups serve, or those of their area. Districts are loaded."""
    groups, areas = [], []
    for grant in grants_for(person, Permission.TAKE_DOWN_VOICES):
        if grant.group_id:
            groups.append(grant.group_id)
        else:
            areas.append(grant.area.code)
    served = Area.objects.current().villages().filter(services__group__in=groups)
    own = Area.objects.current().villages().under(*areas)
    rows = Area.objects.filter(pk__in=served.values("pk").union(own.values("pk"))).select_related("parent")
    return list(rows.order_by("code")[:MOST_VILLAGES])


def _grants_at(person: Person, village: Area) -> list[Grant]:
    """Their roles that reach this village."""
    held = Grant.objects.filter(pk__in=[grant.pk for grant in grants_for(person, Permission.TAKE_DOWN_VOICES)])
    served = held.filter(group__services__area=village)
    alone = held.filter(group=None).select_related("area")
    return [*served.select_related("group"), *(grant for grant in alone if covers(grant.area.code, village.code))]


def taken_down_by(person: Person) -> QuerySet[Paper]:
    """The latest first; without what was said."""
    rows = Paper.objects.filter(taken_by=person).select_related("voice__area")
    return rows.defer("voice__original", "voice__text", "voice__place").order_by("-pk")
