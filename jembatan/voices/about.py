"""Messages about a voice that is there already: more of it, or the question where it stands."""

from django.conf import settings
from django.utils.translation import gettext as _

from jembatan.messages import joining
from jembatan.messages.models import Inbound
from jembatan.voices import codes, giving_up, reporting, telling_back, theirs
from jembatan.voices.models import Voice
from jembatan.voices.workflow import Refused


def add(row: Inbound, voice: Voice, text: str) -> str:
    """More about one of theirs."""
    contact = theirs.contact_of(voice, row)
    try:
        reporting.tell(voice=voice, text=theirs.without_code(text, voice.code))
        words = _("Tambahan Anda untuk laporan %(code)s sudah kami terima.") % {"code": codes.spaced(voice.code)}
    except Refused as refused:
        words = f"{refused} {_link()}"
    giving_up.give_up(row)
    row.contact_id = contact.pk if contact else None
    if contact:
        telling_back.say(words, contact=contact, key=str(row.pk), voice=voice)
    return ""


def track(row: Inbound, text: str) -> str:
    """Whoever's it is, whoever has the secret; of others only what everybody may see."""
    wanted = theirs.codes_in(text)
    mine = theirs.of_address(row).filter(code__in=wanted).first()
    if mine and (contact := theirs.contact_of(mine, row)):
        row.contact_id = contact.pk
        telling_back.say(telling_back.standing(mine), contact=contact, key=str(row.pk), voice=mine)
        return ""
    public = Voice.objects.public().select_related("office").filter(code__in=wanted)
    if found := _by_secret(text) or public.first():
        return joining.answer(row, telling_back.standing(found))
    words = _("Kode itu tidak kami temukan. Tulis LACAK, kode, lalu kata rahasianya; atau buka %(link)s")
    return joining.answer(row, words % {"link": _link()})


def _by_secret(text: str) -> Voice | None:
    """A code and a secret, however they are spaced."""
    letters = codes.tidy(text)
    whole = codes.CODE + codes.SECRET
    return reporting.find(letters[: codes.CODE], letters[codes.CODE :]) if len(letters) == whole else None


def _link() -> str:
    return f"{settings.BASE_URL}/suara/lacak/"
