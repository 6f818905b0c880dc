"""The volunteer on a phone: a personal link, and all that waits."""

from django.urls import path

from jembatan.volunteer import material, news, opening, overview, relay
from jembatan.volunteer.voices import asking, pages

app_name = "volunteer"
urlpatterns = [
    path("tugas/", overview.overview, name="overview"),
    path("tugas/pesan/", news.news, name="news"),
    path("tugas/sudah/", overview.relayed, name="several"),
    path("tugas/hapus/", overview.forget, name="forget"),
    path("tugas/titip/", asking.send_link, name="slip_link"),
    path("tugas/<str:bundle>/", overview.several, name="bundle"),
    path("titip/<str:token>/", pages.slip, name="slip"),
    path("titip/<str:token>/daftar/", pages.slips, name="slips"),
    path("r/<str:token>/", relay.page, name="relay"),
    path("r/<str:token>/sudah/", relay.relayed, name="relayed"),
    path("r/<str:token>/tercatat/", relay.thanks, name="thanks"),
    path("r/<str:token>/tambah/", relay.more, name="more"),
    path("r/<str:token>/tanya/", relay.ask, name="ask"),
    path("r/<str:token>/dibuka.gif", opening.pixel, name="pixel"),
    path("r/<str:token>/bacakan/", material.aloud, name="aloud"),
    path("r/<str:token>/poster.pdf", material.poster, name="poster"),
    path("r/<str:token>/gambar/<int:pk>.jpg", material.picture, name="picture"),
]
