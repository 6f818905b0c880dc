"""The one exception of this package."""


class PostgresError(Exception):
    """The embedded server cannot run; the text is one sentence for the operator that says what to do."""
