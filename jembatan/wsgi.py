"""The web process's door: `gunicorn jembatan.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from jembatan import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jembatan.settings")
application = get_wsgi_application()
logs.guard_server()
