"""The timetable of the voices."""

from procrastinate.contrib.django import app

from jembatan.voices import chores


@app.periodic(cron="20 * * * *")
@app.task(name="voices.chores", pass_context=False)
def daily(timestamp: int) -> None:
    """Every hour, so that a new day begins within one; what was done today is not done again."""
    chores.run()
