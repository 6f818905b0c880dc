"""Who has no link on this telephone yet asks for it: it goes to their own contact, not to this page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jembatan.people.models import Person
from jembatan.people.permissions import may
from jembatan.people.roles import Permission
from jembatan.voices import paper_links
from jembatan.volunteer.access import private
from jembatan.volunteer.voices.access import link_here
from jembatan.volunteer.waiting import askings_for

MOST = 3  # volunteers whose links were opened on one telephone


def offer(request: HttpRequest) -> dict[str, str | bool]:
    """For the page of tasks: `link` where it is known here, else whether it can be sent."""
    if person := link_here(request):
        return {"link": paper_links.token(person.pk), "sends": False}
    return {"link": "", "sends": bool(_people(request))}


def _people(request: HttpRequest) -> list[Person]:
    """Whose relays were opened here, and who may take down voices."""
    found = Person.objects.filter(pk__in=askings_for(request).values("person"), is_active=True)
    return [one for one in found.order_by("pk")[:MOST] if may(one, Permission.TAKE_DOWN_VOICES)]


@require_POST
def send_link(request: HttpRequest) -> HttpResponse:
    for person in _people(request):
        paper_links.send(to=person)
    messages.success(request, _("Tautannya kami kirim ke kontak Anda. Buka dari sana."))
    return private(redirect("volunteer:overview"))
