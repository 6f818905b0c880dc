"""Chores of the queue itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from jembatan.messages import retention

KEEP_HOURS = 72  # finished jobs


@app.periodic(cron="* * * * *", periodic_id="retry_stalled")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """A killed worker's jobs are not taken up by themselves; every task is safe to run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # the timetable has put the next one in the queue already: that one does the work
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="17 19 * * *", periodic_id="remove_old")  # 02:17 WIB
@app.task(queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:
    """Finished jobs leave after three days; failed ones stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS)


@app.periodic(cron="37 19 * * *", periodic_id="forget")  # 02:37 WIB
@app.task(queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Addresses, texts and raw words whose time is over; the counts stay."""
    retention.forget()
