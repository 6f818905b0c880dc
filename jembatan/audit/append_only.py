"""A table whose rows the database lets nobody change or delete, for migrations to use.

Retention (and the removal of the demo) says so first, in its own transaction: `SET LOCAL jembatan.retention = 'on'`.
"""

from django.db import connection
from django.db.migrations import RunSQL

FUNCTION = RunSQL(
    """
    CREATE FUNCTION jembatan_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('jembatan.retention', true) = 'on' THEN
            RETURN coalesce(NEW, OLD);
        END IF;
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$
    """,
    "DROP FUNCTION jembatan_append_only()",
)


def append_only(table: str) -> RunSQL:
    """The operation that makes `table` append-only."""
    return RunSQL(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION jembatan_append_only()",
        f"DROP TRIGGER {table}_append_only ON {table}",
    )


def lift_for_retention() -> None:
    """Let this transaction change append-only rows. Call inside `transaction.atomic`."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jembatan.retention = 'on'")
