"""What goes wrong on purpose; each is one sentence that a person can act on."""


class BadAddress(ValueError):
    """The address does not fit its channel. The text is translated and may be shown as it is."""


class Busy(Exception):
    """So many were asked and said nothing that nobody else is asked for a while."""


class Forged(Exception):
    """A call that claims to be from a provider and cannot prove it."""


class Garbled(ValueError):
    """A call of a provider that cannot be read."""


class IncompleteChannel(Exception):
    """A folder under `channels/` lacks something that every channel has."""
