"""Who may hand in voices by machine."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class ApiKey(models.Model):
    """Of a program that may post; only a mark of the key is kept. Reading takes none."""

    name = models.CharField(max_length=80)  # whose it is: "Aplikasi Sekayu"
    mark = models.BinaryField(unique=True)
    made_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="api_key_named"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("made_at")), name="api_key_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name
