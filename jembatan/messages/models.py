"""Contacts and consent, and the ledger of what is sent to whom: `workflow` has its states, `engine` its moves."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, functions
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jembatan.messages.workflow import DEAD, HELD, Result, State, Told
from jembatan.people.models import Person
from jembatan.people.permissions import Who, grants_for
from jembatan.people.roles import Permission

INBOX = "inbox"
NOW = functions.Now()


class Recipient(models.Model):
    """Who gets messages: a person, or a subscription without one."""

    person = models.OneToOneField(Person, models.CASCADE, null=True, blank=True, related_name="recipient")
    zone = models.CharField(max_length=40, blank=True, db_default="")  # IANA name where they live; empty: the root's
    bundled_at = models.DateTimeField(null=True)  # of the last message of the day
    created_at = models.DateTimeField(db_default=NOW, editable=False)

    def __str__(self) -> str:
        return f"recipient {self.pk}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def live(self) -> Self:
        return self.filter(ended_at=None)


class Contact(models.Model):
    """A channel and an address that somebody agreed to be reached at.

    `address` is sealed with the keyring and `address_index` finds it; both are blanked by retention after the end.
    The in-app inbox has no address. "phone" is a number that the office calls by hand: nothing sends to it.
    """

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=12, db_collation="C")
    address = models.BinaryField(null=True)
    address_index = models.BinaryField(null=True)
    position = models.SmallIntegerField(default=0)  # the smallest is tried first
    verified_at = models.DateTimeField(null=True, blank=True)  # until then only what asks them to confirm goes there
    next_at = models.DateTimeField(null=True)  # nothing is sent there before, in a channel with a pace
    heard_at = models.DateTimeField(null=True)  # when they last wrote to us from there
    created_at = models.DateTimeField(db_default=NOW, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=40, blank=True, default="")

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "channel", "address_index"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="contact_once",
            ),
            models.CheckConstraint(
                condition=Q(channel=INBOX, address=None, address_index=None)
                | (~Q(channel=INBOX) & Q(address__isnull=False, address_index__isnull=False))
                | (~Q(channel=INBOX) & Q(ended_at__isnull=False, address=None)),
                name="contact_live_has_address",
            ),
        ]
        indexes = [
            models.Index(fields=["address_index"], name="contact_address"),
            models.Index(
                fields=["recipient", "position", "id"],
                include=["channel", "verified_at"],
                condition=Q(ended_at=None),
                name="contact_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of recipient {self.recipient_id}"


class Purpose(models.TextChoices):
    RELAY = "relay", _("Meneruskan rilis sebagai relawan")
    NEWS = "news", _("Menerima rilis sebagai warga")
    REPLY = "reply", _("Jawaban atas laporan atau pertanyaan sendiri")


class Consent(models.Model):
    """Somebody agreed, to what, in which wording, when and how; and when they took it back."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.RELAY)
    wording = models.CharField(max_length=40)  # version of the text that was agreed to
    source = models.CharField(max_length=40)  # "form", "import", "web", "telegram" …
    given_at = models.DateTimeField(null=True)  # null until they confirmed it
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by_id = models.BigIntegerField(null=True)  # Person

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "purpose"], condition=Q(withdrawn_at=None), name="consent_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")), name="consent_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of contact {self.contact_id}"


