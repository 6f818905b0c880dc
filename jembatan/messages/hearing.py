"""What a channel hears, in one shape whatever provider said it."""

from dataclasses import dataclass, field
from datetime import datetime

from jembatan.messages.workflow import Told


@dataclass(frozen=True, slots=True)
class News:
    """A receipt: what a provider tells about a message that it took."""

    event: str  # the provider's id of this piece of news, or one made of what it says
    provider_id: str  # of the message
    kind: Told
    at: datetime
    detail: str | None = None  # the provider's words, never an address
    raw: str = ""  # this piece alone, where one call speaks of several people; empty: the whole call


@dataclass(frozen=True, slots=True)
class Said:
    """A message that a person sent us."""

    address: str  # as the provider writes it
    text: str
    provider_id: str
    at: datetime
    button: str = ""  # the payload of a button that they pressed
    in_reply_to: str | None = None  # provider id of the message that it quotes or whose button it is
    raw: str = ""  # this message alone, where one call speaks of several people; empty: the whole call


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one call of a provider says. `raw` is kept, sealed, so that unknown words stay visible."""

    news: list[News] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    raw: str = ""
    answer: str = ""  # what the provider wants to read back
