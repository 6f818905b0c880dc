"""What runs by itself. Safe to run twice."""

from procrastinate.contrib.django import app

from jembatan.areas import holidays
from jembatan.areas.models import Area


@app.periodic(cron="50 19 * * *", periodic_id="seed_holidays")  # 02:50 WIB
@app.task(queueing_lock="seed_holidays", pass_context=False)
def seed_holidays(timestamp: int) -> None:
    """A new version of a package, or a new year, brings days off that were not known before."""
    if Area.objects.current().filter(parent=None).exists():
        holidays.seed(holidays.usual_years())
