"""Workers as real processes: killed in the middle, asked to stop, cut off from the database."""

import signal
import socket
import time

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from jembatan.messages import queries
from jembatan.messages.channels import email
from jembatan.messages.engine.send import AT_ONCE
from jembatan.messages.models import Attempt, Chunk, Delivery
from jembatan.messages.tasks import app, remove_old_jobs, retry_stalled_jobs
from jembatan.messages.workflow import OPEN, State
from tests.messages import fakes
from tests.messages.processes import kill, until, worker

pytestmark = pytest.mark.django_db(transaction=True)
PLAIN = "builtin:procrastinate.builtin_tasks.remove_old_jobs"  # a task without a queueing lock


@pytest.fixture(autouse=True)
def empty_queue(transactional_db):
    """Django empties only the tables that it manages itself."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def finished() -> bool:
    return not Chunk.objects.filter(closed_at=None).exists() and not Delivery.objects.filter(state__in=OPEN).exists()


def test_killed_in_the_fan_out_and_while_sending_loses_nothing(smtp_server):
    mails, others = fakes.recipients(150, "email"), fakes.recipients(11_850, "inbox")
    dispatch = fakes.dispatch([*mails, *others])

    with worker(smtp_server.port) as first:
        until(lambda: Chunk.objects.exclude(closed_at=None).exists())
        kill(first)
    in_the_fan_out = queries.ledger(dispatch)
    fakes.leases_run_out()
    with worker(smtp_server.port) as second:
        until(lambda: len(smtp_server.messages) >= 75)
        kill(second)
    while_sending = queries.ledger(dispatch)
    fakes.leases_run_out()
    with worker(smtp_server.port):
        until(finished)

    now, arrived = queries.ledger(dispatch), smtp_server.arrived()
    assert in_the_fan_out["planned"] > 0
    assert [moment["balanced"] for moment in (in_the_fan_out, while_sending, now)] == [True] * 3
    uncertain, doubled = now["states"]["uncertain"], sum(times - 1 for times in arrived.values())
    assert now["states"]["accepted"] + uncertain == 12_000
    assert _accepted_mails() <= set(arrived)
    assert doubled + uncertain <= 2 * AT_ONCE * email.can().batch


def _accepted_mails() -> set[str]:
    """The Message-IDs that the ledger says a server accepted."""
    return set(Attempt.objects.filter(channel="email", outcome="accepted").values_list("provider_id", flat=True))


def test_two_workers_at_once_send_each_letter_once(smtp_server):
    dispatch = fakes.dispatch(fakes.recipients(200, "email"))

    with worker(smtp_server.port), worker(smtp_server.port):
        until(finished)

    assert (set(smtp_server.arrived().values()), len(smtp_server.messages)) == ({1}, 200)
    assert queries.ledger(dispatch)["states"]["accepted"] == 200


def test_asked_to_stop_it_finishes_what_is_in_flight_and_gives_back_the_rest(smtp_server):
    fakes.dispatch(fakes.recipients(500, "email"))

    with worker(smtp_server.port) as process:
        until(lambda: len(smtp_server.messages) >= 20)
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(12)

    sent = Delivery.objects.filter(state=State.ACCEPTED).count()
    assert (code, time.monotonic() - asked < 10) == (0, True)
    assert (sent, Delivery.objects.filter(state=State.READY).count()) == (len(smtp_server.messages), 500 - sent)


def test_asked_to_stop_it_does_not_wait_for_a_server_that_hangs():
    fakes.dispatch(fakes.recipients(20, "email", inbox=False))

    with socket.create_server(("127.0.0.1", 0)) as silent, worker(silent.getsockname()[1]) as process:
        until(lambda: Delivery.objects.filter(state=State.SENDING).exists())
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait(40)

    assert (code, time.monotonic() - asked < 12) == (1, True)


def test_woken_by_notify_and_survives_a_lost_connection():
    with worker(poll=600):
        until(lambda: _listening() == 1)
        _cut_them_off()
        until(lambda: _listening() == 1)
        fakes.dispatch(fakes.recipients(1, "inbox"), "first")
        until(finished)
        fakes.dispatch(fakes.recipients(1, "inbox"), "second")
        until(finished)

    assert list(Delivery.objects.values_list("state", flat=True)) == [State.ACCEPTED] * 2


def _listening() -> int:
    """The connections on which a worker waits for NOTIFY."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query = 'LISTEN jembatan_ledger' AND state = 'idle'"
        )
        return cursor.fetchone()[0]


def _cut_them_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_job_is_enqueued_with_its_transaction_and_run_by_the_worker():
    with transaction.atomic():
        remove_old_jobs.defer(timestamp=0)
        transaction.set_rollback(True)
    before = _status(remove_old_jobs.name)
    remove_old_jobs.defer(timestamp=0)

    with worker():
        until(lambda: _status(remove_old_jobs.name) == ["succeeded"])

    assert before == []


def test_dead_workers_jobs_are_taken_up_again_also_one_that_is_queued_already():
    remove_old_jobs.defer(timestamp=0)
    app.configure_task(PLAIN).defer(max_hours=9999)
    with connection.cursor() as cursor:  # as a worker leaves them that was killed an hour ago
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
    remove_old_jobs.defer(timestamp=1)
    retry_stalled_jobs.configure(priority=9).defer(timestamp=0)

    with worker():
        until(lambda: _status(PLAIN) == ["succeeded"] and _status(remove_old_jobs.name) == ["failed", "succeeded"])


def _status(name: str) -> list[str]:
    return sorted(ProcrastinateJob.objects.filter(task_name=name).values_list("status", flat=True))


def test_the_timetable_knows_the_chores():
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}

    assert {retry_stalled_jobs.name, remove_old_jobs.name} <= names
