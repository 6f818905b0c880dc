"""Where a row of a list says that its person can be reached."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from jembatan.messages import addresses, numbers
from jembatan.messages.errors import BadAddress
from jembatan.people.lists import Row

EMAIL = "email"
LABELS = {
    EMAIL: gettext_lazy("email"),
    addresses.PHONE: gettext_lazy("telepon"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "sms": gettext_lazy("SMS"),
    "gammu": gettext_lazy("SMS"),
}


@dataclass(slots=True)
class Given:
    """The addresses of one row, as we write them."""

    normal: dict[str, str] = field(default_factory=dict)  # by channel, the preferred first
    indexes: dict[str, bytes] = field(default_factory=dict)
    fault: str = ""
    unset: list[str] = field(default_factory=list)  # what the number should be used for, and is not set up here


def given(row: Row) -> Given:
    """With the fault where one of them is none."""
    found = Given()
    wanted = {said: numbers.channel(said) for said in (row.through or ()) if row.phone}
    found.unset = [str(LABELS[said]) for said, kind in wanted.items() if kind is None]
    through = [(kind, row.phone) for kind in wanted.values() if kind]
    for channel, text in (*through, (EMAIL, row.email), (addresses.PHONE, row.phone)):
        try:
            if text:
                found.normal[channel] = normal = addresses.normalise(channel, text)
                found.indexes[channel] = addresses.index(channel, normal) or b""
        except BadAddress as wrong:
            found.fault = str(wrong)
    return found
