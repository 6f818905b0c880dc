"""What every template knows: whose site this is, who is signed in, and the page in the other language."""

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {}
