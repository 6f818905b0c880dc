"""What we say back in the same chat. About a voice, sealed in the ledger too: a secret, or that there is one."""

import json
from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jembatan.keyring import seal, unseal
from jembatan.messages.actions import open_dispatch
from jembatan.messages.letters import Draft
from jembatan.messages.models import Contact, Dispatch, Inbound, Recipient
from jembatan.voices import codes
from jembatan.voices.models import Voice

KIND = "voice_said"


def say(text: str, *, contact: Contact, key: str, voice: Voice | None = None, brief: str = "") -> None:
    """`voice`: what they may quote. None for an anonymous one, which nothing may lead to."""
    sealed = seal(json.dumps({"text": text, "brief": brief or text}))
    open_dispatch(
        key=f"{KIND}:{key}", kind=KIND, subject_id=voice.pk if voice else None, urgent=True,
        recipient_ids=[contact.recipient_id], only_contact_id=contact.pk, payload={"sealed": sealed.decode()},
    )  # fmt: skip


def write(dispatch: Dispatch, recipients: Sequence[Recipient]) -> dict[int, Draft | None]:
    """A writer. What retention blanked is not said any more."""
    sealed = (dispatch.payload or {}).get("sealed", "")
    said = json.loads(unseal(sealed.encode())) if sealed else None
    draft = Draft(subject=said["text"].split("\n")[0][:80], **said) if said else None
    return {one.pk: draft for one in recipients}


def throwaway(row: Inbound) -> Contact:
    """For an anonymous dialogue alone: no other contact of theirs may tell that there was one."""
    recipient = Recipient.objects.create()
    return Contact.objects.create(
        recipient=recipient, channel=row.channel, address=row.address, address_index=row.address_index, heard_at=row.at
    )


def received(voice: Voice, secret: str, *, attached: bool) -> tuple[str, str]:
    """What somebody keeps, whole and for channels that count characters."""
    link = codes.follow_url(voice.code, secret)
    lines = [
        _("Terima kasih, laporan Anda sudah kami terima."),
        _("Kode: %(code)s") % {"code": codes.spaced(voice.code)} + "\n"
        + _("Kata rahasia: %(secret)s") % {"secret": codes.spaced(secret)} + "\n"
        + _place(voice),
        _deadline(voice),
        _("Ikuti di sini, dan jangan bagikan tautan ini: %(link)s") % {"link": link},
        *_how_on(voice),
        *([_("Foto atau berkas tidak ikut lewat sini. Tambahkan lewat tautan di atas.")] if attached else []),
    ]  # fmt: skip
    brief = _("Laporan diterima. Kode %(code)s, rahasia %(secret)s. %(deadline)s %(link)s") % {
        "code": codes.spaced(voice.code), "secret": codes.spaced(secret), "deadline": _deadline(voice),
        "link": f"{settings.BASE_URL}/suara/lacak/",
    }  # fmt: skip
    return "\n\n".join(filter(None, lines)), brief


def _place(voice: Voice) -> str:
    if voice.area.parent_id is None:
        return _("Tempat: belum jelas, akan kami tanyakan")
    above = f", {voice.area.parent.title}" if voice.area.parent else ""
    return _("Tempat: %(place)s") % {"place": f"{voice.area.title}{above}"}


def _deadline(voice: Voice) -> str:
    if voice.due_on is None or voice.answer_due_on is None:
        return _("Kami periksa dulu.")
    days = {"first": date_format(voice.due_on, "j F Y"), "answer": date_format(voice.answer_due_on, "j F Y")}
    return (
        _("Kami sampaikan ke kantor yang berwenang paling lambat %(first)s, dijawab paling lambat %(answer)s.") % days
    )


def _how_on(voice: Voice) -> list[str]:
    if voice.anonymous:
        return [_("Anda tidak akan kami kabari, dan alamat ini kami hapus. Simpan kode dan kata rahasianya.")]
    return [_("Jawabannya datang ke sini. Untuk menambah keterangan, tulis kodenya di depan.")]


def standing(voice: Voice) -> str:
    """Where it stands, for whoever may know."""
    who = f" ({voice.office.name})" if voice.office else ""
    lines = [f"{codes.spaced(voice.code)}: {voice.get_state_display()}{who}."]
    if voice.due_on:
        lines.append(_("Batas waktu berikutnya: %(day)s.") % {"day": date_format(voice.due_on, "j F Y")})
    lines.append(_("Selengkapnya: %(link)s") % {"link": f"{settings.BASE_URL}/suara/lacak/"})
    return "\n".join(lines)
