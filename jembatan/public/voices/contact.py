"""The link in the one message that asks whether somebody wants to hear of a voice."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jembatan.public.voices.quiet import quiet
from jembatan.voices import contacting


@csrf_exempt  # the token in the address is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Looking asks, pressing confirms: a preview of the link confirms nothing."""
    found = contacting.of_token(token)
    if found is None or (request.method == "POST" and not contacting.confirm(follower=found)):
        return quiet(request, "contact_dead", status=410)
    return quiet(request, "contact", {"voice": found.voice, "done": contacting.confirmed(found)})
