"""What an address asks for: codes in its path, words in its query. A NUL, which PostgreSQL refuses, is in neither."""

from django.http import HttpRequest


class CodeConverter:
    """An area's code in a path."""

    regex = r"[0-9][0-9.]{0,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def words(request: HttpRequest, name: str = "q") -> str:
    """One parameter of the query, on one line; empty when it is missing."""
    return " ".join(request.GET.get(name, "").replace("\0", " ").split())
