"""What runs by itself. Safe to run twice."""

from procrastinate.contrib.django import app

from jembatan.releases import pictures, readings


@app.periodic(cron="1 * * * *")
@app.task(queueing_lock="forget_salts", pass_context=False)
def forget_salts(timestamp: int) -> None:
    """Also on a day without a reader, yesterday's salt goes."""
    readings.forget_salts()


@app.periodic(cron="40 19 * * *")  # 02:40 WIB
@app.task(queueing_lock="forget_unused_pictures", pass_context=False)
def forget_unused_pictures(timestamp: int) -> None:
    """What was uploaded for a release that was never saved."""
    pictures.forget_unused()
