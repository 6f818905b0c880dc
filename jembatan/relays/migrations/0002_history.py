from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from jembatan.audit.append_only import append_only

# A relay goes forward only; asking again for a newer version begins it anew.
FORWARD = migrations.RunSQL(
    """
    CREATE FUNCTION jembatan_relay_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.state < OLD.state AND NEW.asked_version <= OLD.asked_version
           AND coalesce(current_setting('jembatan.rebuilding', true), '') <> 'on' THEN
            RAISE EXCEPTION 'relay % cannot go back from % to %', OLD.id, OLD.state, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER relays_relay_forward BEFORE UPDATE OF state ON relays_relay
        FOR EACH ROW EXECUTE FUNCTION jembatan_relay_forward()
    """,
    "DROP TRIGGER relays_relay_forward ON relays_relay; DROP FUNCTION jembatan_relay_forward()",
)

# Who serves which village today, on the calendar of the area served (areas.clock.today); see relays.models.Serving.
SERVING = migrations.RunSQL(
    """
    CREATE VIEW relays_serving AS
    WITH clock AS (
        SELECT (now() AT TIME ZONE coalesce((
            SELECT s.value #>> '{}' FROM areas_setting s JOIN areas_area a ON a.id = s.area_id
            WHERE s.name = 'zone' AND a.parent_id IS NULL AND a.valid_until IS NULL
        ), 'Asia/Jakarta'))::date AS today
    ), live AS (
        SELECT g.person_id, g.group_id, g.area_id, g.on_duty, g.role
        FROM people_grant g JOIN people_person p ON p.id = g.person_id AND p.is_active
        WHERE g.role IN ('chair', 'volunteer')
          AND g.valid_from <= (SELECT today FROM clock)
          AND (g.valid_until IS NULL OR g.valid_until >= (SELECT today FROM clock))
    ), serving AS (
        SELECT s.area_id, k.id AS group_id, l.person_id, bool_or(l.on_duty) AS on_duty
        FROM people_service s
        JOIN people_group k ON k.id = s.group_id
             AND k.valid_from <= (SELECT today FROM clock)
             AND (k.valid_until IS NULL OR k.valid_until >= (SELECT today FROM clock))
        JOIN live l ON l.group_id = k.id
        GROUP BY s.area_id, k.id, l.person_id
        UNION ALL
        SELECT DISTINCT l.area_id, NULL::bigint, l.person_id, true FROM live l
        WHERE l.group_id IS NULL AND l.role = 'volunteer'
    ), known AS (
        SELECT v.*, r.id AS recipient_id,
               EXISTS (SELECT FROM messages_contact c
                       WHERE c.recipient_id = r.id AND c.ended_at IS NULL AND c.channel <> 'inbox') AS reachable
        FROM serving v LEFT JOIN messages_recipient r ON r.person_id = v.person_id
    )
    SELECT area_id || '-' || coalesce(group_id, 0) || '-' || person_id AS id,
           area_id, group_id, person_id, recipient_id, reachable,
           (on_duty AND reachable)
           OR NOT bool_or(on_duty AND reachable) OVER (PARTITION BY area_id, group_id) AS first
    FROM known
    """,
    "DROP VIEW relays_serving",
)

ALARM = migrations.CreateModel(
    name="Alarm",
    fields=[
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("villages", ArrayField(base_field=models.CharField(max_length=13), size=None)),
        ("since", models.DateTimeField()),
        ("seen", models.DateTimeField()),
        ("over", models.DateTimeField(null=True)),
        ("release", models.ForeignKey(on_delete=models.PROTECT, related_name="alarms", to="releases.release")),
    ],
)
ONE_ALARM = migrations.AddConstraint(
    model_name="alarm",
    constraint=models.UniqueConstraint(
        condition=models.Q(("over", None)), fields=("release",), name="alarm_once_at_a_time"
    ),
)


class Migration(migrations.Migration):
    dependencies = [
        ("relays", "0001_initial"),
        ("audit", "0002_append_only"),
        ("messages", "0001_initial"),
        ("people", "0001_initial"),
    ]
    operations = [append_only("relays_hop"), FORWARD, SERVING, ALARM, ONE_ALARM]