class Subscription(models.Model):
    """A citizen's wish for the releases of an area, good once confirmed. Its recipient has one contact, no person."""

    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="subscriptions", db_index=False)
    code = models.CharField(max_length=13, db_collation="C")  # of the area
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "code"], name="subscription_once")]
        indexes = [
            models.Index(fields=["code"], condition=~Q(confirmed_at=None), name="subscription_area"),
            models.Index(fields=["asked_at"], condition=Q(confirmed_at=None), name="subscription_pending"),
        ]

    def __str__(self) -> str:
        return f"recipient {self.recipient_id} for {self.code}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def visible_to(self, person: Who) -> Self:
        return self._of(person, Permission.SEE_DELIVERIES)

    def decided_by(self, person: Who) -> Self:
        """Whose dead letters this person may send again or take as sent."""
        return self._of(person, Permission.DECIDE_DELIVERIES)

    def _of(self, person: Who, permission: Permission) -> Self:
        """An audience crosses every border: only grants at the root count; with an office, for what it sent."""
        grants = [grant for grant in grants_for(person, permission) if grant.area.parent_id is None]
        offices = {grant.office_id for grant in grants}
        if None in offices:
            return self.all()
        return self.filter(office_id__in=offices) if offices else self.none()

    def current(self) -> Self:
        """Those whose letters may still go out."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=NOW), withdrawn_at=None)


class Dispatch(models.Model):
    """One message to one frozen audience, whatever caused it. `key` makes causing it twice harmless."""

    key = models.CharField(max_length=160, unique=True, db_collation="C")  # "release:7:v1:ask"
    kind = models.CharField(max_length=40, db_collation="C")  # names the writer in settings.MESSAGE_WRITERS
    subject_id = models.BigIntegerField(null=True)  # of whatever the kind speaks of
    office_id = models.BigIntegerField(null=True)  # whose turn it is when offices share a channel
    after_id = models.BigIntegerField(null=True)  # a dispatch that goes first, as long as letters of it are due
    only_contact_id = models.BigIntegerField(null=True)  # to this contact and no other, confirmed or not
    urgent = models.BooleanField(default=False)
    bundle = models.BooleanField(db_default=False)  # one message a day to each recipient, for all of them
    bundle_by = models.DateTimeField(null=True)  # where the next of a recipient's would be later, it goes at once
    again_when_uncertain = models.BooleanField(default=False)  # better twice than not at all
    payload = models.JSONField(null=True, default=dict)  # for the writer; blanked by retention
    audience = models.PositiveIntegerField()  # recipients frozen in the chunks
    excluded = models.PositiveIntegerField(default=0)  # of them, without a contact to send to
    created_at = models.DateTimeField(db_default=NOW, editable=False)
    created_by_id = models.BigIntegerField(null=True)  # Person; null is the system
    expires_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)  # nothing left to send
    totals = models.JSONField(null=True, blank=True)  # recipients by state, when the deliveries are rolled up

    objects = DispatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(excluded__lte=F("audience")), name="dispatch_excluded_in_audience")
        ]
        indexes = [
            models.Index(fields=["-urgent", "id"], condition=Q(finished_at=None), name="dispatch_unfinished"),
            models.Index(fields=["kind", "subject_id"], name="dispatch_subject"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def over(self) -> bool:
        """No letter of it may go out any more: withdrawn, or too late."""
        return self.withdrawn_at is not None or (self.expires_at is not None and self.expires_at <= timezone.now())


class Chunk(models.Model):
    """Up to 5,000 recipients of a dispatch, to be fanned out in one transaction."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="chunks", db_index=False)
    number = models.PositiveIntegerField()
    recipient_ids = ArrayField(models.BigIntegerField())
    expected = models.PositiveIntegerField()
    inserted = models.PositiveIntegerField(null=True)
    excluded = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    alarm = models.CharField(max_length=200, blank=True, default="")  # why it would not close

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "number"], name="chunk_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(expected=F("inserted") + F("excluded")), name="chunk_closes_complete"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, inserted=None, excluded=None)
                | Q(closed_at__isnull=False, inserted__isnull=False, excluded__isnull=False),
                name="chunk_closed_has_counts",
            ),
            models.CheckConstraint(condition=Q(recipient_ids__len=F("expected")), name="chunk_expects_its_ids"),
        ]
        indexes = [models.Index(fields=["dispatch", "number"], condition=Q(closed_at=None), name="chunk_open")]

    def __str__(self) -> str:
        return f"{self.number} of dispatch {self.dispatch_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def send_again(self) -> int:
        """What is failed or uncertain goes out once more; a new round, so with a new key."""
        return self.filter(state__in=DEAD).update(state=State.READY, round=F("round") + 1, ready_at=NOW, reason=None)

    def take_as_sent(self) -> int:
        return self.filter(state=State.UNCERTAIN).update(state=State.ACCEPTED)


