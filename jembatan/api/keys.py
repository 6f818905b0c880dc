"""Keys of programs that post: made once, shown once, ended by their number."""

import secrets

from django.db import transaction
from django.utils import timezone

from jembatan.api.models import ApiKey
from jembatan.audit.actions import record
from jembatan.keyring import mac

LENGTH = 24  # bytes


@transaction.atomic
def make(*, name: str) -> tuple[ApiKey, str]:
    """The key itself is nowhere else than in what this gives back."""
    key = secrets.token_urlsafe(LENGTH)
    made = ApiKey.objects.create(name=name.strip()[:80], mark=_mark(key))
    record("api_key.made", made, by=None)
    return made, key


@transaction.atomic
def end(*, key: ApiKey) -> None:
    ended = ApiKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=timezone.now())
    if ended:
        record("api_key.ended", key, by=None)


def find(key: str) -> ApiKey | None:
    return ApiKey.objects.filter(mark=_mark(key), ended_at=None).first()


def _mark(key: str) -> bytes:
    return mac("api-key", key)
