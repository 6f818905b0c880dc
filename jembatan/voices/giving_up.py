"""An inbound message that becomes part of a voice gives up whom it came from: to the seal, or to nobody.

The provider's id of a message holds the address too (Telegram's the chat, WhatsApp's the number), so it is hidden;
it still tells when the same message comes again.
"""

from collections.abc import Collection

from jembatan.keyring import mac, unseal
from jembatan.messages.models import Inbound
from jembatan.voices.acting import day_begins

NAMED, ANONYMOUS = "voice:", "anon:"


def hidden(row: Inbound) -> str:
    return mac("inbound", f"{row.channel}:{row.provider_id}").hex()[:40]


def came_before(row: Inbound) -> bool:
    """Whether the same message was given up already: then this one is too."""
    name = hidden(row)
    before = Inbound.objects.filter(channel=row.channel, provider_id__in=[NAMED + name, ANONYMOUS + name])
    if first := before.values_list("provider_id", flat=True).first():
        _blank(row, f"{first}:{row.pk}")
        return True
    return False


def carried(row: Inbound) -> str:
    """What the provider said with it."""
    return unseal(row.raw) if row.raw else ""


def give_up(row: Inbound) -> None:
    _blank(row, NAMED + hidden(row))


def _blank(row: Inbound, provider_id: str) -> None:
    Inbound.objects.filter(pk=row.pk).update(
        address=None, address_index=None, text=None, raw=None, in_reply_to=None, provider_id=provider_id
    )


def forget_who(rows: Collection[int]) -> None:
    """Of what becomes an anonymous voice not even the hour stays; `forgetting` deletes the rows soon after."""
    for row in Inbound.objects.filter(pk__in=rows):
        row.contact_id, row.at, row.received_at = None, day_begins(), day_begins()
        row.provider_id = ANONYMOUS + row.provider_id.removeprefix(NAMED)
        row.save(update_fields=["contact_id", "at", "received_at", "provider_id"])
