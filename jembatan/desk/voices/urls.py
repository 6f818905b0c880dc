"""Addresses of the handlers' desk. A code is in capitals, every other word is not."""

from django.urls import path, register_converter

from jembatan.desk.voices import acts, files, listing, pages, paper, phone, sealed


class VoiceCode:
    regex = "[0-9A-Z]{8}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VoiceCode, "voice")
urlpatterns = [
    path("suara/", listing.inbox, name="voices"),
    path("suara/identitas/", sealed.second, name="voice_seals"),
    path("suara/telepon/", paper.calls, name="voice_calls"),
    path("suara/j/<str:token>/", phone.phone, name="voice_phone"),
    path("suara/<voice:code>/", pages.voice, name="voice"),
    path("suara/<voice:code>/foto/<int:pk>/", files.photo, name="voice_photo"),
    path("suara/<voice:code>/lampiran/<int:pk>/", files.attachment, name="voice_file"),
    path("suara/<voice:code>/slip/", paper.slip, name="voice_slip"),
    path("suara/<voice:code>/identitas/", sealed.seal, name="voice_seal"),
    path("suara/<voice:code>/identitas/lihat/", sealed.look, name="voice_look"),
    path("suara/<voice:code>/<slug:slug>/", acts.act, name="voice_act"),
]
