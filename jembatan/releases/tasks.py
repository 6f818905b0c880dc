"""What runs by itself. Safe to run twice."""

from procrastinate.contrib.django import app

from jembatan.releases import readings


@app.periodic(cron="1 * * * *")
@app.task(queueing_lock="forget_salts", pass_context=False)
def forget_salts(timestamp: int) -> None:
    """Also on a day without a reader, yesterday's salt goes."""
    readings.forget_salts()
