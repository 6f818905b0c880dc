"""What somebody began to say by telephone or e-mail, until it is a voice."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Dialogue(models.Model):
    """We asked something and wait for the answer: one for each address. What was said so far is sealed.

    Of one that became an anonymous voice a row without any of it stays, until the last letter is out: `contact_id` is
    the address that it goes to, and is forgotten with the row.
    """

    channel = models.CharField(max_length=12, db_collation="C")
    address_index = models.BinaryField(null=True)
    sealed = models.BinaryField()
    anonymous = models.BooleanField(default=False)
    contact_id = models.BigIntegerField(null=True)  # of this dialogue alone; for anonymous ones
    asked = models.PositiveSmallIntegerField(default=0)  # how often we asked for the place
    heard_at = models.DateTimeField(default=timezone.now)  # when they last wrote
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_index"], condition=Q(ended_at=None), name="dialogue_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, address_index__isnull=False)
                | Q(ended_at__isnull=False, address_index=None, sealed=b""),
                name="dialogue_ended_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"dialogue {self.pk}"
