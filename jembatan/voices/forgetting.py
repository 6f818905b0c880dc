"""What is forgotten of voices, and when: who said it, what was never finished, files that no row names.

How many days stands in settings.KEEP_DAYS. Safe to run anywhere, twice.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from jembatan.areas.clock import today
from jembatan.messages.models import Attempt, Contact, Delivery, Dispatch, Inbound, Receipt
from jembatan.voices import giving_up, taking_in
from jembatan.voices.models import AnswerFile, Dialogue, Follower, Identity, Photo, Voice
from jembatan.voices.workflow import ENDED, State

MANY = 1_000
LAST_LETTER = timedelta(days=3)  # that the last letter to somebody anonymous may take
DAY = timedelta(days=1)
FOLDERS = {"voices": Photo, "answers": AnswerFile}  # in the storage, and whose rows name the files


def run() -> dict[str, int]:
    """Everything whose time is over; how many of each."""
    return {
        "identities": forget_identities(),
        "dialogues": taking_in.finish_old(),
        "anonymous": forget_anonymous(),
        "files": sum(sweep(folder) for folder in FOLDERS),
    }


def forget_identities() -> int:
    """Some time after the end: who said it, and the addresses at which those who followed it were told."""
    over = _over()
    addresses = Contact.objects.filter(address__isnull=False, recipient__person=None)
    of_these = Follower.objects.filter(voice__in=over).values("recipient")
    addresses.filter(recipient__in=of_these, ended_at=None).update(ended_at=timezone.now(), ended_because="identities")
    addresses.filter(recipient__in=of_these).update(address=None, address_index=None)
    return Identity.objects.filter(voice__in=over, blanked_on=None).update(sealed=b"", blanked_on=today())


def _over() -> QuerySet[Voice]:
    """A merged one is over when the one that it went into is: until then it is told of that one's answer."""
    before = today() - timedelta(days=settings.KEEP_DAYS["identities"])
    ended = Q(state__in=ENDED, ended_on__lt=before)
    return Voice.objects.filter(
        ended & (~Q(state=State.MERGED) | Q(merged_into__state__in=ENDED, merged_into__ended_on__lt=before))
    )


def forget_anonymous() -> int:
    """Once the last letter is out: the address that it went to, and the messages that came from there."""
    old = Inbound.objects.filter(provider_id__startswith=giving_up.ANONYMOUS, looked_at__lt=timezone.now() - DAY)
    old.delete()
    return sum(_forget_one(dialogue) for dialogue in Dialogue.objects.filter(ended_at__isnull=False)[:MANY])


@transaction.atomic
def _forget_one(dialogue: Dialogue) -> int:
    letters = Dispatch.objects.filter(only_contact_id=dialogue.contact_id or 0)
    young = dialogue.ended_at and dialogue.ended_at > timezone.now() - LAST_LETTER
    if young and letters.filter(finished_at=None).exists():
        return 0
    sent = list(Delivery.objects.filter(dispatch__in=letters).values_list("pk", flat=True))
    Attempt.objects.filter(delivery_id__in=sent).update(provider_id=None)  # some providers' ids hold the address
    Receipt.objects.filter(delivery_id__in=sent).delete()
    letters.update(payload=None)
    Contact.objects.filter(pk=dialogue.contact_id or 0).update(
        ended_at=timezone.now(), ended_because="anonymous", address=None, address_index=None
    )
    dialogue.delete()
    return 1


def sweep(folder: str) -> int:
    """Files of more than a day that no row names: whoever wrote them was killed before the commit."""
    rows = FOLDERS[folder].objects  # type: ignore[attr-defined]
    gone = 0
    for names in _batches(_old_files(folder)):
        known = set(rows.filter(file__in=names).values_list("file", flat=True))
        for name in set(names) - known:
            default_storage.delete(name)
            gone += 1
    return gone


def _old_files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    before = timezone.now() - DAY
    for file in default_storage.listdir(folder)[1]:
        name = f"{folder}/{file}"
        if default_storage.get_modified_time(name) < before:
            yield name


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while part := list(islice(rest, MANY)):
        yield part
