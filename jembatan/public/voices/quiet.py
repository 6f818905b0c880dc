"""Pages that are one person's: nobody keeps a copy, nobody finds them, and no other address learns of theirs."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jembatan.public.page import page


def silent(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def quiet(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    return silent(page(request, f"public/voices/{template}.html", context, status=status))
