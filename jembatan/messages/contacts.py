"""How one person is reached: shown in part, shown in full with a trace, and changed."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jembatan.audit.actions import record
from jembatan.keyring import unseal
from jembatan.messages import actions
from jembatan.messages.models import INBOX, Contact
from jembatan.people import signin
from jembatan.people.models import Person

NAMES = {
    "email": _("e-mail"),
    "inbox": _("kotak masuk"),
    "phone": _("telepon saja"),
    "whatsapp": "WhatsApp",
    "sms": "SMS",
    "gammu": "SMS",
    "telegram": "Telegram",
}
EMAIL = "email"  # where sign-in links go
REPLACED = "replaced"  # why a contact ended that another one took the place of


@dataclass(frozen=True, slots=True)
class Shown:
    """One way to reach somebody, for a page."""

    channel: str
    address: str
    pk: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        """Of the channel, in words."""
        return str(NAMES.get(self.channel, self.channel))


def _live(people: list[int]) -> list[Contact]:
    rows = Contact.objects.live().filter(recipient__person__in=people).exclude(channel=INBOX)
    return list(rows.select_related("recipient").order_by("position", "pk"))


def masked(people: list[int]) -> dict[int, list[Shown]]:
    """By person, enough of each address to tell one from another. One query."""
    found: dict[int, list[Shown]] = {pk: [] for pk in people}
    for contact in _live(people):
        shown = Shown(contact.channel, mask(unseal(contact.address or b"")), contact.pk)
        found[contact.recipient.person_id or 0].append(shown)
    return found


def mask(address: str) -> str:
    """`0812••••90`, `s••••@contoh.id`."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}••••@{domain}"
    number = national(address)
    return f"{number[:4]}••••{number[-2:]}"


def national(address: str) -> str:
    """`0812…` as people dial it, for `+62812…`; anything else stays."""
    return f"0{address[3:]}" if address.startswith("+62") else address


@transaction.atomic
def show(*, person: Person, by: Person, area: str) -> list[Shown]:
    """The addresses in full. Whoever looks leaves a trace."""
    record("contact.shown", person, by=by, area=area)
    found = [(contact, unseal(contact.address or b"")) for contact in _live([person.pk])]
    return [Shown(contact.channel, national(address), contact.pk) for contact, address in found]


@transaction.atomic
def replace(
    *, person: Person, channel: str, address: str, source: str, by: Person, given_at: datetime | None = None
) -> Contact:
    """Reach the person there from now on, instead of at what they had in this channel. Raises BadAddress."""
    before = [contact for contact in _live([person.pk]) if contact.channel == channel]
    contact = actions.agree(person=person, channel=channel, address=address, source=source, by=by, given_at=given_at)
    if before and before[0].position < contact.position:
        contact.position = before[0].position
        contact.save(update_fields=["position"])
    for old in before:
        if old.pk != contact.pk:
            supersede(contact=old, by=by)
    return contact


def supersede(*, contact: Contact, by: Person) -> None:
    """Another contact takes this one's place. Whoever reads the old mailbox cannot sign in with what was sent there."""
    actions.end(contact=contact, by=by, because=REPLACED)
    if contact.channel == EMAIL and (person := contact.recipient.person):
        signin.revoke(person)
