"""“Saya juga”: somebody wants the same answered. No account; once for each device."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jembatan.areas.clock import today
from jembatan.keyring import mac
from jembatan.voices.models import Support, Voice
from jembatan.voices.workflow import OPEN, Refused


@transaction.atomic
def support(*, voice: Voice, device: str) -> bool:
    """`device`: a random word that the browser keeps. Whether it was the first time. Raises Refused once answered."""
    row = Voice.objects.public().select_for_update(of=("self",)).filter(pk=voice.pk).first()
    if row is None or row.state not in OPEN:
        raise Refused(_("Laporan ini sudah dijawab, jadi dukungan tidak dibuka lagi."))
    mark = mac("support", f"{row.pk}:{device}")
    _row, new = Support.objects.get_or_create(voice=row, mark=mark, defaults={"on": today()})
    if new:
        Voice.objects.filter(pk=row.pk).update(supporters=F("supporters") + 1)
    return new
