"""The words of a voice's news: its code and what happened, never what it is about. Others may read that telephone."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jembatan.messages.letters import Draft
from jembatan.messages.models import Dispatch, Recipient
from jembatan.voices import telling
from jembatan.voices.models import Follower, Step, Voice
from jembatan.voices.telling import contact_url
from jembatan.voices.workflow import Act

SUBJECTS: dict[str, Any] = {
    Act.ANSWER: lambda code: _("Laporan %(code)s sudah dijawab") % {"code": code},
    Act.ASK: lambda code: _("Petugas bertanya tentang laporan %(code)s") % {"code": code},
    Act.REPLY: lambda code: _("Tanggapan awal untuk laporan %(code)s") % {"code": code},
    "unsealed": lambda code: _("Identitas pelapor %(code)s telah dilihat petugas") % {"code": code},
}


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """The same for everyone, each with the code that they know it by; volunteers read that they took it down."""
    voice = Voice.objects.get(pk=dispatch.subject_id or 0)
    said = dispatch.payload or {}
    step = Step.objects.filter(voice=voice, number=said.get("step") or 0).first()
    subject, known = SUBJECTS.get(said.get("what", ""), _other), _known(voice, recipients)
    drafts: dict[int, Draft | None] = {}
    for one in recipients:
        codes, took = known.get(one.pk, ([voice.code], False))
        drafts[one.pk] = _draft(subject(", ".join(codes)), step, took=took)
    return drafts


def _known(voice: Voice, recipients: Sequence[Recipient]) -> dict[int, tuple[list[str], bool]]:
    """Recipient id → the codes of the voices that they follow, of this one and those merged into it."""
    rows = Follower.objects.filter(voice__in=telling.with_merged(voice), recipient__in=recipients).order_by("pk")
    found: dict[int, tuple[list[str], bool]] = {}
    for recipient, code, why in rows.values_list("recipient_id", "voice__code", "why"):
        codes, took = found.get(recipient, ([], False))
        found[recipient] = ([*codes, code], took or why == Follower.Why.VOLUNTEER)
    return found


def _other(code: str) -> str:
    return _("Ada kabar tentang laporan %(code)s") % {"code": code}


def _draft(subject: str, step: Step | None, *, took: bool) -> Draft:
    link = f"{settings.BASE_URL}/suara/lacak/"
    lines = [subject + "."]
    if step and step.due_on:
        lines.append(_("Batas waktu berikutnya: %(day)s.") % {"day": date_format(step.due_on, "j F Y")})
    lines.append(
        _("Sampaikan kepada warga yang menitipkannya.") if took else _("Buka dengan kode dan kata rahasia Anda:")
    )
    brief = f"{subject}. {link}"
    return Draft(subject=subject, text="\n\n".join([*lines, link]), link=link, brief=brief)


def write_contact(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """Asks whether whoever reads this wants to be told."""
    link = contact_url(str((dispatch.payload or {}).get("token", "")))
    subject = _("Ingin dikabari tentang laporan Anda?")
    text = _("Seseorang meminta kabar ke alamat ini. Jika itu Anda, tekan tautan ini. Jika bukan, abaikan saja.")
    draft = Draft(subject=subject, text=f"{text}\n\n{link}", link=link, brief=f"{subject} {link}")
    return {one.pk: draft for one in recipients}
