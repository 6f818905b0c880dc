"""The states of a delivery as a table. The trigger in migration 0001 holds the same table; a test compares them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    READY = "ready", _("Siap dikirim")
    LEASED = "leased", _("Diambil pengirim")
    SENDING = "sending", _("Sedang dikirim")
    ACCEPTED = "accepted", _("Diterima penyedia")
    DELIVERED = "delivered", _("Sampai di penerima")
    SEEN = "seen", _("Dibuka")
    FAILED = "failed", _("Gagal")
    UNCERTAIN = "uncertain", _("Tidak pasti")
    EXPIRED = "expired", _("Lewat masa berlaku")
    OPTED_OUT = "opted_out", _("Berhenti berlangganan")
    WITHDRAWN = "withdrawn", _("Ditarik")


OPEN = (State.READY, State.LEASED, State.SENDING)
HELD = (State.LEASED, State.SENDING)  # by the worker whose token stands in the row
DEAD = (State.FAILED, State.UNCERTAIN)  # a person has to look at them
NOT_SENT = {State.EXPIRED, State.OPTED_OUT, State.WITHDRAWN}

NEXT: dict[State, set[State]] = {
    # A receipt of an earlier try may come while the next one is waiting: they have it, so it is not sent any more.
    State.READY: {State.LEASED, State.DELIVERED, State.SEEN} | NOT_SENT,
    State.LEASED: {State.READY, State.SENDING, State.DELIVERED, State.SEEN} | NOT_SENT,
    # A receipt may come before our own commit of the acceptance.
    State.SENDING: {State.READY, State.ACCEPTED, State.DELIVERED, State.SEEN, State.FAILED, State.UNCERTAIN} | NOT_SENT,
    State.ACCEPTED: {State.DELIVERED, State.SEEN, State.FAILED},
    State.DELIVERED: {State.SEEN},
    State.SEEN: set(),
    State.FAILED: {State.DELIVERED, State.SEEN},  # a late receipt knows better
    State.UNCERTAIN: {State.ACCEPTED, State.DELIVERED, State.SEEN, State.FAILED},
    State.EXPIRED: set(),
    State.OPTED_OUT: set(),
    State.WITHDRAWN: set(),
}

# Back to READY from these only with a new `round`: the ladder's next contact, or somebody's decision to send again.
AGAIN = {State.ACCEPTED, State.FAILED, State.UNCERTAIN}


class Result(models.TextChoices):
    """What one attempt came to."""

    ACCEPTED = "accepted", _("Diterima penyedia")
    REFUSED = "refused", _("Ditolak")  # never again
    NOT_SENT = "not_sent", _("Belum terkirim")  # again, later
    UNKNOWN = "unknown", _("Tidak diketahui")  # never quietly again


class Fault(models.TextChoices):
    """Whose fault it was that a letter was not sent: the wait before the next try depends on it."""

    UNREACHABLE = "unreachable", _("Penyedia tidak terhubung")  # of the provider: the circuit breaker counts these
    THROTTLED = "throttled", _("Penyedia minta menunggu")  # too many letters: the whole channel waits
    RECIPIENT = "recipient", _("Penerima belum dapat menerima")  # a full mailbox, a telephone that is off


class Told(models.TextChoices):
    """What a receipt tells."""

    DELIVERED = "delivered", _("Sampai")
    SEEN = "seen", _("Dibuka")
    FAILED = "failed", _("Gagal")
    UNKNOWN = "unknown", _("Tidak dikenal")  # a word that the channel does not know; it stays visible in `raw`
