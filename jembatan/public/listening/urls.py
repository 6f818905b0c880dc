"""What everyone may see of what citizens said."""

from django.urls import path, re_path

from jembatan.public.listening import feeds, listing, offices, one, points, questions, tables

CODE = r"(?P<code>[0-9A-Za-z]{8})"

urlpatterns = [
    path("suara.atom", feeds.atom, name="voices_feed"),
    path("suara.csv", tables.csv, name="voices_csv"),
    path("suara.geojson", points.geojson, name="voices_geojson"),
    path("suara/", listing.listing, name="voices"),
    path("suara/kantor/", offices.table, name="voices_offices"),
    path("suara/tanya-jawab/", questions.entries, name="voices_entries"),
    re_path(rf"^suara/{CODE}/$", one.show, name="voice"),
    re_path(rf"^suara/{CODE}/foto/(?P<name>[\w-]{{1,80}}\.jpg)$", one.photo, name="voice_photo"),
    re_path(rf"^suara/{CODE}/berkas/(?P<pk>\d{{1,18}})/$", one.attachment, name="voice_attachment"),
]
