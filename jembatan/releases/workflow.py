"""The states of a release, and which may follow which."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class State(models.TextChoices):
    DRAFT = "draft", gettext_lazy("Draf")
    IN_REVIEW = "in_review", gettext_lazy("Ditinjau")
    APPROVED = "approved", gettext_lazy("Disetujui")
    PUBLISHED = "published", gettext_lazy("Terbit")
    WITHDRAWN = "withdrawn", gettext_lazy("Ditarik")


NEXT: dict[str, frozenset[State]] = {
    State.DRAFT: frozenset({State.IN_REVIEW, State.PUBLISHED}),  # straight to published: an urgent alert, or an import
    State.IN_REVIEW: frozenset({State.DRAFT, State.APPROVED, State.PUBLISHED}),
    State.APPROVED: frozenset({State.DRAFT, State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


class Refused(Exception):
    """An act that the rules do not allow; its text is one sentence for the person who tried."""


class EditConflict(Refused):
    """Somebody else saved a newer version in the meantime. `current` is that version's number."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(_("Rilis ini baru saja diubah orang lain. Bandingkan dulu, lalu simpan lagi."))


def check(now: str, wanted: State) -> None:
    """Raise Refused unless `wanted` may follow `now`."""
    if wanted not in NEXT[now]:
        raise Refused(
            _("Rilis berstatus “%(now)s” tidak bisa menjadi “%(wanted)s”.")
            % {"now": State(now).label, "wanted": wanted.label}
        )
