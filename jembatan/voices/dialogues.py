"""The few sentences until somebody's words are a voice: where it is, and what being anonymous means here."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jembatan.areas.models import Area
from jembatan.messages import joining
from jembatan.messages.inbound import Message
from jembatan.messages.models import Contact, Inbound
from jembatan.voices import giving_up, placing, taking_in, telling_back, unfinished
from jembatan.voices.placing import Found
from jembatan.voices.unfinished import Unfinished

TRIES = 2  # that we ask for the place
AT_ONCE = timedelta(minutes=2)  # who sends several messages in a row tells one thing
LONG = 80  # characters: too long for a place
GO_ON = re.compile(r"\W*(lanjut|ya|iya|y|ok|oke|setuju)\W*", re.IGNORECASE)


def start(message: Message, text: str) -> str:
    """The first words."""
    said = unfinished.begin(message.row, name=_name(message))
    unfinished.add(said, message.row, text)
    return _take_or_ask(said, message.row, placing.in_text(text))


def _name(message: Message) -> str:
    person = message.contact.recipient.person if message.contact else None
    return person.name if person else ""


def anonymous(waiting: Unfinished | None, message: Message, text: str) -> str:
    """The same without a name; with what they said already, if we still wait for more of that."""
    said = unfinished.begin(message.row, anonymous=True)
    if waiting:
        said.text, said.rows = waiting.text, waiting.rows
        unfinished.end(waiting)
    unfinished.add(said, message.row, text)
    return _warn(said, message.row, placing.in_text(said.text))


def is_answer(said: Unfinished, text: str) -> bool:
    return said.anonymous or placing.in_answer(text, said.villages).village is not None


def go_on(said: Unfinished, message: Message, text: str) -> str:
    """What they answer to our question; or something new, then what waited is taken as it is."""
    since = timezone.now() - said.dialogue.heard_at if said.dialogue else timedelta()
    if len(text) > LONG and since > AT_ONCE and not said.anonymous:
        taking_in.finish(said)
        return start(message, text)
    found = _answered(said, text)
    unfinished.add(said, message.row, _rest(said, text, found))
    return _take_or_ask(said, message.row, found)


def _answered(said: Unfinished, text: str) -> Found:
    """Where it is may be clear from the first: then any answer goes on."""
    if not said.text:
        return placing.in_text(text)
    known = placing.in_text(said.text) if said.anonymous else Found()
    return known if known.village else placing.in_answer(text, said.villages)


def _rest(said: Unfinished, text: str, found: Found) -> str:
    """What of an answer belongs to the text: neither "lanjut" nor a place, which is kept as such."""
    if not said.text:
        return text
    if said.anonymous and GO_ON.fullmatch(text):
        return ""
    if found.village is None or len(text) > LONG:
        return text
    said.place = text if placing.more_than_the_village(text, found.village) else ""
    return ""


def _warn(said: Unfinished, row: Inbound, found: Found) -> str:
    """Before a telephone channel takes an anonymous one, it says who sees the number. Nothing is told elsewhere."""
    said.villages = [village.pk for village in found.choices]
    parts = [
        _("Tanpa nama: kami tidak menyimpan nomor atau alamat Anda, tetapi penyedia layanan pesan ini melihatnya."),
        _("Tulis apa yang ingin Anda sampaikan, dengan nama desanya.") if not said.text
        else _("Balas LANJUT untuk menyampaikannya.") if found.village
        else placing.question(found),
        _("Balas BATAL, atau diamkan 3 hari: pesan ini kami hapus."),
    ]  # fmt: skip
    return _say_privately(said, row, "\n".join(parts))


def _say_privately(said: Unfinished, row: Inbound, words: str) -> str:
    dialogue = unfinished.keep(said, row)
    if dialogue.contact_id is None:
        dialogue.contact_id = telling_back.throwaway(row).pk
        dialogue.save(update_fields=["contact_id"])
    giving_up.forget_who(said.rows)
    row.contact_id = None
    telling_back.say(words, contact=Contact.objects.get(pk=dialogue.contact_id), key=str(row.pk))
    return ""


def _take_or_ask(said: Unfinished, row: Inbound, found: Found) -> str:
    asked = said.dialogue.asked if said.dialogue else 0
    if found.village or (asked >= TRIES and said.text):
        taking_in.become(said, found.village or Area.objects.root(), row)
        return ""
    said.villages = [village.pk for village in found.choices]
    if said.anonymous:
        return _say_privately(said, row, placing.question(found))
    unfinished.keep(said, row)
    return joining.answer(row, placing.question(found))


def drop(said: Unfinished, row: Inbound) -> str:
    """They do not want it said."""
    words = _("Baik, pesan Anda kami hapus.")
    giving_up.give_up(row)
    if said.anonymous:
        said.rows.append(row.pk)
        _say_privately(said, row, words)
        unfinished.end(said)
        return ""
    unfinished.end(said)
    return joining.answer(row, words)
