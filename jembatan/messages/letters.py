"""What is said to whom: a draft is the words, a letter is the words with an address on it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer in settings.MESSAGE_WRITERS returns for one recipient.

    `text` is plain; `html` may be empty, then channels that want some make it of the text; `link` is absolute.
    """

    subject: str
    text: str
    html: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft to one address. `key` stays the same however often the delivery is tried in this round."""

    delivery_id: int
    key: str
    address: str  # empty where the channel has none
    draft: Draft
    leave: str = ""  # absolute URL where one tap ends this contact
