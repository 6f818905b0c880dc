"""The one exception of this app."""


class AreaError(Exception):
    """What was asked for cannot be done; the text is one sentence for the operator that says what to do."""
