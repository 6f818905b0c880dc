"""What a worker holds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery that this worker holds."""

    id: int
    dispatch_id: int
    recipient_id: int
    contact_id: int
    attempts: int
    round: int
    letter: int = 0  # the first delivery of the bundle that it went out with, where that letter may have arrived

    @property
    def key(self) -> str:
        """The same for every try of this round; the idempotency key, and the root of the Message-ID."""
        return f"{self.letter or self.id}.{self.round}"


Unit = list[Held]  # what one letter says: several of one recipient in a bundle, else one
