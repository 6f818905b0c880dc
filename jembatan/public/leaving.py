"""One tap ends a contact: the link in every e-mail, and the one-click POST of mail programs (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jembatan.messages import actions
from jembatan.messages.queries import contact_of_leave_token


@csrf_exempt  # a mail program posts from elsewhere; the token in the address is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Looking asks, pressing ends: so a preview of the link ends nothing."""
    contact = contact_of_leave_token(token)
    if contact is None:
        raise Http404
    if request.method == "POST":
        actions.end(contact=contact, by=contact.recipient.person, because="left")
        contact.refresh_from_db()
    return render(
        request,
        "public/leave.html",
        {"ended": contact.ended_at is not None, "citizen": not contact.recipient.person_id},
    )