class Delivery(models.Model):
    """The ledger row: one dispatch to one recipient.

    Rows come only out of chunks, five thousand at a time, and leave by roll-up: so no foreign key is checked for each
    of them, and none points here. The database lets the state move forward only (migration 0001).
    """

    dispatch = models.ForeignKey(
        Dispatch, models.DO_NOTHING, related_name="deliveries", db_constraint=False, db_index=False
    )
    recipient = models.ForeignKey(
        Recipient, models.DO_NOTHING, related_name="deliveries", db_constraint=False, db_index=False
    )
    contact = models.ForeignKey(
        Contact, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    channel = models.CharField(max_length=12, db_collation="C")  # the contact's
    state = models.CharField(max_length=9, choices=State, db_default=State.READY, db_collation="C")
    state_at = models.DateTimeField(db_default=NOW, editable=False)  # by the steps of the engine, else the trigger
    ready_at = models.DateTimeField(db_default=NOW)  # not to be sent before
    round = models.PositiveSmallIntegerField(db_default=0)  # one more for each deliberate sending again
    attempts = models.PositiveSmallIntegerField(db_default=0)
    token = models.UUIDField(null=True)  # of the worker's batch that holds the row
    lease_until = models.DateTimeField(null=True)
    climb_at = models.DateTimeField(null=True)  # without a receipt until then, the recipient's next contact is tried
    reason = models.CharField(max_length=200, null=True)  # why it is where it is, as the channel said it

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "recipient"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=HELD, token__isnull=False, lease_until__isnull=False)
                | (~Q(state__in=HELD) & Q(token=None, lease_until=None)),
                name="delivery_held_has_token",
            ),
        ]
        indexes = [
            models.Index(
                fields=["dispatch", "channel", "ready_at"], condition=Q(state=State.READY), name="delivery_claim"
            ),
            models.Index(fields=["lease_until"], condition=Q(state__in=HELD), name="delivery_sweep"),
            models.Index(fields=["climb_at"], condition=~Q(climb_at=None), name="delivery_climb"),
            models.Index(fields=["recipient", "-id"], name="delivery_inbox"),
            models.Index(fields=["state", "dispatch", "id"], condition=Q(state__in=DEAD), name="delivery_dead_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} → {self.recipient_id}: {self.state}"


class Gate(models.Model):
    """The way into one channel, shared by all workers: its pace, and the circuit breaker."""

    channel = models.CharField(max_length=12, primary_key=True, db_collation="C")
    next_at = models.DateTimeField(db_default=NOW)  # the first moment that is nobody's yet
    failures = models.PositiveIntegerField(db_default=0)  # letters in a row that the provider did not take
    closed_until = models.DateTimeField(null=True)  # by the breaker
    closed_since = models.DateTimeField(null=True)  # by the breaker, for want of an answer
    told = models.CharField(max_length=200, blank=True, db_default="")  # the provider's last words that were no yes
    cursor = models.CharField(max_length=200, blank=True, db_default="")  # how far what the provider keeps was fetched
    fetched_by = models.UUIDField(null=True)  # the worker that asks the provider; one at a time
    fetched_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.channel


class Attempt(models.Model):
    """One try of a delivery through one contact. Written before the bytes go out, closed when we know."""

    pk = models.CompositePrimaryKey("delivery_id", "number")
    delivery_id = models.BigIntegerField()
    contact_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=12, db_collation="C")
    number = models.PositiveSmallIntegerField()
    token = models.UUIDField()
    started_at = models.DateTimeField(db_default=NOW)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Result, null=True)
    provider_id = models.CharField(max_length=200, null=True, db_collation="C")
    detail = models.CharField(max_length=200, null=True)  # the provider's words, never an address

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=None, ended_at=None) | Q(outcome__isnull=False, ended_at__isnull=False),
                name="attempt_ended_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "provider_id"], condition=~Q(provider_id=None), name="attempt_provider_id")
        ]

    def __str__(self) -> str:
        return f"{self.number} of delivery {self.delivery_id}"


class Receipt(models.Model):
    """What a provider told us later about an attempt. It may come twice, out of order, or before our own commit."""

    channel = models.CharField(max_length=12, db_collation="C")
    event = models.CharField(max_length=240, db_collation="C")  # the provider's id of this piece of news
    provider_id = models.CharField(max_length=200, db_collation="C")  # of the message it speaks of
    kind = models.CharField(max_length=9, choices=Told)
    at = models.DateTimeField()  # when it happened
    received_at = models.DateTimeField(db_default=NOW)
    delivery_id = models.BigIntegerField(null=True)  # null until matched
    detail = models.CharField(max_length=200, null=True)
    raw = models.BinaryField(null=True)  # sealed; blanked by retention

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "event"], name="receipt_once")]
        indexes = [
            models.Index(fields=["channel", "provider_id"], condition=Q(delivery_id=None), name="receipt_unmatched"),
            models.Index(fields=["delivery_id"], condition=~Q(delivery_id=None), name="receipt_delivery"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.provider_id}"


class Inbound(models.Model):
    """One message that came in by a channel. It waits here until an app takes it."""

    channel = models.CharField(max_length=12, db_collation="C")
    provider_id = models.CharField(max_length=200, db_collation="C")
    address = models.BinaryField(null=True)  # sealed
    address_index = models.BinaryField(null=True)
    contact_id = models.BigIntegerField(null=True)  # whose, where we know
    text = models.BinaryField(null=True)  # sealed, and given away with the address when it becomes a voice
    raw = models.BinaryField(null=True)  # sealed
    button = models.CharField(max_length=200, blank=True, db_default="")  # what they pressed
    in_reply_to = models.CharField(max_length=200, null=True, db_collation="C")  # provider id of what it quotes
    at = models.DateTimeField()  # when they sent it
    received_at = models.DateTimeField(db_default=NOW)
    looked_at = models.DateTimeField(null=True)  # by whoever might take it
    taken_by = models.CharField(max_length=20, blank=True, default="")  # the app: "messages", "relays", "voices"
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "provider_id"], name="inbound_once"),
            models.CheckConstraint(
                condition=Q(taken_by="", taken_at=None) | (~Q(taken_by="") & Q(taken_at__isnull=False)),
                name="inbound_taken_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(looked_at=None), name="inbound_new"),
            models.Index(fields=["id"], condition=Q(taken_at=None), name="inbound_waiting"),
            models.Index(fields=["address_index"], name="inbound_address"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.provider_id}"
