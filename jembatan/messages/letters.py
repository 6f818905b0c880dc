"""What is said to whom: a draft is the words, a letter is the words with an address on it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer in settings.MESSAGE_WRITERS returns for one recipient.

    `text` is plain; `html` may be empty, then channels that want some make it of the text; `link` is absolute.
    `brief` is for channels that count characters; `buttons` are answers that a tap gives, payload and words each;
    `template` names the words that a provider wants to have approved, with what fills their gaps.
    """

    subject: str
    text: str
    html: str = ""
    link: str = ""
    brief: str = ""  # plain, with the link in it; empty: `subject` and `link`
    buttons: tuple[tuple[str, str], ...] = ()
    template: str = ""
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft to one address. `key` stays the same however often the delivery is tried in this round."""

    delivery_id: int
    key: str
    address: str  # empty where the channel has none
    draft: Draft
    leave: str = ""  # absolute URL where one tap ends this contact
    heard_at: datetime | None = None  # when they last wrote to us there
