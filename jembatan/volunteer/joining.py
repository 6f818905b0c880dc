"""Offers to get messages on the telephone.

Only for somebody who signed in: whoever says the code gets this person's messages from then on, and a personal link
that was passed on should not lead to that.
"""

from django.http import HttpRequest

from jembatan.messages import offers
from jembatan.messages.models import Recipient
from jembatan.messages.offers import Offer


def offer(request: HttpRequest) -> Offer | None:
    """What this person has no contact for yet; None when nothing is left to offer."""
    if not request.user.is_authenticated:
        return None
    recipient = Recipient.objects.filter(person=request.user, person__askings__isnull=False).first()
    return offers.offer(recipient) if recipient else None
