"""The one exception of this app."""


class PeopleError(Exception):
    """What was asked for cannot be done; the text is one sentence for the person who tried."""
