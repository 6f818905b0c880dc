"""What citizens say and follow; `public/urls.py` includes it under `/suara/`."""

from django.urls import path, re_path

from jembatan.public.voices import contact, keeping, own, saying, supporting, tracking

CODE = r"(?P<code>[0-9A-Za-z]{8})"
MINE = rf"saya/{CODE}-(?P<secret>[0-9A-Za-z]{{16}})"

urlpatterns = [
    path("sampaikan/", saying.say, name="voice_say"),
    path("mirip/", saying.alike, name="voice_alike"),
    path("lacak/", tracking.track, name="voice_track"),
    path("simpan/", keeping.file, name="voice_file"),
    path("kabari/<str:token>/", contact.confirm, name="voice_contact"),
    re_path(rf"^{MINE}/$", own.mine, name="voice_own"),
    re_path(rf"^{MINE}/foto/(?P<pk>\d{{1,18}})/$", own.photo, name="voice_own_photo"),
    re_path(rf"^{MINE}/berkas/(?P<pk>\d{{1,18}})/$", own.attachment, name="voice_own_file"),
    re_path(rf"^{CODE}/saya-juga/$", supporting.me_too, name="voice_support"),
]
