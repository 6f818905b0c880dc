"""The web process's door: `gunicorn jembatan.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jembatan.settings")
application = get_wsgi_application()
