"""Addresses of the regent's screen."""

from django.urls import path

from jembatan.desk.executive import pages

urlpatterns = [
    path("pimpinan/", pages.screen, name="executive"),
    path("pimpinan/desa/", pages.villages, name="executive_villages"),
    path("pimpinan/jawaban/", pages.answers, name="executive_answers"),
    path("pimpinan/topik/<slug:code>/", pages.topic, name="executive_topic"),
]
