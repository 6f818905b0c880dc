"""Staff pages: Ruang Kerja."""

from django.urls import include, path

from jembatan.desk import components, home

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("komponen/", components.components, name="components"),
    path("", include("jembatan.desk.releases.urls")),
    path("", include("jembatan.desk.reach.urls")),
    path("", include("jembatan.desk.people.urls")),
    path("", include("jembatan.desk.messages.urls")),
    path("", include("jembatan.desk.voices.urls")),
    path("", include("jembatan.desk.holidays.urls")),
    path("", include("jembatan.desk.executive.urls")),
    path("", include("jembatan.desk.routing.urls")),
]
