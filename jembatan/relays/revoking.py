"""Taking a personal link away: it was passed on, or its person should not carry this release any more."""

from django.db import transaction
from django.utils import timezone

from jembatan.audit.actions import record
from jembatan.people.models import Person
from jembatan.relays.models import Asking


@transaction.atomic
def revoke_link(*, asking: Asking, by: Person) -> bool:
    """The link does nothing from now on, and the person is not asked for this relay again. False: it was so already.

    What the person told before stays in the history; messages that have not gone out yet are left unsaid.
    """
    if not Asking.objects.filter(pk=asking.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    record("relay.link_revoked", asking.relay, by=by, area=asking.relay.code, person=asking.person_id)
    return True
