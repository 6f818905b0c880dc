"""Who follows an area hears that a voice from there was answered, if everybody may read it: in one message a day."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.areas.settings import ancestors
from jembatan.messages.actions import open_dispatch
from jembatan.messages.letters import Draft
from jembatan.messages.models import Contact, Dispatch, Recipient, Subscription
from jembatan.relays import brief, bundles, wording
from jembatan.voices.models import Shown, Voice

KIND = "voice_area"


def tell(voice: Voice, *, besides: Collection[int] = ()) -> None:
    """Once for each answer; not to those who are told already: `besides`, by whatever contact of theirs."""
    answer = voice.answers.order_by("-pk").values_list("pk", flat=True).first()
    if answer is None or not Voice.objects.public().filter(pk=voice.pk).exists():
        return
    if ids := _followers(voice, besides):
        open_dispatch(
            key=f"{KIND}:{voice.pk}:{answer}", kind=KIND, subject_id=voice.pk, recipient_ids=ids,
            office_id=voice.office_id, bundle=True,
        )  # fmt: skip


def _followers(voice: Voice, besides: Collection[int]) -> list[int]:
    """Of the village and all above it; where only the district is shown, from there on: more would give it away."""
    sure = Contact.objects.live().filter(verified_at__isnull=False)
    told = sure.filter(recipient__in=besides, address_index__isnull=False).values("address_index")
    same = sure.filter(Q(recipient__in=besides) | Q(address_index__in=told)).values("recipient")
    wanted = Subscription.objects.filter(code__in=_codes(voice), confirmed_at__isnull=False)
    rows = wanted.filter(recipient__in=sure.values("recipient")).exclude(recipient__in=same)
    return list(rows.order_by("recipient_id").values_list("recipient_id", flat=True).distinct())


def _codes(voice: Voice) -> list[str]:
    every = ancestors(voice.area_code)
    return every[1:] if voice.shown == Shown.DISTRICT else every


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """A writer. A bundle says all that is due to the recipient now; what is not public any more is left out."""
    others = bundles.together(dispatch, recipients)
    wanted = {dispatch.subject_id or 0}.union(*others.values())
    rows = Voice.objects.public().filter(pk__in=wanted).select_related("area__parent")
    found = {voice.pk: voice for voice in rows}
    with translation.override("id"):
        return {
            one.pk: _draft(found, [dispatch.subject_id or 0, *sorted(others.get(one.pk, ()))]) for one in recipients
        }


def _draft(found: dict[int, Voice], wanted: list[int]) -> Draft | None:
    voices = [found[pk] for pk in wanted if pk in found]
    if not voices or wanted[0] not in found:
        return None
    subject = _("Laporan warga di %(area)s sudah dijawab") % {"area": _place(voices[0]).title}
    if len(voices) > 1:
        subject = _("Ada %(n)s jawaban untuk laporan warga") % {"n": len(voices)}
    link = url(voices[0]) if len(voices) == 1 else f"{settings.BASE_URL}/suara/"
    listed = [f"{_place(voice).title}: {brief.cut(' '.join(voice.text.split()))}\n{url(voice)}" for voice in voices]
    return Draft(
        subject=subject, text="\n\n".join([f"{subject}.", *listed, *wording.signature()]), link=link,
        brief=brief.compose(subject, link),
    )  # fmt: skip


def _place(voice: Voice) -> Area:
    return voice.area.parent if voice.shown == Shown.DISTRICT and voice.area.parent else voice.area


def url(voice: Voice) -> str:
    return f"{settings.BASE_URL}/suara/{voice.code}/"
