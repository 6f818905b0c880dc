"""Where a row of a list says that its person can be reached."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from jembatan.messages import addresses
from jembatan.messages.errors import BadAddress
from jembatan.people.lists import Row

EMAIL = "email"
LABELS = {EMAIL: gettext_lazy("email"), addresses.PHONE: gettext_lazy("telepon")}


@dataclass(slots=True)
class Given:
    """The addresses of one row, as we write them."""

    normal: dict[str, str] = field(default_factory=dict)  # by channel
    indexes: dict[str, bytes] = field(default_factory=dict)
    fault: str = ""


def given(row: Row) -> Given:
    """With the fault where one of them is none."""
    found = Given()
    for channel, text in ((EMAIL, row.email), (addresses.PHONE, row.phone)):
        try:
            if text:
                found.normal[channel] = normal = addresses.normalise(channel, text)
                found.indexes[channel] = addresses.index(channel, normal) or b""
        except BadAddress as wrong:
            found.fault = str(wrong)
    return found
