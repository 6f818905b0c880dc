"""Chores of the queue itself."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

KEEP_HOURS = 72  # finished jobs


@app.periodic(cron="* * * * *", periodic_id="retry_stalled")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """A killed worker's jobs are not taken up by themselves; every task is safe to run twice."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="17 19 * * *", periodic_id="remove_old")  # 02:17 WIB
@app.task(queueing_lock="remove_old_jobs", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001
    """Finished jobs leave after three days; failed ones stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS)
