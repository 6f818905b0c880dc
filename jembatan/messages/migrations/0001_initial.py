import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# The table of `workflow.NEXT` and `workflow.AGAIN`, held by the database.
FORWARD = migrations.RunSQL(
    """
    CREATE FUNCTION jembatan_delivery_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT (CASE OLD.state
            WHEN 'ready' THEN NEW.state IN ('leased', 'expired', 'opted_out', 'withdrawn')
            WHEN 'leased' THEN NEW.state IN ('ready', 'sending', 'expired', 'opted_out', 'withdrawn')
            WHEN 'sending' THEN NEW.state <> 'leased'
            WHEN 'accepted' THEN NEW.state IN ('delivered', 'seen', 'failed')
                                 OR NEW.state = 'ready' AND NEW.round = OLD.round + 1
            WHEN 'delivered' THEN NEW.state = 'seen'
            WHEN 'failed' THEN NEW.state IN ('delivered', 'seen')
                               OR NEW.state = 'ready' AND NEW.round = OLD.round + 1
            WHEN 'uncertain' THEN NEW.state IN ('accepted', 'delivered', 'seen', 'failed')
                                  OR NEW.state = 'ready' AND NEW.round = OLD.round + 1
            ELSE false
        END) THEN
            RAISE EXCEPTION 'delivery % cannot go from % to %', OLD.id, OLD.state, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        NEW.state_at = clock_timestamp();
        RETURN NEW;
    END $$;
    -- The three steps of every letter bring their own moment, and pass without a call of the function.
    CREATE TRIGGER messages_delivery_forward BEFORE UPDATE ON messages_delivery
        FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state AND NOT (
            NEW.state_at > OLD.state_at
            AND (OLD.state, NEW.state) IN (('ready', 'leased'), ('leased', 'sending'), ('sending', 'accepted'))
        )) EXECUTE FUNCTION jembatan_delivery_forward()
    """,
    "DROP TRIGGER messages_delivery_forward ON messages_delivery; DROP FUNCTION jembatan_delivery_forward()",
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "delivery_id", "number", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("delivery_id", models.BigIntegerField()),
                ("contact_id", models.BigIntegerField(null=True)),
                ("channel", models.CharField(db_collation="C", max_length=12)),
                ("number", models.PositiveSmallIntegerField()),
                ("token", models.UUIDField()),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "Diterima penyedia"),
                            ("refused", "Ditolak"),
                            ("not_sent", "Belum terkirim"),
                            ("unknown", "Tidak diketahui"),
                        ],
                        max_length=8,
                        null=True,
                    ),
                ),
                ("provider_id", models.CharField(db_collation="C", max_length=200, null=True)),
                ("detail", models.CharField(max_length=200, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("provider_id", None), _negated=True),
                        fields=["channel", "provider_id"],
                        name="attempt_provider_id",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", None)),
                            models.Q(("ended_at__isnull", False), ("outcome__isnull", False)),
                            _connector="OR",
                        ),
                        name="attempt_ended_has_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_collation="C", max_length=160, unique=True)),
                ("kind", models.CharField(db_collation="C", max_length=40)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("office_id", models.BigIntegerField(null=True)),
                ("urgent", models.BooleanField(default=False)),
                ("again_when_uncertain", models.BooleanField(default=False)),
                ("payload", models.JSONField(default=dict, null=True)),
                ("audience", models.PositiveIntegerField()),
                ("excluded", models.PositiveIntegerField(default=0)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("totals", models.JSONField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)), fields=["-urgent", "id"], name="dispatch_unfinished"
                    ),
                    models.Index(fields=["kind", "subject_id"], name="dispatch_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("excluded__lte", models.F("audience"))),
                        name="dispatch_excluded_in_audience",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inbound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(db_collation="C", max_length=12)),
                ("provider_id", models.CharField(db_collation="C", max_length=200)),
                ("address", models.BinaryField(null=True)),
                ("address_index", models.BinaryField(null=True)),
                ("contact_id", models.BigIntegerField(null=True)),
                ("text", models.BinaryField(null=True)),
                ("raw", models.BinaryField(null=True)),
                ("in_reply_to", models.CharField(db_collation="C", max_length=200, null=True)),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("taken_by", models.CharField(blank=True, default="", max_length=20)),
                ("taken_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("taken_at", None)), fields=["id"], name="inbound_waiting"),
                    models.Index(fields=["address_index"], name="inbound_address"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "provider_id"), name="inbound_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at", None), ("taken_by", "")),
                            models.Q(models.Q(("taken_by", ""), _negated=True), ("taken_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="inbound_taken_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(db_collation="C", max_length=12)),
                ("event", models.CharField(db_collation="C", max_length=240)),
                ("provider_id", models.CharField(db_collation="C", max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("delivered", "Sampai"),
                            ("seen", "Dibuka"),
                            ("failed", "Gagal"),
                            ("unknown", "Tidak dikenal"),
                        ],
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("delivery_id", models.BigIntegerField(null=True)),
                ("detail", models.CharField(max_length=200, null=True)),
                ("raw", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("delivery_id", None)),
                        fields=["channel", "provider_id"],
                        name="receipt_unmatched",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("channel", "event"), name="receipt_once")],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipient",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(db_collation="C", max_length=12)),
                ("address", models.BinaryField(null=True)),
                ("address_index", models.BinaryField(null=True)),
                ("position", models.SmallIntegerField(default=0)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_because", models.CharField(blank=True, default="", max_length=40)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="messages.recipient"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("relay", "Meneruskan rilis sebagai relawan"),
                            ("news", "Menerima rilis sebagai warga"),
                            ("reply", "Jawaban atas laporan atau pertanyaan sendiri"),
                        ],
                        default="relay",
                        max_length=12,
                    ),
                ),
                ("wording", models.CharField(max_length=40)),
                ("source", models.CharField(max_length=40)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="messages.contact"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)), fields=("contact", "purpose"), name="consent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="consent_times_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chunk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "recipient_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("expected", models.PositiveIntegerField()),
                ("inserted", models.PositiveIntegerField(null=True)),
                ("excluded", models.PositiveIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("alarm", models.CharField(blank=True, default="", max_length=200)),
                (
                    "dispatch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chunks",
                        to="messages.dispatch",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)), fields=["dispatch", "number"], name="chunk_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("dispatch", "number"), name="chunk_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None),
                            (
                                "expected",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("inserted"), "+", models.F("excluded")
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="chunk_closes_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("excluded", None), ("inserted", None)),
                            models.Q(
                                ("closed_at__isnull", False), ("excluded__isnull", False), ("inserted__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="chunk_closed_has_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recipient_ids__len", models.F("expected"))), name="chunk_expects_its_ids"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(db_collation="C", max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Siap dikirim"),
                            ("leased", "Diambil pengirim"),
                            ("sending", "Sedang dikirim"),
                            ("accepted", "Diterima penyedia"),
                            ("delivered", "Sampai di penerima"),
                            ("seen", "Dibuka"),
                            ("failed", "Gagal"),
                            ("uncertain", "Tidak pasti"),
                            ("expired", "Lewat masa berlaku"),
                            ("opted_out", "Berhenti berlangganan"),
                            ("withdrawn", "Ditarik"),
                        ],
                        db_collation="C",
                        db_default="ready",
                        max_length=9,
                    ),
                ),
                (
                    "state_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("ready_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("round", models.PositiveSmallIntegerField(db_default=0)),
                ("attempts", models.PositiveSmallIntegerField(db_default=0)),
                ("token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("reason", models.CharField(max_length=200, null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="messages.contact",
                    ),
                ),
                (
                    "dispatch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="deliveries",
                        to="messages.dispatch",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="deliveries",
                        to="messages.recipient",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ready")),
                        fields=["dispatch", "channel", "ready_at"],
                        name="delivery_claim",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("leased", "sending"))),
                        fields=["lease_until"],
                        name="delivery_sweep",
                    ),
                    models.Index(fields=["recipient", "-id"], name="delivery_inbox"),
                    models.Index(
                        condition=models.Q(("state__in", ("failed", "uncertain"))),
                        fields=["state", "dispatch", "id"],
                        name="delivery_dead_letter",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("dispatch", "recipient"), name="delivery_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "ready",
                                    "leased",
                                    "sending",
                                    "accepted",
                                    "delivered",
                                    "seen",
                                    "failed",
                                    "uncertain",
                                    "expired",
                                    "opted_out",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="delivery_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_until__isnull", False),
                                ("state__in", ("leased", "sending")),
                                ("token__isnull", False),
                            ),
                            models.Q(
                                models.Q(("state__in", ("leased", "sending")), _negated=True),
                                ("lease_until", None),
                                ("token", None),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_held_has_token",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["address_index"], name="contact_address"),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("recipient", "channel", "address_index"),
                name="contact_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", None), ("address_index", None), ("channel", "inbox")),
                    models.Q(
                        models.Q(("channel", "inbox"), _negated=True),
                        ("address__isnull", False),
                        ("address_index__isnull", False),
                    ),
                    models.Q(
                        models.Q(("channel", "inbox"), _negated=True), ("address", None), ("ended_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="contact_live_has_address",
            ),
        ),
        FORWARD,
    ]
