"""The first part of every address, and the app that answers it. Indonesian has no prefix, English lives under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from jembatan.api.hooks import hook
from jembatan.api.urls import api
from jembatan.public import health
from jembatan.public.media import media

urlpatterns = [
    path("api/v1/hooks/<slug:channel>/", hook, name="hook"),
    path("api/v1/", api.urls),
    path("open311/v2/", include("jembatan.api.open311.urls")),
    path("healthz", health.alive),
    path("readyz", health.ready),
    re_path(r"^media/(?P<path>[\w./-]+)$", media, name="media"),
    *i18n_patterns(
        path("akun/", include("jembatan.accounts.urls")),
        path("meja/", include("jembatan.desk.urls")),
        path("", include("jembatan.volunteer.urls")),
        path("", include("jembatan.public.urls")),
        prefix_default_language=False,
    ),
]
