"""What waits for this person, on the first page of the workroom."""

from typing import Any

from django.db.models import F

from jembatan.desk.access import StaffRequest
from jembatan.desk.voices.filters import TABS
from jembatan.desk.voices.listing import ROWS, rows_of
from jembatan.voices import calling_back, identity

FEW = 5


def voices(request: StaffRequest) -> dict[str, Any]:
    """The most urgent ones, those assigned to this person first."""
    mine = ROWS.all().visible_to(request.user).filter(state__in=TABS["tindakan"][1])  # type: ignore[attr-defined]
    found = list(mine.order_by(F("due_on").asc(nulls_last=True), "pk")[:FEW])
    found.sort(key=lambda voice: voice.assigned_id != request.user.pk)
    return {"rows": rows_of(found), "calls": calling_back.waiting_for(request.user).exists()}


def unsealings(request: StaffRequest) -> bool:
    """Whether somebody waits for this person to agree."""
    return identity.decidable(request.user).exists()
