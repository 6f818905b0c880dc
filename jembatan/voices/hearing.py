"""What nobody else took of what came in: it is a voice, or about one. The last of settings.INBOUND_TAKERS.

By telephone and e-mail people say it in their own words; commands are for whoever knows them.
"""

from django.db import connection
from django.utils import translation

from jembatan.keyring import unseal
from jembatan.messages import addresses
from jembatan.messages.errors import BadAddress
from jembatan.messages.inbound import Message
from jembatan.messages.models import Inbound
from jembatan.voices import about, dialogues, giving_up, greeting, said, theirs, unfinished
from jembatan.voices.said import Meaning, Read
from jembatan.voices.unfinished import Unfinished

CHANNELS = frozenset({"telegram", "whatsapp", "sms", "gammu", "email"})


def take(message: Message) -> str | None:
    """A Taker. None for what no person wrote: an operator's notice, a button that nobody knows."""
    row = message.row
    if row.channel not in CHANNELS or not _answerable(row) or (row.button and not message.text.strip()):
        return None
    _one_at_a_time(row)
    if giving_up.came_before(row):
        return ""
    with translation.override("id"):
        return _understood(message, said.own_words(row.channel, message.text).strip())


def _answerable(row: Inbound) -> bool:
    """Not from a short code or a name of an operator."""
    try:
        return row.address is not None and bool(addresses.normalise(row.channel, unseal(row.address)))
    except BadAddress:
        return False


def _one_at_a_time(row: Inbound) -> None:
    """Two messages of one address wait for each other: the second may answer what we asked about the first."""
    with connection.cursor() as cursor:
        number = int.from_bytes(bytes(row.address_index or b"")[:8], signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _understood(message: Message, text: str) -> str:
    row, read = message.row, said.read(text)
    waiting = unfinished.waiting(row)
    if read.meaning == Meaning.TRACK:
        return about.track(row, read.text)
    if read.meaning == Meaning.ANONYMOUS:
        return dialogues.anonymous(waiting, message, read.text)
    if voice := theirs.meant(row, text):
        return about.add(row, voice, text)
    return _going_on(waiting, message, read) if waiting else _beginning(message, read)


def _going_on(waiting: Unfinished, message: Message, read: Read) -> str:
    """Thanks answer nothing, unless it is the "ya" that we asked for."""
    if read.meaning == Meaning.DROP:
        return dialogues.drop(waiting, message.row)
    small = read.meaning in (Meaning.POLITE, Meaning.GREETING)
    if read.meaning == Meaning.VOICE or (small and dialogues.is_answer(waiting, read.text)):
        return dialogues.go_on(waiting, message, read.text)
    return greeting.answer(message, read.meaning)


def _beginning(message: Message, read: Read) -> str:
    if read.meaning == Meaning.VOICE:
        return dialogues.start(message, read.text)
    return greeting.answer(message, read.meaning)
