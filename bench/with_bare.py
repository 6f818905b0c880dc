"""The product's web process with one address more: a bare view that inserts one row, as a yardstick."""

import os
from types import ModuleType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jembatan.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from jembatan import urls
from jembatan.audit.models import Entry


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    row = Entry.objects.create(action="bench", subject=request.POST["isi"])
    return HttpResponse(f"{row.pk}")


more = ModuleType("urls_with_bare")
more.urlpatterns = [path("bare/", bare), *urls.urlpatterns]  # type: ignore[attr-defined]
settings.ROOT_URLCONF = more
