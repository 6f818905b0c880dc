"""Sealing who said it, and opening the seal: a reason, a second person, one look, and the reporter sees it."""

import json
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.audit.actions import record
from jembatan.keyring import seal, unseal
from jembatan.people.models import Person
from jembatan.people.permissions import within
from jembatan.people.roles import Permission
from jembatan.voices import telling
from jembatan.voices.models import Handler, Identity, Unsealing, Voice
from jembatan.voices.reporter import Reporter
from jembatan.voices.workflow import Refused

VALID = timedelta(days=3)  # a granted look that nobody took
SHORTEST = 20  # characters of a reason


def seal_reporter(voice: Voice, reporter: Reporter) -> None:
    """Keep who said it, encrypted; nothing when they said nothing of themselves. They are told through a contact."""
    said = {name: value for name, value in asdict(reporter).items() if value}
    if not said:
        return
    Identity.objects.create(voice=voice, sealed=seal(json.dumps(said, ensure_ascii=False)), sealed_on=today())
    if reporter.channel and reporter.address:
        telling.follow_as_reporter(voice, reporter)


@transaction.atomic
def ask(*, voice: Voice, reason: str, by: Person) -> Unsealing:
    """Wish to see who it was. Only who handles the voice, and with a reason that its reporter will read."""
    reason = reason.strip()
    if len(reason) < SHORTEST:
        raise Refused(_("Tuliskan alasan paling sedikit 20 huruf. Pelapor akan membacanya."))
    if not Voice.objects.visible_to(by).filter(pk=voice.pk).exists() or not _sealed(voice):
        raise Refused(_("Laporan ini tidak menyimpan identitas."))
    made, new = Unsealing.objects.get_or_create(voice=voice, asked_by=by, decided_at=None, defaults={"reason": reason})
    if new:
        record("voice.unsealing_asked", voice, by=by, area=voice.area_code, unsealing=made.pk)
    return made


def _sealed(voice: Voice) -> bool:
    return Identity.objects.filter(voice=voice, blanked_on=None).exists()


def decidable(person: Person) -> QuerySet[Unsealing]:
    """What waits for this person as the second one; never their own wish.

    Of a confidential voice only for who is named to it. One about officials is hidden from those who look through
    voices there, so whoever agrees holds no such role.
    """
    mine = within(person, Permission.UNSEAL_VOICES, code="voice__area_code", office="voice__office_id")
    desk = within(person, Permission.VERIFY_VOICES, code="voice__area_code")
    named = Handler.objects.filter(person=person).values("voice_id")
    rows = Unsealing.objects.filter(mine, decided_at=None).exclude(asked_by=person)
    rows = rows.filter(Q(voice__confidential=False) | Q(voice__in=named))
    return rows.exclude(Q(voice__about_official=True, voice__confidential=False) & desk)


@transaction.atomic
def decide(*, unsealing: Unsealing, grant: bool, by: Person) -> Unsealing:
    """The second person agrees or not; never the one who asked."""
    row = Unsealing.objects.select_for_update(of=("self",)).select_related("voice").get(pk=unsealing.pk)
    if row.decided_at is not None:
        raise Refused(_("Permintaan ini sudah diputuskan."))
    if not decidable(by).filter(pk=row.pk).exists():
        raise Refused(_("Yang menyetujui harus orang lain yang berwenang."))
    row.decided_by, row.decided_at, row.granted = by, timezone.now(), grant
    row.expires_at = row.decided_at + VALID if grant else None
    row.save()
    record("voice.unsealing_decided", row.voice, by=by, area=row.voice.area_code, unsealing=row.pk, granted=grant)
    return row


@transaction.atomic
def open_seal(*, unsealing: Unsealing, by: Person) -> dict[str, str]:
    """Who it was: once, for the one who asked, within three days. The reporter is told that it was seen."""
    row = Unsealing.objects.select_for_update(of=("self",)).select_related("voice").get(pk=unsealing.pk)
    if (
        row.asked_by_id != by.pk
        or not row.granted
        or row.opened_at
        or (row.expires_at or timezone.now()) < timezone.now()
    ):
        raise Refused(_("Izin melihat identitas tidak ada atau sudah dipakai."))
    sealed = Identity.objects.get(voice=row.voice, blanked_on=None)
    row.opened_at = timezone.now()
    row.save(update_fields=["opened_at"])
    record("voice.unsealed", row.voice, by=by, area=row.voice.area_code, unsealing=row.pk)
    telling.unsealed(row.voice, row)
    said: dict[str, str] = json.loads(unseal(sealed.sealed))
    return {name: said[name] for name in ("name", "channel", "address") if said.get(name)}
