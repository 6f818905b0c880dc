"""What runs by itself. Safe to run twice."""

from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app

from jembatan.people import signin


@app.periodic(cron="37 19 * * *", periodic_id="forget_sign_ins")  # 02:37 WIB
@app.task(queueing_lock="forget_sign_ins", pass_context=False)
def forget_sign_ins(timestamp: int) -> None:
    """Sessions and links that are over let nobody in any more, and say who came when."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    signin.forget_expired()
