"""What somebody has said so far, before it is a voice: sealed, one for each address."""

import json
from dataclasses import dataclass, field, fields
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from jembatan.keyring import mac, seal, unseal
from jembatan.messages.models import Inbound
from jembatan.voices import giving_up
from jembatan.voices.intake import LONGEST
from jembatan.voices.models import Dialogue

KEPT = timedelta(days=3)
MOST_CARRIED = 20_000  # characters of what providers said


@dataclass(slots=True)
class Unfinished:
    """`dialogue` is None until we have to ask something."""

    channel: str
    address: str
    client_id: str  # of the first message: the same one again is the same voice
    name: str = ""  # where we know them
    text: str = ""
    carried: str = ""
    place: str = ""  # in their words
    villages: list[int] = field(default_factory=list)  # that we asked them to choose from
    anonymous: bool = False
    rows: list[int] = field(default_factory=list)  # the messages that it is made of
    dialogue: Dialogue | None = None


def begin(row: Inbound, *, name: str = "", anonymous: bool = False) -> Unfinished:
    made = mac("inbound-voice", f"{row.channel}:{row.provider_id}")
    address = "" if anonymous else unseal(row.address or b"")
    return Unfinished(row.channel, address, str(UUID(bytes=made[:16])), "" if anonymous else name, anonymous=anonymous)


def waiting(row: Inbound) -> Unfinished | None:
    """What this address began and we wait to hear more of. Locked: it may be taken as it is at this moment."""
    open_ones = Dialogue.objects.select_for_update().filter(ended_at=None)
    found = open_ones.filter(channel=row.channel, address_index=row.address_index).first()
    return opened(found) if found else None


def opened(dialogue: Dialogue) -> Unfinished:
    return Unfinished(**json.loads(unseal(dialogue.sealed)), dialogue=dialogue)


def add(said: Unfinished, row: Inbound, text: str) -> None:
    """One more message: its words are ours from now on, and its row is blanked."""
    said.text = "\n\n".join(filter(None, [said.text, text.strip()]))[:LONGEST]
    said.carried = "\n".join(filter(None, [said.carried, giving_up.carried(row)]))[:MOST_CARRIED]
    said.rows.append(row.pk)
    giving_up.give_up(row)


def keep(said: Unfinished, row: Inbound) -> Dialogue:
    """Until they answer what we ask now."""
    dialogue = said.dialogue or Dialogue(channel=row.channel, address_index=row.address_index)
    facts = {one.name: getattr(said, one.name) for one in fields(said) if one.name != "dialogue"}
    dialogue.sealed, dialogue.anonymous = seal(json.dumps(facts)), said.anonymous
    dialogue.asked, dialogue.heard_at = dialogue.asked + 1, timezone.now()
    dialogue.save()
    said.dialogue = dialogue
    return dialogue


def end(said: Unfinished) -> None:
    """Of an anonymous one a row without anything stays, so that its last address is forgotten."""
    if said.dialogue is None:
        return
    if said.dialogue.contact_id is None:
        said.dialogue.delete()
        return
    said.dialogue.ended_at, said.dialogue.address_index, said.dialogue.sealed = timezone.now(), None, b""
    said.dialogue.save()
