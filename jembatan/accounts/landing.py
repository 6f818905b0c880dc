"""Where somebody comes out after signing in, and which addresses may be asked for."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from jembatan.people.models import SignInLink
from jembatan.people.permissions import Who, anywhere
from jembatan.people.territory import KIM

_LONGEST = SignInLink._meta.get_field("next").max_length or 0


def landing(person: Who) -> str:
    """Who does the work of a KIM and nothing else goes to their tasks, staff to the workroom, others to the start."""
    permitted = anywhere(person)
    if not permitted:
        return reverse("public:home")
    return reverse("volunteer:overview" if permitted <= KIM else "desk:home")


def safe(address: str) -> str:
    """The path of a page of ours, or nothing."""
    ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and len(address) <= _LONGEST else ""
