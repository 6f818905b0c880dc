"""Parts of addresses: the query of a list's next page, and the code of an area."""

from django.http import QueryDict


def following(**query: str) -> str:
    """The query of the next page, which begins after the first of these values; nothing where that is empty."""
    if not next(iter(query.values())):
        return ""
    wanted = QueryDict(mutable=True)
    wanted.update({name: value for name, value in query.items() if value})
    return f"?{wanted.urlencode()}"


AREA_CODE = (
    r"0|[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?"  # `0`, `16`, `16.06`, `16.06.01`, `16.06.01.2001`
)
