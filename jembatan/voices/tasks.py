"""The timetable of the voices."""

from procrastinate.contrib.django import app

from jembatan.voices import chores, forgetting


@app.periodic(cron="20 * * * *")
@app.task(name="voices.chores", pass_context=False)
def daily(timestamp: int) -> None:
    """Every hour, so that a new day begins within one; what was done today is not done again."""
    chores.run()


@app.periodic(cron="35 * * * *")
@app.task(name="voices.forget", queueing_lock="voices.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Every hour: what waits for an answer that never comes, and what is kept no longer."""
    forgetting.run()
