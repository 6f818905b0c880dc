"""Parts of addresses: the query of a list's next page."""

from django.http import QueryDict


def following(**query: str) -> str:
    """The query of the next page, which begins after the first of these values; nothing where that is empty."""
    if not next(iter(query.values())):
        return ""
    wanted = QueryDict(mutable=True)
    wanted.update({name: value for name, value in query.items() if value})
    return f"?{wanted.urlencode()}"
