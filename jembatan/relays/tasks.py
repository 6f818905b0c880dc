"""What runs by itself: publishing at the set time, the escalation, and the alarm. Safe to run twice."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from jembatan.relays import alarm, escalation, publishing
from jembatan.releases.actions import miss
from jembatan.releases.models import Release
from jembatan.releases.workflow import Refused, State

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_due", pass_context=False)
def publish_due(timestamp: int) -> None:
    """Publish the approved releases whose time has come. What a rule forbids by now says so in the workroom.

    One that breaks keeps no other waiting; the job is then seen to have failed.
    """
    broken: list[Exception] = []
    for release in Release.objects.filter(state=State.APPROVED, publish_at__lte=timezone.now()).order_by("publish_at"):
        try:
            publishing.publish(release=release, by=None, due=True)
        except Refused as refused:
            log.warning("release %s was not published: %s", release.pk, refused)
            miss(release=release, because=str(refused))
        except Exception as error:
            log.exception("release %s could not be published", release.pk)
            broken.append(error)
    if broken:
        raise broken[0]


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="escalate_due", pass_context=False)
def escalate_due(timestamp: int) -> None:
    """Ask the next ones where a deadline passed."""
    escalation.run()


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="look_for_silence", pass_context=False)
def look_for_silence(timestamp: int) -> None:
    """See to it that every release went out to every village that can be reached."""
    alarm.look()
