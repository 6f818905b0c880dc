"""What says nothing yet: a greeting, thanks, a photo without words. One sentence a day on how to tell something."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.messages import joining
from jembatan.messages.inbound import Message
from jembatan.messages.models import Inbound
from jembatan.messages.stopping import FORGEABLE
from jembatan.people.permissions import may
from jembatan.people.roles import Permission
from jembatan.voices import paper_links, telling_back
from jembatan.voices.said import Meaning

QUIET = timedelta(days=1)  # between two answers: it may be a machine


def answer(message: Message, meaning: Meaning) -> str:
    """Who asks for help always gets it; thanks are never answered."""
    if meaning == Meaning.PAPER and _give_paper_link(message):
        return ""
    asked = meaning in (Meaning.HELP, Meaning.PAPER)
    if meaning in (Meaning.POLITE, Meaning.DROP) or (not asked and _spoke_lately(message.row)):
        return ""
    return joining.answer(message.row, _words(meaning) % {"link": f"{settings.BASE_URL}/suara/sampaikan/"})


def _words(meaning: Meaning) -> str:
    if meaning == Meaning.NOTHING:
        return _("Di sini kami hanya dapat membaca tulisan. Tuliskan saja, atau kirim fotonya lewat %(link)s")
    return _(
        "Halo. Tulis saja apa yang ingin Anda sampaikan dan nama desanya: laporan, usul, atau pertanyaan. "
        "LACAK dan kode: melihat sampai di mana. ANONIM di depan: tanpa nama. Atau buka %(link)s"
    )


def _spoke_lately(row: Inbound) -> bool:
    lately = Inbound.objects.filter(address_index=row.address_index, received_at__gt=timezone.now() - QUIET)
    return lately.filter(taken_by="voices").exists()


def _give_paper_link(message: Message) -> bool:
    """A volunteer asks for it on their own telephone; an e-mail could be in their name."""
    contact = message.contact
    person = contact.recipient.person if contact else None
    if contact is None or person is None or message.row.channel in FORGEABLE:
        return False
    if not may(person, Permission.TAKE_DOWN_VOICES):
        return False
    words = _("Catat suara warga di sini: %(link)s") % {"link": paper_links.url(person.pk)}
    telling_back.say(words, contact=contact, key=str(message.row.pk))
    return True
