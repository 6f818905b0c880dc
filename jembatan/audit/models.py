"""Who did what to what. Append-only, without foreign keys: an entry outlives whatever it speaks of."""

from django.db import models
from django.db.models import functions

XACT = functions.Cast(
    functions.Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
)


class Entry(models.Model):
    """One act. Holds ids, never personal data. `seal` is filled later by one sealer that chains the rows."""

    at = models.DateTimeField(db_default=functions.Now(), editable=False)
    actor = models.BigIntegerField(null=True)  # Person id; null is the system itself
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # "release:7"
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    facts = models.JSONField(default=dict)
    transaction = models.BigIntegerField(null=True, db_default=XACT)  # the sealer's horizon
    seal = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="entry_subject"),
            models.Index(fields=["id"], condition=models.Q(seal=None), name="entry_unsealed"),
        ]
