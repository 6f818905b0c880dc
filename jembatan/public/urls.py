"""Citizens' pages."""

from django.urls import include, path, re_path

from jembatan.areas.finding import CODE_PATTERN
from jembatan.public import areas, counting, feeds, groups, home, leaving, reach, releases, subscribing

CODE = f"(?P<code>{CODE_PATTERN})"

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("tentang/", home.about, name="about"),
    path("robots.txt", home.robots, name="robots"),
    path("rilis/", releases.index, name="releases"),
    path("rilis.atom", feeds.everything, name="feed"),
    path("rilis/<int:pk>/", releases.show, name="release_by_number"),
    path("rilis/<int:pk>/versi/", releases.versions, name="versions"),
    path("rilis/<int:pk>/<slug:slug>/", releases.show, name="release"),
    path("", include("jembatan.public.listening.urls")),
    path("jangkauan/", reach.index, name="reach_index"),
    path("jangkauan/<int:pk>/", reach.show, name="reach"),
    path("wilayah/", areas.find, name="areas"),
    re_path(rf"^wilayah/{CODE}/$", areas.show, name="area"),
    re_path(rf"^wilayah/{CODE}/rilis\.atom$", feeds.of_area, name="area_feed"),
    path("kim/", groups.directory, name="groups"),
    re_path(r"^s/(?P<code>[0-9A-Za-z-]{3,30})/?$", releases.shared, name="shared"),
    path("langganan/", subscribing.subscribe, name="subscribe"),
    path("langganan/terkirim/", subscribing.asked, name="subscribe_asked"),
    path("langganan/<str:token>/", subscribing.confirm, name="subscribe_confirm"),
    path("berhenti/<str:token>/", leaving.leave, name="leave"),
    path("suara/", include("jembatan.public.voices.urls")),
    path("hitung/<int:pk>.gif", counting.count, name="count"),
]
