"""One-time sign-in links: made for a person, good once, known here only by their hash."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from jembatan.audit.actions import record
from jembatan.people.models import Person, SignInLink

LIFETIME = timedelta(hours=24)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def issue(person: Person, *, next: str = "", lifetime: timedelta = LIFETIME) -> str:
    """Make a link; returns its path `/akun/tautan/<secret>/`. `next` is where it leads after signing in."""
    secret = secrets.token_urlsafe(24)
    SignInLink.objects.create(person=person, digest=_digest(secret), next=next, expires_at=timezone.now() + lifetime)
    return f"/akun/tautan/{secret}/"


def find(secret: str) -> SignInLink | None:
    """The link, if it still works. Looking does not use it up, so a preview of it harms nothing."""
    live = SignInLink.objects.filter(digest=_digest(secret), used_at=None, expires_at__gt=timezone.now())
    return live.select_related("person").filter(person__is_active=True).first()


def revoke(person: Person) -> None:
    """Every link of the person that was not used yet is dead."""
    SignInLink.objects.filter(person=person, used_at=None).update(expires_at=timezone.now())


def forget_expired() -> None:
    """Links that are too old, used or not; who signed in is in the audit log."""
    SignInLink.objects.filter(expires_at__lt=timezone.now()).delete()


@transaction.atomic
def redeem(secret: str) -> SignInLink | None:
    """Use the link up; None when it was used, is too old or unknown. Two at once: one gets it."""
    link = find(secret)
    if link is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now()):
        return None
    record("person.signed_in", link.person, by=link.person, way="link")
    return link
