"""The product's web process with one address more: a bare view that inserts one row, as a yardstick."""

from types import ModuleType

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from jembatan.wsgi import application

__all__ = ["application"]


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    from jembatan.audit.models import Entry

    row = Entry.objects.create(action="bench", subject=request.POST["isi"])
    return HttpResponse(f"{row.pk}")


from jembatan import urls  # noqa: E402 - once the apps are there

more = ModuleType("urls_with_bare")
more.urlpatterns = [path("bare/", bare), *urls.urlpatterns]  # type: ignore[attr-defined]
settings.ROOT_URLCONF = more
