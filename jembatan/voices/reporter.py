"""Who said it, as far as they told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reporter:
    """Goes behind the seal. `proven`: they wrote to us from that address, so nobody else typed it."""

    name: str = ""
    channel: str = ""  # where they want to be told: a channel of `messages`, or ""
    address: str = ""
    carried: str = ""  # what the message carried, as the provider gave it
    proven: bool = False
